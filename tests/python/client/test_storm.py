# SPDX-License-Identifier: MIT
"""A small storm over the scripted server; tests/stress holds the large ones."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from support.slow_proxy import SlowProxy

from .fake_gradio import FakeGradio
from .helpers import run
from .storm import Leftovers, Storm, moody


def test_sixty_jobs_in_bad_weather_all_end_and_leave_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = Leftovers(tmp_path)
    servers = [FakeGradio()]
    servers[0].events = moody(1)
    with SlowProxy(servers[0].address) as proxy:

        def disturb(dice: random.Random) -> None:
            if dice.random() < 0.5:
                proxy.cut()
                return
            servers[-1].stop()
            servers.append(FakeGradio())
            servers[-1].config["app_id"] = len(servers)
            servers[-1].events = moody(len(servers))
            proxy.lead_to(servers[-1].address)

        def values(dice: random.Random, number: int) -> tuple[dict[str, object], bool]:
            return {"Gain": number % 11}, False

        outcomes = run(Storm(proxy.address, 60, disturb, 15, values).rage())
    servers[-1].stop()
    assert outcomes["done"] >= 10, outcomes
    assert outcomes["cancelled"] >= 5, outcomes
    assert outcomes["server_error"] + outcomes["server_lost"] + outcomes["result_invalid"] >= 1, outcomes
    assert len(servers) >= 2
    left.assert_none()
