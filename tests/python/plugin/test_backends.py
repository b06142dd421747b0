# SPDX-License-Identifier: MIT
"""The same job with Python in a worker process and, in a host that holds no Python, inside of the host."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from harp_bridge.ara_host import Host

from .built import BUNDLE, PROGRAMS
from .studio import Studio, noise


def run(address: str, *options: str, bundle: Path = BUNDLE, **environment: str) -> dict[str, Any]:
    """One region through an endpoint in the host without Python; what it heard."""
    done = subprocess.run(
        [str(PROGRAMS / "harp_region_host"), str(bundle), address, "Gain", "-12", *options],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


@pytest.mark.parametrize("backend", ["worker", "inprocess"])
@pytest.mark.parametrize("options", [(), ("--realtime",)])
def test_a_host_without_python_gets_the_same_sound_either_way(
    servers: Any, backend: str, options: tuple[str, ...]
) -> None:
    # The worker cannot take the place of Python in this process where that is asked for.
    alone = {"HARP_WORKER": "/nowhere"} if backend == "inprocess" else {}
    heard = run(servers("gain").address, *options, HARP_BACKEND=backend, **alone)
    assert heard["scanned"] == {"children": 0, "python": False}
    assert heard["processed"] == {"children": int(backend == "worker"), "python": backend == "inprocess"}
    assert heard["before"] == {"deviation": 0.0, "factor": 1.0}
    assert heard["after"]["factor"] == pytest.approx(10 ** (-12 / 20), abs=1e-7)
    assert heard["after"]["deviation"] < 1e-7
    assert heard["violations"] == []


def test_a_host_that_holds_python_is_never_given_a_second_one(
    monkeypatch: pytest.MonkeyPatch, servers: Any, workers: Any
) -> None:
    monkeypatch.setenv("HARP_BACKEND", "inprocess")
    with Host(BUNDLE) as host:
        studio = Studio(host)
        studio.place(studio.add(noise(1.0)), at=0.0, start=0.0, duration=1.0)
        studio.load(servers("gain").address)
        studio.processed()
        assert len(workers()) == 1  # this very process holds a Python, so a worker does it after all


def test_scanning_and_playing_start_no_process(host: Host, workers: Any, servers: Any) -> None:
    with host.effect() as effect:
        effect.activate(44100, 512)
        effect.render(start=0, frames=4410)
    studio = Studio(host)
    studio.place(studio.add(noise(1.0)), at=0.0, start=0.0, duration=1.0)
    studio.listen(1.0)
    assert workers() == []
    studio.load(servers("gain").address)
    assert len(workers()) == 1


def test_an_instance_without_a_document_says_so(host: Host) -> None:
    with host.effect() as effect:
        error = effect.command({"do": "undo"})["error"]
        assert (error["code"], error["detail"]) == ("command_invalid", "this instance is bound to no ARA document")
        assert effect.state() == {"revision": 0}


def test_closing_the_document_ends_its_jobs_and_the_worker(studio: Studio, servers: Any, workers: Any) -> None:
    studio.place(studio.add(noise(1.0)), at=0.0, start=0.0, duration=1.0)
    studio.load(servers("slow").address)
    studio.ok(do="set", control="Steps", value=2000)
    job = studio.ok(do="process", regions=studio.ids())["jobs"][0]
    studio.wait(lambda: studio.job(job)["stage"] == "running")
    studio.song.close()
    assert workers() == []


def test_a_missing_worker_is_said_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HARP_WORKER", str(tmp_path / "no_worker_here"))
    with Host(BUNDLE) as host:
        error = Studio(host).load("http://127.0.0.1:1")["error"]
        assert error["code"] == "worker_missing"
        assert "no_worker_here" in error["detail"]
