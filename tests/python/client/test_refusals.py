# SPDX-License-Identifier: MIT
"""Full queues, limits of requests and restarts: waited for, and in the end told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from harp_bridge import Client, Progress
from harp_bridge._transport import replies

from .asking import BRISK, answering, heard, process
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises, run, until


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
