# SPDX-License-Identifier: MIT
"""How old Gradios are spoken to when something goes wrong: one that knows no queue, and one with the first queue."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Client, Progress

from .apps.published import PUBLISHED
from .asking import BRISK, process
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises, run, until, wav

DESCRIPTION = PUBLISHED["0.1.0"][1]
SOUND = wav(noise())


@pytest.fixture
def gradio3(fake: FakeGradio) -> FakeGradio:
    """Answers /run; what is uploaded comes back."""
    fake.prefix = ""
    fake.config = {
        "version": "3.50.2",
        "dependencies": [{"api_name": "wav2wav-ctrls"}, {"api_name": "wav2wav"}],
    }

    async def describe(request: Request, answer: Answer) -> None:
        await answer.json(200, {"data": [DESCRIPTION], "is_generating": False})

    async def work(request: Request, answer: Answer) -> None:
        given = request.json()["data"]
        assert isinstance(given, list)
        await answer.json(200, {"data": [given[1]], "is_generating": False})

    fake.routes["/run/wav2wav-ctrls"] = describe
    fake.routes["/run/wav2wav"] = work
    fake.routes["file"] = sound
    return fake


async def sound(request: Request, answer: Answer) -> None:
    await answer.send(200, SOUND)


@pytest.fixture
def gradio4(fake: FakeGradio) -> FakeGradio:
    """The queue of Gradio 4.0 to 4.8; `fake.config["script"]` says what comes after the arguments were taken."""
    fake.prefix = ""
    fake.config = {
        "version": "4.7.1",
        "protocol": "sse",
        "dependencies": [{"api_name": "wav2wav-ctrls"}, {"api_name": "wav2wav"}],
    }
    fake.routes["/queue/join"] = old_queue(completed)
    fake.routes["/queue/data"] = taken
    fake.routes["file"] = sound
    return fake


async def taken(request: Request, answer: Answer) -> None:
    await answer.json(200, None)


async def completed() -> AsyncIterator[dict[str, object]]:
    yield {"msg": "process_starts"}
    yield {"msg": "log", "log": "a word", "level": "info"}
    yield {"msg": "process_completed", "success": True, "output": {"data": [{"path": "/tmp/out.wav"}]}}


def old_queue(work: object, full: int = 0) -> object:
    refused = [full]

    async def join(request: Request, answer: Answer) -> None:
        await answer.head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
        describing = request.query["fn_index"] == ["0"]
        if not describing and refused[0]:
            refused[0] -= 1
            await answer.event({"msg": "queue_full"})
        else:
            await answer.event({"msg": "estimation", "rank": 0, "queue_size": 1})
            await answer.event({"msg": "send_data", "event_id": "job 1"})
            if describing:
                output = {"data": [DESCRIPTION]}
                await answer.event({"msg": "process_completed", "success": True, "output": output})
            else:
                async for message in work():  # type: ignore[operator]
                    await answer.event(message)
        await answer.raw(b"0\r\n\r\n")

    return join


# --- Gradio 3 ---------------------------------------------------------------------------------------------------------


def test_a_job_without_queue(gradio3: FakeGradio) -> None:
    result = process(gradio3)
    assert result.description.generation == "0.0.1"
    assert np.max(np.abs(result.samples - noise())) == 0.0
    (request,) = gradio3.seen("/run/wav2wav")
    body = request.json()
    assert body["fn_index"] == 1
    assert isinstance(body["data"], list)
    assert body["data"][1] == {
        "name": f"{gradio3.folder}/0/in put.wav",
        "data": None,
        "is_file": True,
        "orig_name": "region.wav",
    }


def busy_at_first(gradio3: FakeGradio, status: int) -> list[Progress]:
    """What a patient job tells of a server that refuses it twice."""
    usual, left, told = gradio3.routes["/run/wav2wav"], [2], list[Progress]()

    async def busy(request: Request, answer: Answer) -> None:
        left[0] -= 1
        await (usual(request, answer) if left[0] < 0 else answer.send(status, b"<html>"))

    gradio3.routes["/run/wav2wav"] = busy
    patient = {"restart_wait": 60.0, "rate_limit_wait": 60.0, "restart_pause": 0.01, "queue_full_pause": 0.01}
    settings = replace(BRISK, tick=3600.0, **patient)  # type: ignore[arg-type]
    harp_bridge.process(gradio3.address, noise(), 44100, settings=settings, on_progress=told.append)
    return told


def test_a_server_without_queue_that_counts_requests_is_asked_again_and_nothing_runs_meanwhile(
    gradio3: FakeGradio,
) -> None:
    told = busy_at_first(gradio3, 429)
    assert len(gradio3.seen("/run/wav2wav")) == 3
    said = [entry for entry in told if "too many requests" in entry.message]
    assert {(entry.stage, entry.level) for entry in said} == {("queued", "warning")}
    assert "running" in [entry.stage for entry in told]


def test_a_model_without_queue_that_may_be_at_work_is_not_asked_twice(gradio3: FakeGradio) -> None:
    with raises("server_lost"):
        busy_at_first(gradio3, 503)
    assert len(gradio3.seen("/run/wav2wav")) == 1


def test_a_result_without_queue_does_not_wait_for_what_is_asked_beside_it(gradio3: FakeGradio) -> None:
    usual, over = gradio3.routes["/run/wav2wav"], list[bool]()

    async def works(request: Request, answer: Answer) -> None:
        await until(lambda: gradio3.seen("/queue/status"), "it is asked whether it is there")
        await usual(request, answer)

    async def silent(request: Request, answer: Answer) -> None:
        await until(lambda: over, "the job is over")

    gradio3.routes |= {"/run/wav2wav": works, "/queue/status": silent}
    try:
        process(gradio3, replace(BRISK, tick=0.05, job_limit=30.0))
    finally:
        over.append(True)


@pytest.mark.parametrize(
    ("status", "body", "code", "words"),
    [
        (500, {"error": "'out of tune'"}, "server_error", "out of tune"),
        (500, {"error": None}, "server_error", ""),
        (404, {"detail": "Not Found"}, "server_error", "Not Found"),
        (401, {"detail": "Not authenticated"}, "login_required", "Not authenticated"),
        (502, {}, "server_lost", ""),
        (200, {"data": "no list"}, "result_invalid", ""),
        (200, "nothing", "result_invalid", ""),
    ],
)
def test_what_a_server_without_queue_answers(
    gradio3: FakeGradio, status: int, body: object, code: str, words: str
) -> None:
    async def work(request: Request, answer: Answer) -> None:
        await answer.json(status, body)

    gradio3.routes["/run/wav2wav"] = work
    with raises(code) as caught:
        process(gradio3)
    assert caught.value.message == words
    assert len(gradio3.seen("/run/wav2wav")) == 1 or status == 502


def test_a_model_that_works_longer_than_a_server_may_be_silent_is_asked_for_and_waited_for(gradio3: FakeGradio) -> None:
    patience = replace(BRISK, silence_notice=0.1, idle_timeout=1.5, reply_timeout=1.5)

    async def work(request: Request, answer: Answer) -> None:
        await asyncio.sleep(2.0)
        await until(lambda: len(gradio3.seen("/queue/status")) > 5, "it is asked for again and again")
        await answer.json(200, {"data": [{"name": "/tmp/x.wav", "is_file": True}], "is_generating": False})

    async def status(request: Request, answer: Answer) -> None:
        await answer.json(200, {"queue_size": 0})

    gradio3.routes |= {"/run/wav2wav": work, "/queue/status": status}
    process(gradio3, patience)

    async def silent(request: Request, answer: Answer) -> None:
        await asyncio.sleep(3600)

    gradio3.routes |= {"/run/wav2wav": silent, "/queue/status": silent}
    with raises("no_sign_of_life"):
        process(gradio3, patience)


def test_leaving_a_model_between_two_steps_tells_the_server(gradio3: FakeGradio) -> None:
    async def work(request: Request, answer: Answer) -> None:
        await asyncio.sleep(0.02)
        await answer.json(200, {"data": [None], "is_generating": True})

    gradio3.routes["/run/wav2wav"] = work

    async def job() -> None:
        async with Client(BRISK) as client:
            working = asyncio.create_task(client.process(gradio3.address, noise(), 44100))
            await until(lambda: len(gradio3.seen("/run/wav2wav")) > 3, "it works")
            working.cancel()
            with pytest.raises(asyncio.CancelledError):
                await working

    run(job())
    sessions = {json.dumps(request.json()["session_hash"]) for request in gradio3.seen("/run/wav2wav")}
    reset = gradio3.wait_for("/reset").json()
    assert {json.dumps(reset["session_hash"])} == sessions
    assert reset["fn_index"] == 1


# --- the first queue of Gradio 4 --------------------------------------------------------------------------------------


def test_a_job_through_the_first_queue(gradio4: FakeGradio) -> None:
    assert process(gradio4).samples.shape == noise().shape
    (sent,) = [entry for entry in gradio4.seen("/queue/data") if entry.json()["fn_index"] == 1]
    body = sent.json()
    assert isinstance(body["data"], list)
    assert body["event_id"] == "job 1"
    assert body["data"][1]["meta"] == {"_type": "gradio.FileData"}
    assert gradio4.seen("/reset") == []


def test_a_full_queue_waits(gradio4: FakeGradio) -> None:
    heard: list[Progress] = []
    gradio4.routes["/queue/join"] = old_queue(completed, full=2)  # type: ignore[assignment]
    settings = replace(BRISK, queue_full_pause=0.01, queue_full_wait=30.0)

    async def job() -> None:
        async with Client(settings) as client:
            await client.process(gradio4.address, noise(), 44100, on_progress=heard.append)

    run(job())
    assert any("full" in entry.message for entry in heard)
    gradio4.routes["/queue/join"] = old_queue(completed, full=1000)  # type: ignore[assignment]
    with raises("queue_full"):
        process(gradio4, replace(settings, queue_full_wait=0.1))


async def ends_early() -> AsyncIterator[dict[str, object]]:
    yield {"msg": "process_starts"}


async def fails() -> AsyncIterator[dict[str, object]]:
    yield {"msg": "process_completed", "success": False, "output": {"error": "out of tune"}}


async def talks_nonsense() -> AsyncIterator[dict[str, object]]:
    yield {"msg": "process_completed", "success": True, "output": []}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("work", "code"), [(ends_early, "server_lost"), (fails, "server_error"), (talks_nonsense, "result_invalid")]
)
def test_what_the_first_queue_may_say(gradio4: FakeGradio, work: object, code: str) -> None:
    gradio4.routes["/queue/join"] = old_queue(work)  # type: ignore[assignment]
    with raises(code) as caught:
        process(gradio4)
    assert caught.value.message == ("out of tune" if work is fails else "")
    gradio4.wait_for("/reset")


@pytest.mark.parametrize(("status", "code"), [(401, "login_required"), (500, "server_error")])
def test_a_queue_that_does_not_open(gradio4: FakeGradio, status: int, code: str) -> None:
    async def join(request: Request, answer: Answer) -> None:
        await answer.json(status, {})

    gradio4.routes["/queue/join"] = join
    with raises(code):
        process(gradio4)
