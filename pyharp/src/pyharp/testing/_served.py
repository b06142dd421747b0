# SPDX-License-Identifier: MIT
"""Serves an app for a test on a free port of this computer, and ends it for certain."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

import gradio as gr
from gradio import networking

from . import _hosting

__all__ = ["App", "Served", "StartFailed", "serve"]

#: An app: the object, its Python file, or the address of one that runs.
App = Any

_LIBRARIES = {
    *(folder for name in ("stdlib", "platstdlib", "purelib", "platlib") if (folder := sysconfig.get_path(name))),
    str(Path(os.__file__).resolve().parent),
    str(Path(__file__).resolve().parents[1]),
}


class StartFailed(Exception):
    """The app did not start. Attributes: `log`, what it printed."""

    def __init__(self, message: str, log: str = "") -> None:
        super().__init__(message)
        self.log = log


@runtime_checkable
class Served(Protocol):
    """An app that can be reached at `address` until `stop` is called."""

    address: str

    def stop(self) -> None: ...

    def log(self) -> str:
        """What the app has printed, as far as that can be known."""

    def activity(self) -> set[tuple[str, str]] | None:
        """What the app does at this moment, as (who, what) pairs; None when that cannot be known from outside.

        `what` is JOB for a job of an endpoint, else the function that a thread of the app was started with.
        """


def serve(app: App, timeout: float = 240.0) -> Served:
    """Serve an app until `stop` of what is returned is called.

    Args:
        app: a `gr.Blocks`, a function decorated with `pyharp.endpoint`, the path of a Python file that launches one,
            or the address of a running one.
        timeout: seconds until a file must have started.

    Raises:
        StartFailed: it did not start; the message says why.
    """
    demo = app if isinstance(app, gr.Blocks) else getattr(app, "demo", None)
    if isinstance(demo, gr.Blocks):
        return _Object(demo)
    text = os.fspath(app)
    if re.match(r"https?://", text):
        return _Remote(text.rstrip("/"))
    path = Path(text)
    if not path.is_file():
        raise StartFailed(f"There is no file {text}. Give the app's Python file, or an address that begins with http.")
    return _Program(path.resolve(), timeout)


class _Remote:
    def __init__(self, address: str) -> None:
        self.address = address

    def stop(self) -> None:
        """Somebody else started it."""

    def log(self) -> str:
        return ""

    def activity(self) -> set[tuple[str, str]] | None:
        return None


class _Object:
    """An app of this process, launched without blocking."""

    def __init__(self, demo: gr.Blocks) -> None:
        self._demo = demo
        self._printed = _Tee(sys.stderr)
        self._threads_before = set(threading.enumerate())
        self._before = set(self._activity())
        quiet: dict[str, Any] = {"quiet": True, "inbrowser": False, "share": False, "prevent_thread_lock": True}
        look = networking.url_ok
        networking.url_ok = lambda *ignored: True  # that look gives up when the machine is busy
        try:
            for _ in range(5):  # another program may take the port between finding and using it
                with suppress(OSError):
                    demo.launch(server_name="127.0.0.1", server_port=free_port(), **quiet)
                    break
            else:
                raise StartFailed("No free port was found on this computer.")
        finally:
            networking.url_ok = look
        self.address = str(demo.local_url).rstrip("/")
        sys.stderr = self._printed  # Gradio prints there what went wrong inside of a model

    def stop(self) -> None:
        if sys.stderr is self._printed:
            sys.stderr = self._printed.stream
        self._demo.close(verbose=False)

    def log(self) -> str:
        return self._printed.text()

    def activity(self) -> set[tuple[str, str]] | None:
        return set(self._activity()) - self._before

    def _activity(self) -> list[tuple[str, str]]:
        return _hosting.activity(lambda file: not _is_library(file), self._threads_before)


class _Tee(io.TextIOBase):
    """Keeps what is written, and passes it on."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self._parts: list[str] = []

    def write(self, text: str) -> int:
        self._parts.append(text)
        return int(self.stream.write(text))

    def flush(self) -> None:
        self.stream.flush()

    def text(self) -> str:
        return "".join(self._parts)


class _Program:
    """An app of its own process, in its own folder as on a Space, with a folder of its own for Gradio's files."""

    def __init__(self, app: Path, timeout: float) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pyharp-check-"))
        port = free_port()
        self.address = f"http://127.0.0.1:{port}"
        self._log = self._folder / "app.log"
        environment = {
            **os.environ,
            "GRADIO_ANALYTICS_ENABLED": "False",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "GRADIO_SSR_MODE": "False",
            "GRADIO_TEMP_DIR": str(self._folder / "files"),
            "PYTHONUNBUFFERED": "1",
        }
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(_hosting.__file__).resolve()), str(app), str(port)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=app.parent,
                start_new_session=True,
            )
        try:
            self._wait_until_it_serves(time.monotonic() + timeout, timeout)
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin is not None:
            with suppress(OSError):
                self._process.stdin.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def log(self) -> str:
        text = self._log.read_text(errors="replace") if self._log.exists() else ""
        return "\n".join(line for line in text.splitlines() if not line.startswith(_hosting.MARK))

    def activity(self) -> set[tuple[str, str]] | None:
        before = self._answers()
        if self._process.stdin is None or self._process.poll() is not None:
            return None
        with suppress(OSError):
            self._process.stdin.write(b"?\n")
            self._process.stdin.flush()
        deadline = time.monotonic() + 5.0
        while time.monotonic() < deadline:
            answers = self._answers()
            if len(answers) > len(before):
                return {(who, what) for who, what in json.loads(answers[-1])}
            time.sleep(0.01)
        return None

    def _answers(self) -> list[str]:
        return re.findall(rf"^{_hosting.MARK} (\[.*\])$", self._log.read_text(errors="replace"), re.MULTILINE)

    def _wait_until_it_serves(self, deadline: float, timeout: float) -> None:
        while time.monotonic() < deadline:
            text = self._log.read_text(errors="replace")
            if f"{_hosting.MARK} serving" in text:
                return
            if f"{_hosting.MARK} ended" in text:
                raise StartFailed("The file ran to its end and launched no app.", self.log())
            if self._process.poll() is not None:
                raise StartFailed(_last_line(self.log()) or "The app ended without a word.", self.log())
            time.sleep(0.05)
        raise StartFailed(f"The app was not ready after {timeout:g} seconds.", self.log())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_library(file: str) -> bool:
    """Whether a file is none of the app: Python's own, an installed one, or one of this package."""
    return file.startswith("<") or any(file.startswith(folder) for folder in _LIBRARIES)


def _last_line(log: str) -> str:
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return lines[-1] if lines else ""
