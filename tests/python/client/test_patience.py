# SPDX-License-Identifier: MIT
"""How long a job waits for what, and what it says meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Audio, Client, FloatArray, OutputShape, Progress
from harp_bridge._progress import Stages

from .asking import BRISK, heard, process
from .fake_gradio import Answer, FakeGradio, Request, echo
from .helpers import noise, raises, run, until, wav

# Ticks fast, and speaks up soon.
QUICK = replace(BRISK, tick=0.05, silence_notice=0.3, idle_timeout=60.0)


def test_elapsed_time_is_told_while_the_server_says_nothing(fake: FakeGradio) -> None:
    told: list[Progress] = []

    def different() -> int:
        return len({entry.elapsed for entry in tuple(told) if entry.stage == "running"})

    async def thinks(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts", "eta": 2.5}
        await until(lambda: different() >= 4, "the time is told")
        async for message in echo(server, data):
            yield message

    fake.events = thinks
    settings = replace(BRISK, tick=0.05)
    harp_bridge.process(fake.address, noise(), 44100, on_progress=told.append, settings=settings)
    running = [entry for entry in told if entry.stage == "running"]
    elapsed = [entry.elapsed for entry in running]
    assert None not in elapsed
    assert elapsed == sorted(elapsed, key=lambda seconds: seconds or 0.0)
    assert {entry.eta for entry in running} == {2.5, 0.5}


def test_silence_is_told_again_and_again_and_ends_the_job(fake: FakeGradio) -> None:
    async def freezes(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        await asyncio.sleep(3600)

    fake.events = freezes
    told = heard(fake, replace(QUICK, idle_timeout=2.5), "no_sign_of_life")
    silent = [entry for entry in told if entry.silent is not None]
    seconds = [entry.silent or 0.0 for entry in silent]
    assert len(seconds) >= 2
    assert seconds[0] >= 0.3
    assert seconds == sorted(set(seconds))
    assert all(entry.stage == "running" and entry.level == "warning" and entry.elapsed for entry in silent)
    assert silent[-1].message == f"No sign of life from the server for {seconds[-1]:.0f} s."
    assert fake.wait_for("/gradio_api/cancel").json()["event_id"] == "event-1"


@pytest.mark.parametrize("route", ["/gradio_api/upload", "/gradio_api/queue/join", "file"])
def test_silence_is_told_wherever_the_server_falls_silent(fake: FakeGradio, route: str) -> None:
    async def hangs(request: Request, answer: Answer) -> None:
        if route == "/gradio_api/queue/join" and request.json()["fn_index"] == 3:
            await fake._join(request, answer)
        else:
            await asyncio.sleep(3600)

    fake.routes[route] = hangs
    # Joining waits as long as a model may be silent: one that holds the interpreter keeps its server from answering.
    settings = replace(QUICK, idle_timeout=1.5, retry_pauses=(), cancel_wait=0.1)
    stage = {"/gradio_api/upload": "uploading", "/gradio_api/queue/join": "queued", "file": "downloading"}[route]
    silent = [entry for entry in heard(fake, settings, "no_sign_of_life") if entry.silent is not None]
    assert {entry.stage for entry in silent} - {"connecting"} == {stage}


def busy_until(fake: FakeGradio, told: Callable[[], bool]) -> None:
    """The model holds the interpreter: the server does not even tell its configuration until then."""

    async def config(request: Request, answer: Answer) -> None:
        await until(told, "somebody was told")
        await fake._config(request, answer)

    fake.routes["/config"] = config


def test_an_endpoint_that_is_known_may_be_too_busy_to_say_what_it_is(fake: FakeGradio) -> None:
    told: list[Progress] = []
    begin: list[float] = []

    async def work() -> None:
        async with Client(replace(QUICK, reply_timeout=2.0)) as client:
            first = await client.describe(fake.address)
            busy_until(fake, lambda: time.monotonic() > begin[0] + 2.5 and silent())
            begin.append(time.monotonic())
            assert await client.describe(f"{fake.address}/", on_progress=told.append) == first

    def silent() -> bool:
        return any(entry.silent is not None for entry in told)

    run(work())
    assert {entry.stage for entry in told if entry.silent is not None} == {"connecting"}
    assert told[-1].message.startswith("No sign of life from the server for ")


def test_a_job_of_the_plug_in_is_as_patient_although_another_worker_described_the_model(fake: FakeGradio) -> None:
    told: list[Progress] = []
    begin = time.monotonic()
    busy_until(fake, lambda: time.monotonic() > begin + 0.5 and any(entry.silent is not None for entry in told))
    result = np.empty((4410, 2), np.float32)

    async def allocate(shape: OutputShape) -> FloatArray:
        return result

    async def work() -> None:
        async with Client(replace(QUICK, reply_timeout=0.1)) as client:
            await client.run(fake.address, {"0": Audio(noise(), 44100)}, {}, allocate, told.append)

    run(work())
    assert np.array_equal(result, noise())


def test_an_address_that_nobody_knows_is_not_waited_for_that_long(fake: FakeGradio) -> None:
    busy_until(fake, lambda: False)
    with raises("no_sign_of_life"):
        harp_bridge.describe(fake.address, settings=replace(QUICK, reply_timeout=0.2))


def test_heartbeats_during_the_description_keep_the_job_alive(
    fake: FakeGradio, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Progress] = []
    alive: list[Stages] = []
    usual = Stages.alive

    def noted(stages: Stages) -> None:
        if stages._listener is not None:
            alive.append(stages)
        usual(stages)

    monkeypatch.setattr(Stages, "alive", noted)

    async def beats(request: Request, answer: Answer) -> None:
        await answer.head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
        before = len(alive)
        for count in range(1, 6):
            await answer.event({"msg": "heartbeat", "event_id": None})
            await until(lambda count=count: len(alive) >= before + count, "the job hears of it")  # type: ignore[misc]
        await answer.event({"msg": "process_completed", "success": True, "output": {"data": [fake.controls]}})
        await answer.raw(b"0\r\n\r\n")

    fake.routes["/gradio_api/queue/data"] = beats
    settings = replace(BRISK, tick=3600.0)

    async def work() -> None:
        async with Client(settings) as client:
            await client.describe(fake.address, on_progress=told.append)

    run(work())
    assert len(set(alive)) == 1


def test_a_server_that_starts_again_while_it_is_asked_for_its_configuration_is_waited_for(fake: FakeGradio) -> None:
    told: list[Progress] = []

    async def work() -> None:
        async with Client(replace(QUICK, restart_wait=60.0, restart_pause=0.01)) as client:
            await client.describe(fake.address)
            left = [6]

            async def config(request: Request, answer: Answer) -> None:
                left[0] -= 1
                await (fake._config(request, answer) if left[0] < 0 else answer.send(503, b"<html>"))

            fake.routes["/config"] = config
            await client.process(fake.address, noise(), 44100, on_progress=told.append)

    run(work())
    assert {entry.stage for entry in told if "not ready" in entry.message} == {"connecting"}


def test_a_server_that_is_started_while_a_job_of_the_plug_in_looks_for_it_is_not_called_silent(
    fake: FakeGradio,
) -> None:
    told: list[Progress] = []
    result = np.empty((4410, 2), np.float32)

    async def config(request: Request, answer: Answer) -> None:
        ready = any("not ready" in entry.message for entry in told)
        await (fake._config(request, answer) if ready else answer.send(503, b"<html>"))

    async def allocate(shape: OutputShape) -> FloatArray:
        return result

    fake.routes["/config"] = config

    async def work() -> None:
        async with Client(replace(QUICK, restart_wait=60.0, restart_pause=0.01)) as client:
            await client.run(fake.address, {"0": Audio(noise(), 44100)}, {}, allocate, told.append)

    run(work())
    assert {(entry.stage, entry.level) for entry in told if entry.message} == {("connecting", "warning")}


def test_a_heartbeat_is_a_sign_of_life(fake: FakeGradio) -> None:
    async def beats(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        for _ in range(8):
            await asyncio.sleep(0.1)
            yield {"msg": "heartbeat", "event_id": None}
        async for message in echo(server, data):
            yield message

    fake.events = beats
    told = heard(fake, replace(QUICK, silence_notice=20.0))
    assert not [entry for entry in told if entry.silent is not None]


def test_a_job_that_lives_for_ever_ends_at_last(fake: FakeGradio) -> None:
    async def beats(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        while True:
            yield {"msg": "heartbeat", "event_id": None}
            await asyncio.sleep(0.05)

    fake.events = beats

    async def work() -> None:
        async with Client(replace(QUICK, job_limit=1.5)) as client:
            await client.describe(fake.address)
            with raises("no_sign_of_life") as caught:
                await client.process(fake.address, noise(), 44100)
            assert "longer than 1.5 s" in caught.value.detail

    run(work())
    fake.wait_for("/gradio_api/cancel")


def test_a_result_that_comes_in_drops_is_given_up(fake: FakeGradio) -> None:
    async def drips(request: Request, answer: Answer) -> None:
        content = wav(noise())
        await answer.head(200, {"content-length": str(len(content))})
        for position in range(len(content)):
            await answer.raw(content[position : position + 1])
            await asyncio.sleep(0.05)

    fake.routes["file"] = drips
    with raises("no_sign_of_life") as caught:
        process(fake, replace(BRISK, transfer_grace=0.3))
    assert "bytes of the result came within" in caught.value.detail
