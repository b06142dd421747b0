# SPDX-License-Identifier: MIT
"""A thousand jobs with random cancels, connection cuts and server restarts, over the scripted and a real server."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import pytest
from client.fake_gradio import FakeGradio
from client.helpers import run
from client.real_gradio import RealGradio
from client.storm import Leftovers, Storm, moody
from support.slow_proxy import SlowProxy

JOBS = 1000


def report(name: str, outcomes: object) -> None:
    print(f"\n{name}: {outcomes}")


def test_a_thousand_jobs_over_the_scripted_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = Leftovers(tmp_path)
    servers = [FakeGradio()]
    servers[0].events = moody(1)
    with SlowProxy(servers[0].address) as proxy:

        def disturb(dice: random.Random) -> None:
            if dice.random() < 0.6:
                proxy.cut()
                return
            servers[-1].stop()
            servers.append(FakeGradio())
            servers[-1].config["app_id"] = len(servers)
            servers[-1].events = moody(len(servers))
            proxy.lead_to(servers[-1].address)

        outcomes = run(Storm(proxy.address, JOBS, disturb, 20, lambda dice, number: ({}, False)).rage(), 1200)
    servers[-1].stop()
    report(f"scripted server, started {len(servers)} times", dict(outcomes))
    assert len(servers) > 5
    assert outcomes["done"] > JOBS / 4
    assert outcomes["cancelled"] > JOBS / 10
    left.assert_none()


def test_a_thousand_jobs_over_a_real_server(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left = Leftovers(tmp_path)
    folder = tmp_path_factory.mktemp("gradio")
    servers = [RealGradio("6", folder)]
    cuts = [0]
    with SlowProxy(servers[0].address) as proxy:

        def disturb(dice: random.Random) -> None:
            if dice.random() < 0.8:
                cuts[0] += proxy.cut()
                return
            servers[-1].kill()
            servers.append(RealGradio("6", folder))
            proxy.lead_to(servers[-1].address)

        def values(dice: random.Random, number: int) -> tuple[dict[str, object], bool]:
            mood = dice.random()
            if mood < 0.1:
                return {"Prompt": f"slow {number}"}, True  # thirty seconds, unless it is cancelled
            return {"Prompt": "error" if mood < 0.2 else f"job {number}"}, False

        try:
            outcomes = run(Storm(proxy.address, JOBS, disturb, 40, values).rage(), 1800)
        finally:
            servers[-1].stop()
    report(f"Gradio 6, started {len(servers)} times, {cuts[0]} connections cut", dict(outcomes))
    assert len(servers) > 2
    assert outcomes["done"] > JOBS / 4
    assert outcomes["cancelled"] > JOBS / 10
    left.assert_none()
