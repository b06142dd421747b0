# SPDX-License-Identifier: MIT
"""Whether HARP's own part is complete: Python, packages, the worker, the file of tokens."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.metadata
import json
import os
import platform
import socket
import sys

import soundfile

from .._errors import HarpError
from .._places.tokens import TokenFile
from .._settings import Settings
from .._version import __version__
from .report import Report

__all__ = ["examine_installation"]

_OLDEST = (3, 10)
_PACKAGES = ("httpx", "certifi", "numpy", "soundfile")


async def examine_installation(settings: Settings | None = None) -> Report:
    """Nothing is sent anywhere."""
    settings = settings or Settings()
    report = Report(f"About this installation of harp-bridge {__version__}")
    _python(report)
    for package in _PACKAGES:
        _package(report, package)
    _audio(report)
    await _worker(report, settings)
    _tokens(report, settings)
    return report


def _python(report: Report) -> None:
    version = platform.python_version()
    if sys.version_info[:2] < _OLDEST:
        report.add("fail", "Python", version, f"Install Python {_OLDEST[0]}.{_OLDEST[1]} or newer.", "worker_missing")
    else:
        report.add("ok", "Python", f"{version} at {sys.executable}")


def _package(report: Report, name: str) -> None:
    try:
        report.add("ok", name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        report.add("warn", name, "its version cannot be told", "Install harp-bridge again.")


def _audio(report: Report) -> None:
    formats = soundfile.available_formats()
    missing = [name for name in ("WAV", "FLAC") if name not in formats]
    if missing:
        advice = "Install the package soundfile from PyPI: it brings a complete library."
        lacks = f"{soundfile.__libsndfile_version__} lacks {' and '.join(missing)}"
        report.add("fail", "audio", lacks, advice, "worker_missing")
    else:
        report.add("ok", "audio", f"{soundfile.__libsndfile_version__} reads and writes WAV and FLAC")


async def _worker(report: Report, settings: Settings) -> None:
    """Starts the worker as the plug-in does, hears whether it is ready, and lets it go."""
    ours, theirs = socket.socketpair()
    process = None
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "harp_bridge._worker", str(theirs.fileno()), pass_fds=[theirs.fileno()],
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        theirs.close()
        ours.setblocking(False)
        said = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(ours, 65536), settings.worker_start)
        ready = json.loads(said.splitlines()[0])
        report.add("ok", "worker", f"starts and speaks protocol {int(ready['protocol'])}")
    except (OSError, ValueError, KeyError, IndexError, TypeError, asyncio.TimeoutError) as error:
        reason = f"{type(error).__name__}: {error}"
        report.add("fail", "worker", f"does not start ({reason})", "Install harp-bridge again.", "worker_missing")
    finally:
        ours.close()
        theirs.close()
        if process is not None:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(process.communicate(), settings.worker_close)
            if process.returncode is None:
                process.kill()
                await process.wait()


def _tokens(report: Report, settings: Settings) -> None:
    file = TokenFile(settings.token_file)
    try:
        known = file.read()
    except HarpError as error:
        report.add("fail", "tokens", f"{error.sentence} ({error.detail})", error.next_step, error.code)
        return
    private = ", which only you can open" if os.name == "posix" and known else ""
    names = ", ".join(f"{origin} ({secret.kind})" for origin, secret in known.items())
    report.add("ok", "tokens", f"{names or 'none'}; kept in {file.path}{private}")
