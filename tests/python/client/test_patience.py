# SPDX-License-Identifier: MIT
"""How long a job waits for what, and what it says meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Audio, Client, FloatArray, OutputShape, Progress, Settings
from harp_bridge._progress import Stages
from harp_bridge._transport import replies

from .asking import BRISK, answering, process
from .fake_gradio import Answer, FakeGradio, Request, echo
from .helpers import noise, raises, run, until, wav

# Ticks fast, and speaks up soon.
QUICK = replace(BRISK, tick=0.05, silence_notice=0.3, idle_timeout=60.0)


def heard(fake: FakeGradio, settings: Settings, code: str = "") -> list[Progress]:
    """What a job told, of one that succeeds or of one that fails with `code`."""
    told: list[Progress] = []

    def job() -> None:
        harp_bridge.process(fake.address, noise(), 44100, on_progress=told.append, settings=settings)

    if code:
        with raises(code):
            job()
    else:
        job()
    return told


# --- time -------------------------------------------------------------------------------------------------------------


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


# --- a full queue -----------------------------------------------------------------------------------------------------


def refusing(fake: FakeGradio, times: int, status: int, body: bytes, **headers: str) -> None:
    """Answers like that to the first attempts to join."""
    left = [times]

    async def join(request: Request, answer: Answer) -> None:
        if request.json()["fn_index"] == 8 and left[0] > 0:
            left[0] -= 1
            await answer.send(status, body, **headers)
        else:
            await fake._join(request, answer)

    fake.routes["/gradio_api/queue/join"] = join


def full(fake: FakeGradio, times: int, status: int = 503, **headers: str) -> None:
    refusing(fake, times, status, b'{"detail": "Queue is full. Max size is 3."}', **headers)


PATIENT = replace(BRISK, queue_full_wait=60.0, queue_full_pause=0.01)


@pytest.mark.parametrize("status", [503, 429])
def test_a_full_queue_is_waited_for_visibly(fake: FakeGradio, status: int) -> None:
    full(fake, 4, status)
    told = heard(fake, PATIENT)
    (waiting,) = [entry for entry in told if entry.level == "warning"]
    assert waiting.stage == "queued"
    assert "queue is full" in waiting.message
    assert len(fake.seen("/gradio_api/queue/join")) == 6
    assert len(fake.seen("/gradio_api/upload")) == 1


def joins(fake: FakeGradio) -> int:
    return len([entry for entry in fake.seen("/gradio_api/queue/join") if entry.json()["fn_index"] == 8])


LIMITED = replace(BRISK, rate_limit_wait=60.0, queue_full_pause=0.01)
RESTARTING = replace(BRISK, restart_wait=60.0, restart_pause=0.01)


def test_too_many_requests_are_no_full_queue_and_the_pause_that_the_server_names_is_kept(fake: FakeGradio) -> None:
    refusing(fake, 1, 429, b"<html>Too many requests</html>", retry_after="1")
    begin = time.monotonic()
    told = heard(fake, LIMITED)
    assert time.monotonic() - begin >= 1.0
    (waiting,) = [entry for entry in told if entry.level == "warning"]
    assert (waiting.stage, waiting.message) == (
        "queued",
        "The server has had too many requests from here; HARP asks again in 1 s.",
    )
    assert joins(fake) == 2


@pytest.mark.parametrize(("headers", "attempts"), [({}, 4), ({"retry_after": "3600"}, 1)])
def test_a_server_that_counts_requests_is_not_waited_for_longer_than_allowed(
    fake: FakeGradio, headers: dict[str, str], attempts: int
) -> None:
    refusing(fake, 1_000_000, 429, b"{}", **headers)
    settings = replace(LIMITED, rate_limit_wait=0.3, retry_jitter=0.0, queue_full_pause=0.04)
    with raises("rate_limited") as caught:
        process(fake, settings)
    assert joins(fake) <= attempts
    assert ("3600" in caught.value.detail) == bool(headers)


@pytest.mark.parametrize("body", [b"<html>503</html>", b'{"detail": "Queue is stopped."}'])
def test_a_server_that_is_started_again_is_waited_for_and_not_called_full(fake: FakeGradio, body: bytes) -> None:
    refusing(fake, 3, 503, body)
    (waiting,) = [entry for entry in heard(fake, RESTARTING) if entry.level == "warning"]
    assert waiting.stage == "queued"
    assert "not ready" in waiting.message
    assert joins(fake) == 4
    assert len(fake.seen("/gradio_api/upload")) == 1


def test_a_server_that_does_not_come_back_is_lost(fake: FakeGradio) -> None:
    refusing(fake, 1_000_000, 503, b"")
    heard(fake, replace(RESTARTING, restart_wait=0.3), "server_lost")
    assert 3 <= joins(fake) <= 20


# After the result is there, or the job in the queue, being told to come back later loses neither.
LATER = replace(BRISK, restart_wait=60.0, restart_pause=0.01, rate_limit_wait=60.0, queue_full_pause=0.01)


@pytest.mark.parametrize(("status", "said"), [(503, "not ready"), (429, "too many requests")])
@pytest.mark.parametrize(("route", "stage"), [("file", "downloading"), ("/gradio_api/queue/data", "queued")])
def test_what_the_server_has_for_us_is_asked_for_until_it_is_ready_to_give_it(
    fake: FakeGradio, route: str, stage: str, status: int, said: str
) -> None:
    usual = {"file": fake._file, "/gradio_api/queue/data": fake._data}[route]
    left = [0]

    async def later(request: Request, answer: Answer) -> None:
        left[0] -= 1
        await (usual(request, answer) if left[0] < 0 else answer.send(status, b"<html>", retry_after="0"))

    async def joined(request: Request, answer: Answer) -> None:
        left[0] = 6 * (request.json()["fn_index"] == 8)
        await fake._join(request, answer)

    fake.routes |= {"/gradio_api/queue/join": joined, route: later}
    told = [entry for entry in heard(fake, LATER) if said in entry.message]
    assert {(entry.stage, entry.level) for entry in told} == {(stage, "warning")}
    assert joins(fake) == 1


@pytest.mark.parametrize(
    ("status", "body", "code", "words"),
    [
        (401, b'{"detail": "Not authenticated"}', "login_required", "Not authenticated"),
        (403, b'{"detail": "File not allowed"}', "result_invalid", "File not allowed"),
        (404, b"", "result_invalid", ""),
        (429, b"", "rate_limited", ""),
        (504, b"", "server_lost", ""),
    ],
)
def test_each_way_in_which_a_result_can_be_refused(
    fake: FakeGradio, status: int, body: bytes, code: str, words: str
) -> None:
    fake.routes["file"] = answering(status, body)
    with raises(code) as caught:
        process(fake)
    assert caught.value.message.startswith(words)
    assert f"status {status}" in caught.value.detail


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("5", 5.0), ("", None), ("soon", None), ("-1", None), ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0), ("9" * 12, None)],
)
def test_the_pause_that_a_server_asks_for_is_a_number_or_a_date(said: str, seconds: float | None) -> None:
    assert replies.seconds(said) == seconds


def test_a_date_in_the_future_is_a_pause() -> None:
    then = datetime.now(timezone.utc) + timedelta(seconds=100)
    found = replies.seconds(format_datetime(then, usegmt=True))
    assert found is not None
    assert 0 < found <= 100


def test_a_queue_that_stays_full_fails_in_the_end(fake: FakeGradio) -> None:
    full(fake, 1_000_000)
    heard(fake, replace(PATIENT, queue_full_wait=1.0), "queue_full")
    joined = len(fake.seen("/gradio_api/queue/join"))
    assert 3 <= joined <= 20


def test_a_job_that_is_cancelled_in_front_of_a_full_queue_stops_asking(fake: FakeGradio) -> None:
    full(fake, 1_000_000, retry_after="300")
    told: list[Progress] = []

    async def work() -> int:
        async with Client(replace(PATIENT, queue_full_wait=3600.0)) as client:
            job = asyncio.create_task(client.process(fake.address, noise(), 44100, on_progress=told.append))
            await until(lambda: [entry for entry in told if entry.level == "warning"], "it waits")
            job.cancel()
            await asyncio.wait([job], timeout=30)
            assert job.cancelled(), "it waits for as long as the server wishes"
            await until(lambda: not client._background, "nothing goes on in the background")
            return len(fake.seen("/gradio_api/queue/join"))

    asked = run(work())
    assert len(fake.seen("/gradio_api/queue/join")) == asked


# --- trying again -----------------------------------------------------------------------------------------------------


def test_nothing_is_submitted_again_after_the_model_has_started(fake: FakeGradio) -> None:
    async def breaks(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        raise ConnectionResetError

    fake.events = breaks
    with raises("server_lost"):
        process(fake)
    assert len([entry for entry in fake.seen("/gradio_api/queue/join") if entry.json()["fn_index"] == 8]) == 1
    assert fake.wait_for("/gradio_api/cancel").json()["event_id"] == "event-1"


def test_retries_of_many_jobs_do_not_come_back_together(fake: FakeGradio, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    usual = asyncio.sleep

    async def noted(seconds: float, *rest: object) -> None:
        if 0.01 <= seconds <= 0.015:
            pauses.append(seconds)
        await usual(seconds)

    monkeypatch.setattr("harp_bridge._transport.link.asyncio.sleep", noted)

    async def busy(request: Request, answer: Answer) -> None:
        await answer.send(503, b"busy")

    fake.routes["file"] = busy

    async def work() -> None:
        async with Client(BRISK) as client:
            jobs = [client.process(fake.address, noise(), 44100) for _ in range(8)]
            await asyncio.gather(*jobs, return_exceptions=True)

    run(work())
    assert len(pauses) >= 8
    assert len({round(seconds, 6) for seconds in pauses}) >= 8


# --- the model's own words --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("log", "words", "level"),
    [
        ({"log": "Loading.", "level": "info", "title": "Info"}, "Loading.", "info"),
        ({"log": "Loud.", "level": "warning", "title": "Clipping"}, "Clipping: Loud.", "warning"),
        ({"log": "Ready.", "level": "success", "title": "Success"}, "Ready.", "success"),
        ({"log": "Old.", "level": "warning"}, "Old.", "warning"),
        ({"log": "Odd.", "level": "new"}, "Odd.", "info"),
    ],
)
def test_what_a_model_says_comes_with_its_level_and_title(
    fake: FakeGradio, log: dict[str, object], words: str, level: str
) -> None:
    async def says(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        yield {"msg": "log", **log}
        async for message in echo(server, data):
            yield message

    fake.events = says
    said = {(entry.message, entry.level, entry.stage) for entry in heard(fake, BRISK) if entry.message}
    assert said == {(words, level, "running")}


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ({"error": "Too long.", "title": "Error"}, "Too long."),
        ({"error": "Too long.", "title": "Limit"}, "Limit: Too long."),
        ({"error": None, "title": "Limit"}, "Limit"),
        ({"error": "'Too long.'"}, "Too long."),
        ({"error": '"It\'s too long."'}, "It's too long."),
        ({"error": "'"}, "'"),
        ({"error": "'a' is not 'b'"}, "'a' is not 'b'"),
    ],
)
def test_the_text_and_title_of_an_error_arrive(fake: FakeGradio, output: dict[str, object], words: str) -> None:
    async def fails(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_completed", "success": False, "output": output}

    fake.events = fails
    with raises("server_error") as caught:
        process(fake)
    assert caught.value.message == words


def test_the_last_word_is_done(fake: FakeGradio) -> None:
    told = heard(fake, BRISK)
    assert told[-1] == Progress("done")
    assert np.array_equal(process(fake).samples, noise())
