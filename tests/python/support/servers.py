# SPDX-License-Identifier: MIT
"""Starts Gradio apps as processes of their own on free loopback ports, and ends them for certain.

with start_endpoint("pyharp/examples/tone/app.py") as server:
    httpx.get(server.address + "/config")
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

__all__ = ["ENDPOINTS", "EXAMPLES", "REPOSITORY", "RUNNER", "EndpointServer", "server_python", "start_endpoint"]

REPOSITORY = Path(__file__).resolve().parents[3]
EXAMPLES = REPOSITORY / "pyharp" / "examples"
ENDPOINTS = Path(__file__).resolve().parent / "endpoints"
#: Runs an app that must not outlive its starter, and starts it in half of the time.
RUNNER = Path(__file__).resolve().parent / "serve_app.py"

# pyharp first: the folder tests/python/pyharp must not stand in for it.
_CHECKOUT = (str(REPOSITORY / "pyharp" / "src"), str(REPOSITORY / "tests" / "python"))
_ADDRESS = re.compile(r"https?://(?:127\.0\.0\.1|localhost):\d+")


class EndpointServer:
    """A running app.

    Attributes:
        address: base URL without trailing slash.
        process: the process, leader of a process group of its own.
        log: file that takes everything the app prints.
    """

    def __init__(self, process: subprocess.Popen[bytes], folder: Path) -> None:
        self.address = ""
        self.process = process
        self.log = folder / "server.log"
        self._folder = folder
        atexit.register(self.stop)

    def log_text(self) -> str:
        """What the app has printed so far (empty after `stop`)."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""

    def stop(self) -> None:
        """Kill the app with everything it started, and delete its files; a second call does nothing."""
        atexit.unregister(self.stop)
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> EndpointServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def server_python(version: str) -> str:
    """The python of the environment with this release of Gradio (tests/servers); RuntimeError when it is not there."""
    folder = Path(os.environ.get("HARP_SERVERS") or REPOSITORY / ".servers") / f"gradio-{version}"
    python = folder / "bin" / "python"
    if not python.exists():
        raise RuntimeError(f"{folder} is not there: make .servers/gradio-{version}/.ready")
    return str(python)


def start_endpoint(
    path_to_app: str | os.PathLike[str],
    python: str | os.PathLike[str] = sys.executable,
    env: Mapping[str, str] | None = None,
    *,
    pyharp_from_checkout: bool = True,
    timeout: float = 600.0,
) -> EndpointServer:
    """Start an app that ends in `pyharp.serve(demo)` and wait until it answers.

    Args:
        path_to_app: the Python file.
        python: interpreter to run it with; its environment decides the version of Gradio.
        env: further environment variables.
        pyharp_from_checkout: let the app import pyharp and support from this checkout.
        timeout: seconds until giving up.

    Raises:
        RuntimeError: the app ended or did not answer in time; the message holds its log.
    """
    folder = Path(tempfile.mkdtemp(prefix="harp-endpoint-"))
    environment = {
        **os.environ,
        # No word to anybody outside while testing.
        "GRADIO_ANALYTICS_ENABLED": "False",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_OFFLINE": "1",
        "GRADIO_SSR_MODE": "False",
        "GRADIO_TEMP_DIR": str(folder / "files"),
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": os.pathsep.join(_CHECKOUT) if pyharp_from_checkout else "",
        **(env or {}),
    }
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [_absolute(python), str(RUNNER), str(Path(path_to_app).resolve()), "--port", "0"],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=environment,
            cwd=folder,  # Gradio leaves folders where it starts
            start_new_session=True,
        )
    server = EndpointServer(process, folder)
    try:
        server.address = _wait_until_it_answers(server, path_to_app, time.monotonic() + timeout)
    except BaseException:
        server.stop()
        raise
    return server


def _absolute(python: str | os.PathLike[str]) -> str:
    """Not resolved: what a link in a virtual environment points to knows nothing of that environment."""
    return str(Path(shutil.which(python) or python).absolute())


def _wait_until_it_answers(server: EndpointServer, app: str | os.PathLike[str], deadline: float) -> str:
    while time.monotonic() < deadline:
        if server.process.poll() is not None:
            raise RuntimeError(f"{os.fspath(app)} ended with {server.process.returncode}:\n{server.log_text()}")
        found = _ADDRESS.search(server.log_text())
        if found and _answers(found.group()):
            return found.group()
        time.sleep(0.05)
    raise RuntimeError(f"{os.fspath(app)} does not answer:\n{server.log_text()}")


def _answers(address: str) -> bool:
    # A proxy that the machine uses for the outside must not be asked for loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address + "/config", timeout=60) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False
