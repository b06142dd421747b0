# SPDX-License-Identifier: MIT
"""Real servers of many Gradios, each a process with all generations of pyharp that belong to it, and a plain app."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pytest
from harp_bridge._settings import TransportName
from support.servers import RUNNER

from .apps.published import MIDI_SERVED, PLAIN, QUEUELESS, SERVED
from .helpers import wait_until
from .real_gradio import APPS, python_of

__all__ = [
    "GenerationServer",
    "Served",
    "Servers",
    "cancellable",
    "endpoints",
    "midi",
    "newest",
    "plain_apps",
    "queueless",
    "served_of",
    "serving",
]


class GenerationServer:
    """All apps of one Gradio."""

    def __init__(self, gradio: str) -> None:
        self.gradio = gradio
        self._folder = Path(tempfile.mkdtemp(prefix="harp-generations-"))
        self._log = self._folder / "log.jsonl"
        self._output = self._folder / "output.txt"
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        environment |= {"GRADIO_ANALYTICS_ENABLED": "False", "GRADIO_TEMP_DIR": str(self._folder / "files")}
        environment |= {"HF_HUB_OFFLINE": "1", "TMPDIR": str(self._folder), "PYTHONWARNINGS": "ignore"}
        environment |= {"GRADIO_SSR_MODE": "False", "PYTHONDONTWRITEBYTECODE": "1", "NO_PROXY": "*"}
        app = [str(APPS / "generations.py"), gradio, str(self._folder)]
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [python_of(gradio), str(RUNNER), *app],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                cwd=self._folder,
                start_new_session=True,
            )

    def address(self, app: str) -> str:
        """Waits until the server is there."""
        ports = self._folder / "ports.json"
        wait_until(lambda: ports.exists() or self._process.poll() is not None, f"Gradio {self.gradio} serves", 400)
        assert self._process.poll() is None, self._output.read_text()[-4000:]
        return f"http://127.0.0.1:{json.loads(ports.read_text())[app]}"

    def happened(self, what: str, **fields: object) -> list[dict[str, Any]]:
        """What the models noted, in order."""
        lines = self._log.read_text(encoding="utf-8").splitlines() if self._log.exists() else []
        entries = [json.loads(line) for line in lines if line.endswith("}")]
        return [e for e in entries if e["what"] == what and all(e.get(key) == value for key, value in fields.items())]

    def stop(self) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(60)
        assert self._process.stdin is not None
        self._process.stdin.close()
        shutil.rmtree(self._folder, ignore_errors=True)


class Served:
    """One generation of pyharp, or a plain app, on one Gradio, and the transport over which it is asked."""

    def __init__(
        self, server: GenerationServer, generation: str, transport: TransportName = "direct", app: str = ""
    ) -> None:
        """`app` is the name of the app that serves it, where that is not the generation's."""
        self.server = server
        self.gradio, self.generation, self.transport = server.gradio, generation, transport
        self._app = app or generation

    @property
    def address(self) -> str:
        return self.server.address(self._app)

    @property
    def narrow(self) -> str:
        """Address of an endpoint of this Gradio in whose queue there is one place."""
        return self.server.address("narrow")

    @property
    def generator(self) -> str:
        """Address of the same endpoint, whose model gives its results step by step."""
        return self.server.address(f"{self.generation} generator")

    @property
    def major(self) -> int:
        return int(self.gradio.split(".")[0])

    def happened(self, what: str, **fields: object) -> list[dict[str, Any]]:
        return self.server.happened(what, **fields)


class Servers:
    """Started when the first one is asked for, all that are wanted at once; importing Gradio takes them seconds."""

    def __init__(self, gradios: Sequence[str], at_once: int) -> None:
        self._wanted = list(gradios)
        self._at_once = at_once
        self._running: dict[str, GenerationServer] = {}
        self._lock = threading.Lock()

    def __getitem__(self, gradio: str) -> GenerationServer:
        with self._lock:
            if gradio not in self._running:
                place = self._wanted.index(gradio)
                for name in self._wanted[place : place + self._at_once]:
                    if name not in self._running:
                        self._running[name] = GenerationServer(name)
        return self._running[gradio]

    def stop(self) -> None:
        for server in self._running.values():
            server.stop()


@contextmanager
def serving(gradios: Sequence[str], at_once: int = 2) -> Iterator[Servers]:
    servers = Servers(gradios, at_once)
    try:
        yield servers
    finally:
        servers.stop()


def endpoints(gradios: Sequence[str]) -> list[tuple[str, str, TransportName]]:
    """(Gradio, generation, transport) of all endpoints that speak pyharp.

    Through gradio_client the newest of each Gradio: what sets generations apart is no matter of the transport.
    """
    found: list[tuple[str, str, TransportName]] = []
    for gradio in gradios:
        found += [(gradio, generation, "direct") for generation in SERVED[gradio]]
        found += [(gradio, SERVED[gradio][-1], "gradio_client")] if gradio in PLAIN else []
    return found


def plain_apps(gradios: Sequence[str]) -> list[tuple[str, str, TransportName]]:
    """(Gradio, "plain", transport) of all plain apps. They begin with the Gradio with which gradio_client does."""
    return [(gradio, "plain", over) for gradio in gradios if gradio in PLAIN for over in get_args(TransportName)]


def cancellable(gradios: Sequence[str]) -> list[tuple[str, str, TransportName]]:
    """(Gradio, generation, transport): the first one of each Gradio that has a function to cancel it."""
    old = [(gradio, SERVED[gradio][-1]) for gradio in gradios if gradio not in PLAIN]
    found: list[tuple[str, str, TransportName]] = [(gradio, generation, "direct") for gradio, generation in old]
    return found + [(gradio, SERVED[gradio][0], transport) for gradio, _, transport in plain_apps(gradios)]


def midi(gradios: Sequence[str]) -> list[tuple[str, str, TransportName]]:
    """(Gradio, generation, transport) of the endpoints that turn MIDI into MIDI."""
    served = [(gradio, MIDI_SERVED[gradio]) for gradio in gradios if gradio in MIDI_SERVED]
    return [(gradio, app, transport) for gradio, app in served for transport in get_args(TransportName)]


def queueless(gradios: Sequence[str]) -> list[tuple[str, str, TransportName, str]]:
    """(Gradio, generation, transport, app) of the endpoints that were made without a queue."""
    return [(gradio, QUEUELESS[gradio], "direct", "queueless") for gradio in gradios if gradio in QUEUELESS]


def newest(gradios: Sequence[str]) -> list[tuple[str, str]]:
    """(Gradio, its newest generation)."""
    return [(gradio, SERVED[gradio][-1]) for gradio in gradios]


def served_of(params: Sequence[tuple[str, ...]]) -> Any:
    """The fixture `served` of a class of checks, which meets each of these: what `Served` takes, the Gradio first."""

    @pytest.fixture(params=params, ids="-".join)
    def served(self: object, request: pytest.FixtureRequest, gradios: Servers) -> Served:
        gradio, *rest = request.param
        return Served(gradios[gradio], *rest)

    return served
