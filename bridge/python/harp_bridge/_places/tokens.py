# SPDX-License-Identifier: MIT
"""The private file that keeps tokens and passwords: JSON, mode 0600, replaced as a whole or not at all.

    {"version": 1, "origins": {"https://huggingface.co": {"token": "..."},
                               "https://lab.example:8443": {"user": "...", "password": "..."}}}

It is the only place they come from. No environment variable: every program that is started from that shell would
inherit it, and it names no host that it belongs to. Not the login that the machine's huggingface library may have saved
either: that was made for something else (`harp-bridge token set huggingface.co < FILE` takes it over, on purpose).
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .._errors import HarpError, fail
from .._text import hide

__all__ = ["Secret", "TokenFile", "default_token_file"]

_LARGEST = 1 << 20
_POSIX = os.name == "posix"


@dataclass(frozen=True)
class Secret:
    """What opens one server: a token, or a user name with a password. Shows neither when it is printed."""

    token: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self) -> None:
        hide(self.token)
        hide(self.password)

    @property
    def kind(self) -> str:
        return "token" if self.token else f"password of {self.user}"


def default_token_file() -> Path:
    """Beside the settings of the plug-in, in the folder that the platform has for settings."""
    home = Path.home()
    if os.name == "nt":
        folder = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        folder = home / "Library" / "Application Support"
    else:
        configured = Path(os.environ.get("XDG_CONFIG_HOME") or "")
        folder = configured if configured.is_absolute() else home / ".config"
    return folder / "HARP" / "tokens.json"


class TokenFile:
    """Reads anew whenever the file has changed: a token saved while a DAW runs counts at once."""

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = Path(path) if path else default_token_file()
        self._state: tuple[int, ...] = ()
        self._secrets: dict[str, Secret] = {}

    def read(self) -> dict[str, Secret]:
        """Origin -> secret. Raises token_unwritable for a file that others can read or that is damaged."""
        try:
            descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        except FileNotFoundError:
            self._state, self._secrets = (), {}
            return {}
        except OSError as error:
            raise self._problem(error.strerror or "it cannot be opened") from None
        with os.fdopen(descriptor, "rb") as file:
            state = os.fstat(file.fileno())
            self._check(state)
            now = (state.st_mtime_ns, state.st_ino, state.st_size)
            if now != self._state:
                self._secrets = self._parse(file.read(_LARGEST + 1))
                self._state = now
        return dict(self._secrets)

    def put(self, origin: str, secret: Secret | None) -> None:
        """Saves the secret of an origin, or forgets it (None). Raises token_unwritable."""
        with self._locked():
            known = self.read()
            known.pop(origin, None)
            if secret is not None:
                known[origin] = secret
            self._write(known)

    def _check(self, state: os.stat_result) -> None:
        if not stat.S_ISREG(state.st_mode):
            raise self._problem("it is no file")
        if not _POSIX:
            return  # there the folder of the user is closed to others by its access list
        if state.st_uid != os.geteuid():
            raise self._problem("it belongs to somebody else")
        if state.st_mode & 0o077:
            raise self._problem(f"others can open it (mode {state.st_mode & 0o777:o}): chmod 600 and change its tokens")
        if self.path.parent.stat().st_mode & 0o022:
            raise self._problem("others can write to its folder: chmod 700 the folder")

    def _parse(self, content: bytes) -> dict[str, Secret]:
        result = {}
        try:
            if len(content) > _LARGEST:
                raise ValueError
            for origin, entry in json.loads(content)["origins"].items():
                known = {key: entry.get(key, "") for key in ("token", "user", "password")}
                if not all(isinstance(value, str) for value in known.values()):
                    raise ValueError
                result[origin] = Secret(**known)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise self._problem("it is damaged; delete it and save the tokens again") from None
        return result

    def _write(self, known: dict[str, Secret]) -> None:
        origins = {
            origin: {key: value for key, value in vars(secret).items() if value}
            for origin, secret in sorted(known.items())
        }
        content = json.dumps({"version": 1, "origins": origins}, ensure_ascii=False, indent=2).encode() + b"\n"
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(8)}")
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.path)
        except OSError as error:
            raise self._problem(error.strerror or "it cannot be written") from None
        finally:
            draft.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Two programs that save at the same time both succeed."""
        folder = self.path.parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _POSIX:
                yield
                return
            import fcntl

            descriptor = os.open(folder, os.O_RDONLY)
        except OSError as error:
            raise self._problem(error.strerror or "its folder cannot be made") from None
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)

    def _problem(self, reason: str) -> HarpError:
        return fail("token_unwritable", detail=f"{self.path}: {reason}")
