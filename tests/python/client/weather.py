# SPDX-License-Identifier: MIT
"""The bad weather of a storm: one server at a time, behind a proxy that cuts connections, replaced now and then."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from harp_bridge._settings import TransportName
from support.slow_proxy import SlowProxy

from .fake_gradio import FakeGradio
from .helpers import run
from .storm import Leftovers, Storm, Values, moody

__all__ = ["Report", "scripted", "weathered"]


class Server(Protocol):
    @property
    def address(self) -> str: ...

    def stop(self) -> None: ...


@dataclass(frozen=True)
class Report:
    outcomes: Counter[str]
    """How many jobs ended how."""
    started: int
    """How often the server was started."""
    cut: int
    """How many connections were cut."""


def scripted(number: int) -> FakeGradio:
    """The server of that number in a row: it fails now and then, and says that it is not the one before."""
    server = FakeGradio()
    server.config["app_id"] = number
    server.events = moody(number)
    return server


def nothing_special(dice: random.Random, number: int) -> tuple[dict[str, object], bool]:
    return {}, False


def weathered(
    folder: Path,
    start: Callable[[int], Server],
    jobs: int,
    *,
    every: int,
    cuts: float,
    values: Values = nothing_special,
    seconds: float = 120.0,
    transport: TransportName = "direct",
) -> Report:
    """Runs so many jobs, with a disturbance after `every` of them, of which the share `cuts` are cut connections.

    Afterwards no thread, connection or file (those would lie in `folder`) is left.
    """
    cut, servers = [0], list[Server]()

    def disturb(dice: random.Random) -> None:
        if dice.random() < cuts:
            cut[0] += proxy.cut()
            return
        servers[-1].stop()
        servers.append(start(len(servers) + 1))
        proxy.lead_to(servers[-1].address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(folder))
        left = Leftovers(folder)
        servers.append(start(1))
        try:
            with SlowProxy(servers[0].address) as proxy:
                outcomes = run(Storm(proxy.address, jobs, disturb, every, values, transport=transport).rage(), seconds)
        finally:
            servers[-1].stop()
        left.assert_none()
    return Report(outcomes, len(servers), cut[0])
