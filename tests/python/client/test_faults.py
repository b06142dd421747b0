# SPDX-License-Identifier: MIT
"""Servers that fail, refuse, or fall silent in the middle of a job."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpcore
import numpy as np
import pytest
from harp_bridge import Client, Settings
from harp_bridge._places.finder import Finder

from .asking import BRISK, describe, process
from .fake_gradio import Answer, FakeGradio, Request, echo
from .helpers import noise, raises, run


def test_a_server_that_falls_silent_shows_no_sign_of_life(fake: FakeGradio) -> None:
    async def freeze(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        await asyncio.sleep(3600)

    fake.events = freeze
    with raises("no_sign_of_life"):
        process(fake, Settings(idle_timeout=2.0))
    assert fake.wait_for("/gradio_api/cancel").json()["event_id"] == "event-1"


def test_heartbeats_keep_a_quiet_job_alive(fake: FakeGradio) -> None:
    async def think(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        for _ in range(8):
            await asyncio.sleep(0.5)
            yield {"msg": "heartbeat", "event_id": None}
        async for message in echo(server, data):
            yield message

    fake.events = think
    assert np.array_equal(process(fake, Settings(idle_timeout=3.0)).samples, noise())


@pytest.mark.parametrize("last", [b"", b'data: {"msg": "process_st'])
def test_a_stream_that_breaks_is_a_lost_server(fake: FakeGradio, last: bytes) -> None:
    async def vanish(request: Request, answer: Answer) -> None:
        await answer.head(200, {"transfer-encoding": "chunked"})
        if last:
            await answer.chunk(last)
        answer.hang_up()

    describe(fake)
    usual = fake._data

    async def data(request: Request, answer: Answer) -> None:
        session = request.query["session_hash"][0]
        await (usual if fake._jobs[session][0] == 3 else vanish)(request, answer)

    fake.routes["/gradio_api/queue/data"] = data
    with raises("server_lost"):
        process(fake)
    assert len([entry for entry in fake.seen("/gradio_api/queue/join") if entry.json()["fn_index"] == 8]) == 1


@pytest.mark.parametrize(
    ("event", "code", "words"),
    [
        ({"msg": "process_completed", "success": False, "output": {"error": "Boom."}}, "server_error", "Boom."),
        ({"msg": "process_completed", "success": False, "output": {"error": None}}, "server_error", ""),
        ({"msg": "process_completed", "success": True, "output": {}}, "server_error", ""),
        ({"msg": "process_completed", "success": True, "output": {"data": []}}, "result_missing", ""),
        ({"msg": "process_completed", "success": True, "output": {"data": [None]}}, "result_missing", ""),
        ({"msg": "process_completed", "success": True, "output": {"data": ["x"]}}, "result_invalid", ""),
        ({"msg": "process_completed", "success": True, "output": {"data": {}}}, "result_invalid", ""),
        ({"msg": "process_completed", "success": True, "output": []}, "result_invalid", ""),
        ({"msg": "unexpected_error", "message": "Out of cheese."}, "server_error", "Out of cheese."),
        ({"msg": "unexpected_error", "message": "404", "session_not_found": True}, "server_lost", "404"),
        ({"msg": "unexpected_error", "message": "Server stopped unexpectedly."}, "server_lost", "Server stopped"),
        ({"msg": "close_stream"}, "server_lost", ""),
    ],
)
def test_each_way_in_which_a_job_can_end_badly(
    fake: FakeGradio, event: dict[str, object], code: str, words: str
) -> None:
    async def one(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield event

    fake.events = one
    with raises(code) as caught:
        process(fake)
    assert caught.value.message.startswith(words)


@pytest.mark.parametrize(
    ("route", "status", "body", "code", "words"),
    [
        ("queue/join", 503, {"detail": "Queue is full. Max size is 3."}, "queue_full", "Queue is full"),
        ("queue/join", 429, {"detail": "slow down"}, "rate_limited", "slow down"),
        ("queue/join", 429, "Too many requests", "rate_limited", ""),
        ("queue/join", 503, {"detail": "Queue is stopped."}, "server_lost", "Queue is stopped."),
        ("queue/join", 503, "Service unavailable", "server_lost", ""),
        ("queue/join", 502, "Bad gateway", "server_lost", ""),
        ("queue/join", 400, {"detail": "odd"}, "server_error", "odd"),
        ("queue/join", 401, {"detail": "Not authenticated"}, "login_required", ""),
        ("upload", 413, {"detail": "File too large"}, "upload_refused", "File too large"),
        ("upload", 401, {"detail": "Not authenticated"}, "login_required", ""),
        ("upload", 429, "Too many requests", "rate_limited", ""),
        ("upload", 503, "Service unavailable", "server_lost", ""),
        ("upload", 200, {"not": "a list"}, "upload_refused", ""),
        ("upload", 200, [], "upload_refused", ""),
        ("upload", 200, [7], "upload_refused", ""),
    ],
)
def test_each_way_in_which_a_request_can_be_refused(
    fake: FakeGradio, route: str, status: int, body: object, code: str, words: str
) -> None:
    describe(fake)
    usual = fake._join

    async def refuse(request: Request, answer: Answer) -> None:
        if route == "queue/join" and request.json()["fn_index"] == 3:
            await usual(request, answer)
        else:
            await answer.send(status, json.dumps(body).encode())

    fake.routes[f"/gradio_api/{route}"] = refuse
    with raises(code) as caught:
        process(fake)
    assert caught.value.message.startswith(words)


def failing_at_first(times: int, usual: Callable[[Request, Answer], Awaitable[None]], *, hang_up: bool) -> object:
    left = [times]

    async def handler(request: Request, answer: Answer) -> None:
        left[0] -= 1
        if left[0] >= 0:
            if hang_up:
                answer.hang_up()
            else:
                await answer.send(503, b"busy")
        else:
            await usual(request, answer)

    return handler


@pytest.mark.parametrize("hang_up", [True, False], ids=["cut", "busy"])
@pytest.mark.parametrize("route", ["/config", "/gradio_api/upload", "file"])
def test_what_may_be_repeated_is_repeated(fake: FakeGradio, route: str, hang_up: bool) -> None:
    usual = {"/config": fake._config, "/gradio_api/upload": fake._upload, "file": fake._file}[route]
    fake.routes[route] = failing_at_first(2, usual, hang_up=hang_up)  # type: ignore[assignment]
    assert np.array_equal(process(fake).samples, noise())
    assert len([entry for entry in fake.seen("/gradio_api/queue/join") if entry.json()["fn_index"] == 8]) == 1


class Slow(httpcore.AsyncNetworkBackend):
    """The way to a host; of its connections, some take too long to be made."""

    def __init__(self) -> None:
        self.late: set[int] = set()
        self.asked = 0
        self._way = httpcore.AnyIOBackend()

    async def connect_tcp(self, *place: Any, **options: Any) -> httpcore.AsyncNetworkStream:
        self.asked += 1
        if self.asked in self.late:
            raise httpcore.ConnectTimeout
        return await self._way.connect_tcp(*place, **options)


def test_a_connection_that_could_not_be_made_in_time_is_tried_again(
    fake: FakeGradio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it was for, once the server has shown that it is there."""
    way = Slow()
    monkeypatch.setattr(httpcore._async.connection, "AutoBackend", lambda: way)
    monkeypatch.setattr(httpcore._async.connection_pool, "AutoBackend", lambda: way)
    one_each = replace(BRISK, keepalive=0.0, retry_pauses=(0.001,), far_round_trip=3600.0)
    process(fake, one_each)
    count = way.asked
    assert count > 5
    for late in range(2, count + 1):
        way.asked, way.late = 0, {late}
        assert np.array_equal(process(fake, one_each).samples, noise()), f"connection {late} of {count}"
        assert way.asked == count + 1
    way.asked, way.late = 0, {1}  # of a mistyped address it shall be heard soon
    with raises("host_unreachable"):
        process(fake, one_each)
    assert way.asked == 1


def test_a_way_that_stays_wrong_although_somebody_has_just_found_it_again_is_an_ordinary_error(
    fake: FakeGradio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Finder, "forget", lambda finder, typed: None)  # another job has found it in the same moment

    async def work() -> None:
        async with Client(BRISK) as client:
            await client.describe(fake.address)
            fake.config = {"version": "6.0.0"}
            with raises("not_gradio"):
                await client.describe(fake.address)

    run(work())


def test_the_job_itself_is_never_submitted_twice(fake: FakeGradio) -> None:
    describe(fake)
    usual = fake._join

    async def cut(request: Request, answer: Answer) -> None:
        if request.json()["fn_index"] == 8:
            answer.hang_up()
        else:
            await usual(request, answer)

    fake.routes["/gradio_api/queue/join"] = cut
    with raises("server_lost"):
        process(fake)
    assert len([entry for entry in fake.seen("/gradio_api/queue/join") if entry.json()["fn_index"] == 8]) == 1
