# SPDX-License-Identifier: MIT
"""Starts real Gradio servers, each in its own process, and reads what happened inside of the model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from support.servers import RUNNER, server_python

from .helpers import wait_until

APPS = Path(__file__).parent / "apps"


def python_of(gradio: str) -> str:
    """The interpreter of an environment with this version of Gradio; "6" is the one that runs the tests."""
    return sys.executable if gradio == "6" else server_python({"5": "5.28.0", "4": "4.44.1"}.get(gradio, gradio))


class RealGradio:
    """The apps of apps/probe.py: an endpoint at `address` that works on `limit` jobs at a time, and one behind a login.

    Leaves with the process that started it.
    """

    def __init__(self, gradio: str, folder: Path, limit: int = 1) -> None:
        self.gradio = gradio
        self._folder = Path(tempfile.mkdtemp(prefix="server-", dir=folder))
        self._log = self._folder / "log.jsonl"
        self._output = self._folder / "output.txt"
        self._ports: dict[str, int] = {}
        environment = {
            key: value for key, value in os.environ.items() if key != "PYTHONPATH" and not key.startswith("COV_")
        }
        environment |= {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_TEMP_DIR": str(folder / "gradio")}
        environment |= {"HF_HUB_OFFLINE": "1", "TMPDIR": str(folder), "PYTHONWARNINGS": "ignore"}
        environment |= {"GRADIO_SSR_MODE": "False", "PYTHONDONTWRITEBYTECODE": "1"}
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [python_of(gradio), str(RUNNER), str(APPS / "probe.py"), str(self._folder), str(limit)],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.PIPE,
                env=environment,
                cwd=self._folder,
                start_new_session=True,
            )
        try:
            wait_until(self._serves, f"Gradio {gradio} answers", 400)
        except AssertionError:
            self.stop()
            raise AssertionError(self._output.read_text()[-4000:]) from None

    @property
    def address(self) -> str:
        return self._at("probe")

    @property
    def locked(self) -> str:
        """Address of the app that asks for a login."""
        return self._at("locked")

    def _at(self, app: str) -> str:
        return f"http://127.0.0.1:{self._ports[app]}"

    def _serves(self) -> bool:
        assert self._process.poll() is None, self._output.read_text()[-4000:]
        ports = self._folder / "ports.json"
        if not ports.exists():
            return False
        self._ports = json.loads(ports.read_text())
        return (_status(self.address), _status(self.locked)) == (200, 401)

    def happened(self, what: str, **fields: object) -> list[dict[str, Any]]:
        """What the model noted, in order."""
        if not self._log.exists():
            return []
        lines = self._log.read_text(encoding="utf-8").splitlines()
        entries = [json.loads(line) for line in lines if line.endswith("}")]
        return [
            entry
            for entry in entries
            if entry["what"] == what and all(entry.get(key) == value for key, value in fields.items())
        ]

    def wait_for(self, what: str, **fields: object) -> None:
        wait_until(lambda: self.happened(what, **fields), f"{what} {fields}")

    def kill(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(60)

    def stop(self) -> None:
        if self._process.poll() is None:
            self.kill()
        assert self._process.stdin is not None
        self._process.stdin.close()


def _status(address: str) -> int:
    """With which status an app tells its configuration, 0 without any answer."""
    # A proxy that the machine uses for the outside must not be asked for loopback.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{address}/config", timeout=60) as reply:
            return int(reply.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0
