# SPDX-License-Identifier: MIT
"""Starts real Gradio servers, each in its own process, and reads what happened inside of the model."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from support.servers import server_python

from .helpers import wait_until

APPS = Path(__file__).parent / "apps"


def python_of(gradio: str) -> str:
    """The interpreter of an environment with this version of Gradio; "6" is the one that runs the tests."""
    return sys.executable if gradio == "6" else server_python({"5": "5.28.0", "4": "4.44.1"}.get(gradio, gradio))


class RealGradio:
    def __init__(self, gradio: str, folder: Path, app: str = "probe.py") -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self._log = folder / f"model-{self.port}.jsonl"
        self._output = folder / f"server-{self.port}.txt"
        environment = {
            key: value for key, value in os.environ.items() if key != "PYTHONPATH" and not key.startswith("COV_")
        }
        environment |= {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_TEMP_DIR": str(folder / "gradio")}
        environment |= {"HF_HUB_OFFLINE": "1", "TMPDIR": str(folder), "PYTHONWARNINGS": "ignore"}
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [python_of(gradio), str(APPS / app), str(self.port), str(self._log)],
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        try:
            wait_until(self._answers, f"{app} on Gradio {gradio} answers", 120)
        except AssertionError:
            self.stop()
            raise AssertionError(self._output.read_text()[-4000:]) from None

    def _answers(self) -> bool:
        assert self._process.poll() is None, self._output.read_text()[-4000:]
        try:
            with urllib.request.urlopen(f"{self.address}/config", timeout=5) as reply:
                return bool(reply.status == 200)
        except (urllib.error.URLError, OSError):
            return False

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
        self._process.wait(10)

    def stop(self) -> None:
        if self._process.poll() is None:
            self.kill()
