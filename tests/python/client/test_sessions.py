# SPDX-License-Identifier: MIT
"""Cancellation, sessions, connections and progress, as the server sees them."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import select
from collections.abc import AsyncIterator

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Client, Progress, Settings
from harp_bridge._transport.connections import Pool, _Shared
from harp_bridge._transport.link import Link

from .asking import describe
from .fake_gradio import Answer, FakeGradio, Request, echo
from .helpers import noise, raises, run, until
from .storm import all_idle

# With a busy machine, where a server hears and answers late, and is not looked at again for that.
PATIENT = Settings(cancel_wait=60.0, drain_wait=60.0, keepalive=60.0, tick=60.0, far_round_trip=3600.0)


async def never(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "estimation", "rank": 3, "queue_size": 4, "rank_eta": None}
    await asyncio.sleep(3600)


def test_cancelling_tells_the_server_session_function_and_event(fake: FakeGradio) -> None:
    fake.events = never

    async def work() -> None:
        async with Client(PATIENT) as client:
            job = asyncio.create_task(client.process(fake.address, noise(), 44100))
            await until(lambda: fake.open_streams == 1, "the job waits")
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job

    run(work())
    (cancel,) = fake.seen("/gradio_api/cancel")
    joined = fake.seen("/gradio_api/queue/join")[-1].json()
    assert cancel.json() == {"session_hash": joined["session_hash"], "fn_index": 8, "event_id": "event-1"}


def test_a_job_cancelled_while_it_joins_is_taken_back_as_soon_as_its_name_is_known(fake: FakeGradio) -> None:
    describe(fake)
    usual = fake._join
    asked: list[Request] = []
    released: list[bool] = []

    async def slow(request: Request, answer: Answer) -> None:
        if request.json()["fn_index"] == 8:
            asked.append(request)
            await until(lambda: released, "the cancelled job has ended")
        await usual(request, answer)

    fake.routes["/gradio_api/queue/join"] = slow

    async def work() -> None:
        async with Client(PATIENT) as client:
            job = asyncio.create_task(client.process(fake.address, noise(), 44100))
            await until(lambda: asked, "the job joins")
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            released.append(True)  # only now does the server answer

    run(work())
    assert fake.wait_for("/gradio_api/cancel").json()["event_id"] == "event-2"


def test_closing_does_not_wait_for_a_server_that_no_longer_answers(fake: FakeGradio) -> None:
    fake.events = never

    async def deaf(request: Request, answer: Answer) -> None:
        await asyncio.sleep(3600)

    fake.routes["/gradio_api/cancel"] = deaf

    async def work() -> None:
        # The limit of this test is far below the time for which an answer would be waited for.
        async with Client(Settings(cancel_wait=0.3, reply_timeout=3600.0, idle_timeout=3600.0)) as client:
            job = asyncio.create_task(client.process(fake.address, noise(), 44100))
            await until(lambda: fake.open_streams == 1, "the job waits")
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job

    run(work())


def test_each_job_has_a_session_an_affinity_and_cookies_of_its_own(fake: FakeGradio) -> None:
    async def config(request: Request, answer: Answer) -> None:
        body = json.dumps(fake.config).encode()
        await answer.send(200, body, set_cookie=f"replica={len(fake.seen('/config'))}")

    fake.routes["/config"] = config

    async def work() -> None:
        async with Client(PATIENT) as client:
            await asyncio.gather(*[client.process(fake.address, noise(), 44100) for _ in range(3)])

    run(work())
    joins = [entry for entry in fake.seen("/gradio_api/queue/join") if entry.json()["fn_index"] == 8]
    sessions = {str(entry.json()["session_hash"]) for entry in joins}
    affinities = {entry.headers["x-session-id"] for entry in joins}
    assert len(sessions) == len(affinities) == 3
    assert all(len(session) >= 32 for session in sessions)
    assert not sessions & affinities
    for affinity in affinities:
        own = [entry for entry in fake.requests if entry.headers["x-session-id"] == affinity]
        assert own[0].path == "/config"
        assert len({entry.headers.get("cookie") for entry in own[1:]}) == 1
        assert own[1].headers["cookie"].startswith("replica=")


def test_connections_are_used_again(fake: FakeGradio) -> None:
    async def work() -> None:
        async with Client(PATIENT) as client:
            for _ in range(5):
                await client.process(fake.address, noise(), 44100)

    run(work())
    assert len(fake.requests) >= 25
    assert fake.connections <= 2


@pytest.mark.parametrize("steps", range(1, 7))
def test_cancelling_a_request_leaves_no_connection_open(fake: FakeGradio, steps: int) -> None:
    """Connections that the server has given up are closed in the name of whichever request comes next."""

    async def work() -> None:
        pool = Pool(PATIENT)
        link = Link(pool, fake.address, PATIENT)
        await asyncio.gather(*[link.get("/config") for _ in range(4)])
        transport = pool.transport(False)
        assert isinstance(transport, _Shared)
        opened = [connection._connection._network_stream for connection in transport._inner._pool.connections]  # type: ignore[attr-defined]
        assert len(opened) == 4
        fake.hang_up()
        sockets = [stream.get_extra_info("socket") for stream in opened]
        await until(lambda: all(select.select([each], [], [], 0)[0] for each in sockets), "they are given up")
        request = asyncio.create_task(link.get("/config"))
        for _ in range(steps):
            await asyncio.sleep(0)
        request.cancel()
        await asyncio.wait([request])
        await pool.aclose()
        await until(lambda: all(each.fileno() == -1 for each in sockets), "all are closed")

    run(work())


def test_a_request_that_is_cancelled_at_any_moment_gives_its_connection_back() -> None:
    async def answering(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while await reader.readuntil(b"\r\n\r\n"):
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        writer.close()

    async def work() -> int:
        # In this very loop, so that a request always takes as many turns of it.
        server = await asyncio.start_server(answering, "127.0.0.1", 0)
        pool = Pool(PATIENT)
        link = Link(pool, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", PATIENT)
        for turns in itertools.count():
            request = asyncio.create_task(link.get("/"))
            for _ in range(turns):
                await asyncio.sleep(0)
            over = request.done()
            request.cancel()
            await asyncio.wait([request])
            await until(lambda: all_idle(pool), f"the connection is free after {turns} turns", 20)
            if over:
                break
        await pool.aclose()
        server.close()
        return turns

    assert run(work()) >= 8


def test_the_description_is_asked_again_only_when_the_app_was_started_anew(fake: FakeGradio) -> None:
    async def work() -> list[int]:
        counts = []
        async with Client() as client:
            for instance in (1, 1, 2):
                fake.config["app_id"] = instance
                await client.process(fake.address, noise(), 44100)
                asked = [entry for entry in fake.seen("/gradio_api/queue/join") if entry.json()["fn_index"] == 3]
                counts.append(len(asked))
        return counts

    assert run(work()) == [1, 1, 2]


@pytest.mark.parametrize(("root", "prefix"), [("", ""), ("/lab/one", "/gradio_api"), ("/lab", "")])
def test_apps_under_a_path_and_apps_without_a_prefix(root: str, prefix: str) -> None:
    fake = FakeGradio(root=root, prefix=prefix)
    try:
        result = harp_bridge.process(fake.address + "/", noise(), 44100)
        assert np.array_equal(result.samples, noise())
        assert result.description.address == fake.address
    finally:
        fake.stop()


def test_queue_and_progress_as_the_server_tells_them(fake: FakeGradio) -> None:
    async def queue(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "estimation", "rank": 2, "queue_size": 3, "rank_eta": 4.5}
        yield {"msg": "estimation", "rank": 1, "queue_size": 3, "rank_eta": 3.0}
        yield {"msg": "process_starts", "eta": 1.5}
        nested = [{"index": 1, "length": 4, "desc": "epoch"}, {"index": 9, "length": 10, "desc": "step"}]
        yield {"msg": "progress", "progress_data": nested}
        yield {"msg": "progress", "progress_data": [{"progress": 7.0}]}
        yield {"msg": "progress", "progress_data": [{"index": 3, "length": None}]}
        yield {"msg": "estimation", "rank": 9, "queue_size": 9}
        yield {"msg": "process_completed", "event_id": "another", "success": False, "output": {"error": "not ours"}}
        async for message in echo(server, data):
            yield message

    fake.events = queue
    heard: list[Progress] = []
    harp_bridge.process(fake.address, noise(), 44100, on_progress=heard.append, settings=PATIENT)
    assert [(e.rank, e.queue_size, e.eta) for e in heard if e.stage == "queued"] == [
        (None, None, None),
        (2, 3, 4.5),
        (1, 3, 3.0),
    ]
    running = [(entry.fraction, entry.message, entry.eta) for entry in heard if entry.stage == "running"]
    assert running == [(None, "", 1.5), (0.25, "step", None), (1.0, "", None), (None, "", None), (None, "", 0.5)]


def test_a_listener_that_fails_ends_the_job_on_the_server_too(fake: FakeGradio) -> None:
    def listener(progress: Progress) -> None:
        if progress.stage == "running":
            raise RuntimeError("the listener is broken")

    async def starts(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts", "eta": None}
        await asyncio.sleep(3600)

    fake.events = starts
    with pytest.raises(RuntimeError, match="broken"):
        harp_bridge.process(fake.address, noise(), 44100, on_progress=listener)
    fake.wait_for("/gradio_api/cancel")


def test_the_blocking_face_works_inside_of_a_running_loop(fake: FakeGradio) -> None:
    async def notebook() -> None:
        result = harp_bridge.process(fake.address, noise(), 44100)
        assert np.array_equal(result.samples, noise())
        with raises("control_unknown"):
            harp_bridge.process(fake.address, noise(), 44100, values={"Nothing": 1})

    run(notebook())
