# SPDX-License-Identifier: MIT
"""Every state that the Hub documents: a Space that sleeps is woken and waited for, one that is broken is named."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Progress, Settings
from harp_bridge._places import hub as hub_module
from harp_bridge._places.finder import Finder
from harp_bridge._places.tokens import Secret
from harp_bridge._progress import Stages
from harp_bridge._transport.connections import Pool
from harp_bridge._worker import serve

from .asking import answering
from .fake_gradio import AUDIO_TO_AUDIO, FakeGradio
from .fake_hub import TOKEN, FakeHub, FakeSpace
from .helpers import noise, raises, run, until
from .places import find, impatient, save

SPACE = "some-user/a.space_1"
BASE = f"/api/spaces/{SPACE}"


@pytest.fixture
def settings(hub: FakeHub, tmp_path: Path) -> Settings:
    return impatient(tmp_path, hub_url=hub.url, hub_private=True)


@pytest.fixture
def space(hub: FakeHub, fake: FakeGradio) -> FakeSpace:
    hub.spaces[SPACE] = FakeSpace(fake.address, knocked=lambda: bool(fake.seen("/")))
    return hub.spaces[SPACE]


def test_a_job_in_a_sleeping_space_wakes_it_waits_and_runs(
    fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    space.stages, space.after_knock = ["SLEEPING"], ["APP_STARTING", "APP_STARTING", "RUNNING"]
    heard: list[Progress] = []
    result = harp_bridge.process(SPACE, noise(), 44100, settings=settings, on_progress=heard.append)
    assert np.array_equal(result.samples, noise())
    assert len(fake.seen("/")) == 1, "woken once"
    waking = [progress for progress in heard if progress.stage == "waking"]
    assert [progress.message for progress in waking[:1]] == ["The Space is asleep and is being woken."]
    assert "The Space is starting." in [progress.message for progress in waking]
    assert all(progress.elapsed is not None for progress in waking)
    stages = [progress.stage for progress in heard]
    assert stages.index("waking") < stages.index("uploading") < stages.index("running")


@pytest.mark.parametrize("stage", ["RUNNING", "RUNNING_BUILDING", "RUNNING_APP_STARTING", "A_STAGE_OF_NEXT_YEAR"])
def test_a_space_that_runs_is_not_waited_for(
    fake: FakeGradio, space: FakeSpace, settings: Settings, stage: str
) -> None:
    space.stages = [stage]
    heard: list[Progress] = []
    find(SPACE, settings, heard)
    assert [progress.stage for progress in heard if progress.stage == "waking"] == []
    assert not fake.seen("/")


@pytest.mark.parametrize("stage", ["BUILDING", "APP_STARTING", "STOPPED", "SLEEPING"])
def test_a_space_that_will_run_is_waited_for(
    fake: FakeGradio, space: FakeSpace, settings: Settings, stage: str
) -> None:
    space.stages = [stage, stage, "RUNNING"]
    heard: list[Progress] = []
    assert find(SPACE, settings, heard).address.base == fake.address
    assert {progress.message for progress in heard if progress.stage == "waking"} == {hub_module._STAGES[stage][1]}
    assert len(fake.seen("/")) == (1 if stage in ("STOPPED", "SLEEPING") else 0)


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ("PAUSED", "space_paused"),
        ("NO_APP_FILE", "space_failed"),
        ("CONFIG_ERROR", "space_failed"),
        ("BUILD_ERROR", "space_failed"),
        ("RUNTIME_ERROR", "space_failed"),
        ("DELETING", "space_failed"),
    ],
)
def test_each_state_that_does_not_end_by_itself_has_its_error(
    fake: FakeGradio, space: FakeSpace, settings: Settings, stage: str, code: str
) -> None:
    space.stages, space.error = [stage], "Exit code 1: no module named torch"
    with raises(code) as caught:
        find(SPACE, settings)
    assert stage in caught.value.detail and SPACE in caught.value.detail
    assert "torch" in caught.value.detail
    assert not fake.requests


def test_a_space_that_breaks_while_it_wakes_up_is_given_up_at_once(space: FakeSpace, settings: Settings) -> None:
    space.stages = ["SLEEPING", "BUILDING", "RUNTIME_ERROR"]
    with raises("space_failed"):
        find(SPACE, settings)


@pytest.mark.parametrize(("stage", "code"), [("SLEEPING", "waking_timeout"), ("STOPPED", "space_paused")])
def test_waiting_ends(space: FakeSpace, hub: FakeHub, tmp_path: Path, stage: str, code: str) -> None:
    space.stages = [stage]
    with raises(code) as caught:
        find(SPACE, impatient(tmp_path, hub_url=hub.url, hub_private=True, waking_timeout=0.05))
    assert stage in caught.value.detail


def test_a_hub_that_stumbles_does_not_end_the_waiting(hub: FakeHub, space: FakeSpace, settings: Settings) -> None:
    ok = b'{"stage": "BUILDING", "hardware": {"current": null}}'
    hub.broken[f"{BASE}/runtime"] = [
        (200, ok), (503, b""), (503, b""), (429, b""), (200, b"<html>"), (200, ok.replace(b"BUILDING", b"RUNNING")),
    ]  # fmt: skip
    find(SPACE, settings)
    assert len(hub.broken[f"{BASE}/runtime"]) == 1


def test_an_app_that_is_not_quite_there_when_its_space_runs_is_waited_for(
    fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    space.stages = ["SLEEPING", "RUNNING"]
    answers = [503, 502, 503, 503, 502]
    usual = fake._config

    async def config(request: object, answer: object) -> None:
        if answers:
            await answering(answers.pop(), b"")(request, answer)  # type: ignore[arg-type]
        else:
            await usual(request, answer)  # type: ignore[arg-type]

    fake.routes["/config"] = config  # type: ignore[assignment]
    told: list[Progress] = []

    async def work() -> str:
        pool = Pool(settings)
        try:
            return (await Finder(pool, settings).find(SPACE, Stages(told.append))).address.base
        finally:
            await pool.aclose()

    assert run(work()) == fake.address
    assert not answers
    assert ("waking", "warning") in {(entry.stage, entry.level) for entry in told if "not ready" in entry.message}


def test_many_jobs_wait_for_one_waking_and_all_hear_of_it(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    space.stages = ["SLEEPING", "BUILDING", "RUNNING"]
    heard: list[list[Progress]] = [[] for _ in range(5)]

    async def work() -> None:
        pool = Pool(settings)
        finder = Finder(pool, settings)
        await asyncio.gather(*(finder.find(SPACE, Stages(one.append)) for one in heard))
        assert (await finder.find(SPACE, Stages(None))).remembered
        assert not finder._searches
        await pool.aclose()

    run(work())
    assert hub.paths().count(f"{BASE}/host") == 1 and len(fake.seen("/")) == 1 and len(fake.seen("/config")) == 1
    assert all("waking" in {progress.stage for progress in one} for one in heard)


def test_cancelling_one_waiting_job_ends_neither_the_waiting_of_others_nor_leaves_any_of_its_own(
    space: FakeSpace, settings: Settings
) -> None:
    space.stages = ["SLEEPING"]

    async def work() -> None:
        pool = Pool(settings)
        finder = Finder(pool, settings)
        heard: list[Progress] = []
        first = asyncio.create_task(finder.find(SPACE, Stages(heard.append)))
        second = asyncio.create_task(finder.find(SPACE, Stages(heard.append)))
        await until(lambda: heard, "waking is told")
        first.cancel()
        await asyncio.wait([first], timeout=30)
        assert first.cancelled(), "it waits for the Space"
        space.stages = ["RUNNING"]
        await second
        assert not finder._searches
        await pool.aclose()

    run(work())


def test_a_space_that_fell_asleep_since_it_was_found_is_woken_again(
    fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    async def work() -> None:
        async with harp_bridge.Client(settings) as client:
            await client.describe(SPACE)
            fake.routes["/config"] = answering(503, b"")
            space.stages, space.after_knock = ["SLEEPING"], ["RUNNING"]
            await asyncio.gather(client.describe(SPACE), _wakes(fake))

    async def _wakes(fake: FakeGradio) -> None:
        await until(lambda: fake.seen("/"), "the Space is woken")
        del fake.routes["/config"]

    run(work())


def test_a_program_hears_from_the_worker_what_loading_waits_for(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    space.private, space.stages = True, ["SLEEPING", "RUNNING"]
    save(settings, hub.url, Secret(token=TOKEN))
    fake.controls = {**AUDIO_TO_AUDIO, "card": {"name": f"echo {TOKEN}", "description": "", "author": "", "tags": []}}
    ours, theirs = socket.socketpair()
    ours.settimeout(60)
    worker = threading.Thread(target=serve, args=(theirs.detach(),), kwargs={"settings": settings})
    worker.start()
    try:
        ours.sendall(json.dumps({"op": "describe", "job": 1, "address": SPACE}).encode() + b"\n")
        with ours.makefile("rb") as lines:
            heard = [json.loads(lines.readline())]
            while heard[-1]["ev"] in ("ready", "progress"):
                heard.append(json.loads(lines.readline()))
    finally:
        ours.close()
        worker.join(60)
    assert {"ev": "progress", "job": 1, "stage": "waking"}.items() <= heard[2].items()
    assert heard[2]["message"] == "The Space is asleep and is being woken."
    assert heard[-1]["ev"] == "described"
    assert heard[-1]["description"]["address"] == fake.address
    assert TOKEN not in json.dumps(heard) and "echo [hidden]" in json.dumps(heard)
