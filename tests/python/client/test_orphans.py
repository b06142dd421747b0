# SPDX-License-Identifier: MIT
"""No job stays on a server that nobody waits for, not even one whose name was never heard."""

from __future__ import annotations

import asyncio
import json
import threading
import urllib.request
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from harp_bridge import Client, HarpError, Progress
from support.slow_proxy import SlowProxy

from .asking import BRISK
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises, run, until
from .real_gradio import RealGradio
from .storm import Leftovers

JOIN, STREAM, CANCEL = "/gradio_api/queue/join", "/gradio_api/queue/data", "/gradio_api/cancel"

# Waits long for nothing, and looks again soon.
SOON = replace(BRISK, late_look=0.01, late_answer=30.0, cancel_wait=30.0)


async def waits(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "estimation", "rank": 3, "queue_size": 4}
    await asyncio.sleep(3600)


Joins = Callable[[Request, Answer], Awaitable[None]]


def joined(fake: FakeGradio, how: Joins) -> None:
    """`how` answers whoever wants to process; descriptions are given as usual."""
    fake.events = waits

    async def join(request: Request, answer: Answer) -> None:
        await (fake._join if request.json()["fn_index"] == 3 else how)(request, answer)

    fake.routes[JOIN] = join


async def failed(client: Client, fake: FakeGradio) -> HarpError:
    with pytest.raises(HarpError) as caught:
        await client.process(fake.address, noise(), 44100)
    return caught.value


async def settled(client: Client) -> None:
    await until(lambda: not client._background, "nothing goes on in the background")


def after_the_join(fake: FakeGradio) -> list[tuple[str, str]]:
    """What the server heard of the session of the last job since it joined: the route, and the name of the job."""
    last = max(place for place, request in enumerate(fake.requests) if request.path == JOIN)
    session = fake.requests[last].json()["session_hash"]
    heard = []
    for request in fake.requests[last + 1 :]:
        if request.path == STREAM and request.query["session_hash"] == [session]:
            heard.append((STREAM, ""))
        elif request.path == CANCEL:
            assert request.json() | {"event_id": ""} == {"session_hash": session, "fn_index": 8, "event_id": ""}
            heard.append((CANCEL, str(request.json()["event_id"])))
    return heard


def test_a_job_whose_name_comes_too_late_is_taken_out_of_the_queue_and_cancelled(fake: FakeGradio) -> None:
    given_up = threading.Event()

    async def late(request: Request, answer: Answer) -> None:
        await until(given_up.is_set, "the client has given up")
        await fake._join(request, answer)

    joined(fake, late)

    async def work() -> None:
        async with Client(replace(SOON, idle_timeout=1.5)) as client:
            assert (await failed(client, fake)).code == "no_sign_of_life"
            given_up.set()
            await settled(client)

    run(work())
    # The stream first: only its end takes a job out of the queue of every Gradio.
    assert after_the_join(fake) == [(STREAM, ""), (CANCEL, "event-1")]


def test_a_job_that_is_cancelled_before_it_has_a_name_is_taken_out_of_the_queue_as_well(fake: FakeGradio) -> None:
    asked, cancelled = threading.Event(), threading.Event()

    async def late(request: Request, answer: Answer) -> None:
        asked.set()
        await until(cancelled.is_set, "the client has cancelled")
        await fake._join(request, answer)

    joined(fake, late)

    async def work() -> None:
        async with Client(SOON) as client:
            job = asyncio.create_task(client.process(fake.address, noise(), 44100))
            await until(asked.is_set, "the job joins")
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            assert client._background, "the server does not know yet"
            cancelled.set()
            await settled(client)

    run(work())
    assert after_the_join(fake) == [(STREAM, ""), (CANCEL, "event-1")]


def test_a_job_whose_name_was_lost_on_the_way_is_found_by_its_session(fake: FakeGradio) -> None:
    async def cut(request: Request, answer: Answer) -> None:
        body = request.json()
        fake._jobs[str(body["session_hash"])] = (8, [], "event-x")
        answer.hang_up()

    joined(fake, cut)

    async def work() -> None:
        async with Client(SOON) as client:
            assert (await failed(client, fake)).code == "server_lost"
            await settled(client)

    run(work())
    assert after_the_join(fake) == [(STREAM, ""), (CANCEL, "event-x")]


@pytest.mark.parametrize("status", [502, 504])
def test_a_job_that_a_proxy_may_have_handed_on_is_looked_for_and_not_submitted_again(
    fake: FakeGradio, status: int
) -> None:
    async def impatient(request: Request, answer: Answer) -> None:
        fake._jobs[str(request.json()["session_hash"])] = (8, [], "event-y")
        await answer.send(status, b"<html>Bad gateway</html>")

    joined(fake, impatient)

    async def work() -> None:
        async with Client(replace(SOON, restart_wait=60.0)) as client:
            assert (await failed(client, fake)).code == "server_lost"
            await settled(client)

    run(work())
    assert after_the_join(fake) == [(STREAM, ""), (CANCEL, "event-y")]


def test_a_job_of_which_the_server_says_nothing_is_cancelled_by_its_session(fake: FakeGradio) -> None:
    async def cut(request: Request, answer: Answer) -> None:
        fake._jobs[str(request.json()["session_hash"])] = (8, [], "event-s")
        answer.hang_up()

    async def silent(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield b": here\n\n"
        await asyncio.sleep(3600)

    joined(fake, cut)
    fake.events = silent

    async def work() -> None:
        async with Client(replace(SOON, late_event=0.2)) as client:
            assert (await failed(client, fake)).code == "server_lost"
            await settled(client)

    run(work())
    assert after_the_join(fake) == [(STREAM, ""), (CANCEL, "")]


def test_a_job_that_the_server_hears_of_late_is_found_when_it_is_there(fake: FakeGradio) -> None:
    async def cut(request: Request, answer: Answer) -> None:
        answer.hang_up()

    async def stream(request: Request, answer: Answer) -> None:
        await fake._data(request, answer)
        if request.query["session_hash"][0] not in fake._jobs:
            fake._jobs[request.query["session_hash"][0]] = (8, [], "event-z")

    joined(fake, cut)
    fake.routes[STREAM] = stream

    async def work() -> None:
        async with Client(SOON) as client:
            assert (await failed(client, fake)).code == "server_lost"
            await settled(client)

    run(work())
    assert after_the_join(fake) == [(STREAM, ""), (STREAM, ""), (CANCEL, "event-z")]


def test_a_server_that_never_got_the_job_is_asked_a_few_times_and_left_alone(fake: FakeGradio) -> None:
    async def cut(request: Request, answer: Answer) -> None:
        answer.hang_up()

    joined(fake, cut)

    async def work() -> None:
        async with Client(SOON) as client:
            assert (await failed(client, fake)).code == "server_lost"
            await settled(client)

    run(work())
    assert after_the_join(fake) == [(STREAM, "")] * 3


def test_a_job_that_was_refused_is_not_looked_for(fake: FakeGradio) -> None:
    async def refuses(request: Request, answer: Answer) -> None:
        await answer.json(422, {"detail": "no"})

    joined(fake, refuses)

    async def work() -> None:
        async with Client(SOON) as client:
            assert (await failed(client, fake)).code == "server_error"
            await settled(client)

    run(work())
    assert after_the_join(fake) == []


def test_a_job_that_has_ended_by_itself_is_not_cancelled(fake: FakeGradio) -> None:
    async def fails(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_completed", "success": False, "output": {"error": "Boom."}}

    fake.events = fails

    async def work() -> None:
        async with Client(SOON) as client:
            assert (await failed(client, fake)).message == "Boom."
            await settled(client)

    run(work())
    assert not fake.seen(CANCEL)


def test_closing_the_client_leaves_nothing_of_a_job_that_was_never_answered(tmp_path: Path) -> None:
    asked = threading.Event()

    async def never(request: Request, answer: Answer) -> None:
        asked.set()
        await asyncio.sleep(3600)

    async def work() -> None:
        before = asyncio.all_tasks()
        async with Client(replace(SOON, cancel_wait=0.1)) as client:
            job = asyncio.create_task(client.process(fake.address, noise(), 44100))
            await until(asked.is_set, "the job joins")
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
        await until(lambda: asyncio.all_tasks() == before, "no task is left")

    left = Leftovers(tmp_path)
    fake = FakeGradio()
    try:
        joined(fake, never)
        run(work())
    finally:
        fake.stop()
    left.assert_none()


@pytest.mark.parametrize("how", ["cut", "cancelled"])
def test_a_real_server_never_starts_a_job_whose_name_was_not_heard(gradio: RealGradio, how: str) -> None:
    def waiting() -> int:
        # A proxy that the machine uses for the outside must not be asked for loopback.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{gradio.address}/gradio_api/queue/status", timeout=60) as reply:
            return int(json.load(reply)["queue_size"])

    async def work() -> None:
        with SlowProxy(gradio.address) as between:
            async with Client() as direct, Client(SOON) as client:
                values = {"Prompt": f"slow before {how}"}
                first = asyncio.create_task(direct.process(gradio.address, noise(), 44100, values=values))
                await until(lambda: gradio.happened("step", prompt=values["Prompt"]), "the first job runs")

                joins = asyncio.Event()

                def heard(progress: Progress) -> None:
                    if progress.stage == "queued" and not progress.message and progress.rank is None:
                        between.hold_answers()  # the request to join goes next
                        joins.set()

                values = {"Prompt": f"orphan {how}"}
                orphan = asyncio.create_task(
                    client.process(between.address, noise(), 44100, values=values, on_progress=heard)
                )
                await joins.wait()
                while not await asyncio.to_thread(waiting):  # noqa: ASYNC110 (another process brings it about)
                    await asyncio.sleep(0.01)
                if how == "cut":
                    await asyncio.to_thread(between.cut)
                    between.pass_answers()
                    with raises("server_lost"):
                        await orphan
                else:
                    orphan.cancel()
                    with pytest.raises(asyncio.CancelledError):
                        await orphan
                    between.pass_answers()
                await until(lambda: not client._background, "the server was told")
                first.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await first
                await direct.process(gradio.address, noise(), 44100, values={"Prompt": f"after {how}"})
        assert gradio.happened("finished", prompt=f"after {how}")
        assert not gradio.happened("started", prompt=f"orphan {how}")

    run(work())
