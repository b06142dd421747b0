# SPDX-License-Identifier: MIT
"""The queue of Gradio 3, which is a web socket: what is said there, and what is done when it misbehaves."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Client, Progress

from .apps.published import PUBLISHED
from .asking import BRISK, process
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises, run, until, wav

GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Socket:
    """The server's end, written out: unmasked there, masked back."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    async def frame(self, kind: int, content: bytes, *, last: bool = True, bits: int = 0) -> None:
        size = len(content)
        head = bytes([kind | (0x80 if last else 0) | bits])
        if size < 126:
            head += bytes([size])
        else:
            head += bytes([126]) + size.to_bytes(2, "big") if size < 65536 else bytes([127]) + size.to_bytes(8, "big")
        await self.answer.raw(head + content)

    async def say(self, message: dict[str, object]) -> None:
        await self.frame(TEXT, json.dumps(message).encode())

    async def heard(self) -> tuple[int, bytes]:
        reader = self.answer.reader
        first, second = await reader.readexactly(2)
        assert second & 0x80, "what a client sends is masked"
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(await reader.readexactly(2 if size == 126 else 8), "big")
        mask = await reader.readexactly(4)
        content = await reader.readexactly(size)
        return first & 0x0F, bytes(byte ^ mask[place % 4] for place, byte in enumerate(content))

    async def asked(self, what: str) -> dict[str, Any]:
        await self.say({"msg": what})
        kind, content = await self.heard()
        assert kind == TEXT
        found = json.loads(content)
        assert isinstance(found, dict)
        return found


Script = Callable[[Socket, list[Any]], Awaitable[None]]


@pytest.fixture
def gradio3(fake: FakeGradio) -> FakeGradio:
    """With a queue; a plain request would give back what was sent as well."""
    fake.prefix = ""
    queued = {"api_name": "wav2wav", "inputs": [1, 2, 3], "queue": None}
    fake.config = {
        "version": "3.50.2",
        "enable_queue": True,
        "dependencies": [{"api_name": "wav2wav-ctrls", "inputs": []}, queued],
    }

    async def describe(request: Request, answer: Answer) -> None:
        await answer.json(200, {"data": [PUBLISHED["0.1.0"][1]], "is_generating": False})

    async def work(request: Request, answer: Answer) -> None:
        data = request.json()["data"]
        assert isinstance(data, list)
        await answer.json(200, {"data": [data[1]], "is_generating": False})

    async def sound(request: Request, answer: Answer) -> None:
        await answer.send(200, wav(noise()))

    fake.routes |= {"/run/wav2wav-ctrls": describe, "/run/wav2wav": work, "file": sound}
    return fake


def queue(fake: FakeGradio, script: Script) -> list[dict[str, Any]]:
    """`script` says what comes after the arguments were taken. Gives who joined."""
    joined: list[dict[str, Any]] = []

    async def join(request: Request, answer: Answer) -> None:
        key = request.headers["sec-websocket-key"] + GUID
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        assert request.headers["upgrade"] == "websocket" and request.headers["sec-websocket-version"] == "13"
        await answer.head(101, {"upgrade": "websocket", "connection": "Upgrade", "sec-websocket-accept": accept})
        answer.keep = False
        socket = Socket(answer)
        joined.append(await socket.asked("send_hash"))
        await socket.say({"msg": "estimation", "rank": 2, "queue_size": 5, "rank_eta": 1.5})
        given = await socket.asked("send_data")
        assert given["session_hash"] == joined[-1]["session_hash"] and given["fn_index"] == 1
        await socket.say({"msg": "process_starts"})
        await script(socket, given["data"])

    fake.routes["/queue/join"] = join
    return joined


async def done(socket: Socket, data: list[Any]) -> None:
    await socket.say({"msg": "process_completed", "success": True, "output": {"data": [data[1]]}})
    await socket.frame(CLOSE, b"\x03\xe8")


def heard(fake: FakeGradio, settings: harp_bridge.Settings = BRISK) -> list[Progress]:
    told: list[Progress] = []
    result = harp_bridge.process(fake.address, noise(), 44100, on_progress=told.append, settings=settings)
    assert np.array_equal(result.samples, noise())
    return told


def test_the_queue_of_gradio_3_tells_the_place_the_progress_and_the_words_of_the_model(gradio3: FakeGradio) -> None:
    async def says(socket: Socket, data: list[Any]) -> None:
        await socket.say({"msg": "progress", "progress_data": [{"progress": 0.5, "desc": "half", "unit": "steps"}]})
        await socket.say({"msg": "log", "log": "a good word", "level": "info"})
        await done(socket, data)

    joined = queue(gradio3, says)
    told = heard(gradio3)
    assert [(entry.rank, entry.queue_size, entry.eta) for entry in told if entry.rank is not None] == [(2, 5, 1.5)]
    assert (0.5, "half") in [(entry.fraction, entry.message) for entry in told if entry.stage == "running"]
    assert ("a good word", "info") in [(entry.message, entry.level) for entry in told if entry.stage == "running"]
    (who,) = joined
    assert who["fn_index"] == 1 and len(who["session_hash"]) >= 32
    assert not gradio3.seen("/run/wav2wav")


def test_what_a_socket_may_do_is_understood(gradio3: FakeGradio) -> None:
    pongs: list[tuple[int, bytes]] = []

    async def odd(socket: Socket, data: list[Any]) -> None:
        await socket.frame(PING, b"are you there?")
        pongs.append(await socket.heard())
        await socket.frame(PONG, b"nobody asked")
        whole = json.dumps({"msg": "log", "log": "w" * 70_000, "level": "info"}).encode()
        await socket.frame(TEXT, whole[:5], last=False)
        await socket.frame(PING, b"")
        pongs.append(await socket.heard())
        await socket.frame(0, whole[5:])
        await done(socket, data)

    queue(gradio3, odd)
    assert any(entry.message.startswith("www") for entry in heard(gradio3))
    assert pongs == [(PONG, b"are you there?"), (PONG, b"")]


def test_a_silent_server_that_answers_pings_is_alive(gradio3: FakeGradio) -> None:
    async def thinks(socket: Socket, data: list[Any]) -> None:
        for _ in range(5):
            kind, content = await socket.heard()
            assert kind == PING
            await socket.frame(PONG, content)
        await done(socket, data)

    queue(gradio3, thinks)
    heard(gradio3, replace(BRISK, silence_notice=0.4))


def test_a_server_that_answers_not_even_pings_is_given_up(gradio3: FakeGradio) -> None:
    async def freezes(socket: Socket, data: list[Any]) -> None:
        await asyncio.sleep(3600)

    queue(gradio3, freezes)
    with raises("no_sign_of_life"):
        process(gradio3, replace(BRISK, silence_notice=0.2, idle_timeout=3.0))


def test_the_text_of_an_error_of_gradio_3_arrives(gradio3: FakeGradio) -> None:
    async def fails(socket: Socket, data: list[Any]) -> None:
        await socket.say({"msg": "process_completed", "success": False, "output": {"error": "'Too long.'"}})

    queue(gradio3, fails)
    with raises("server_error") as caught:
        process(gradio3)
    assert caught.value.message == "Too long."


@pytest.mark.parametrize(
    ("script", "code"),
    [
        (lambda socket, data: socket.frame(TEXT, b"no JSON"), "result_invalid"),
        (lambda socket, data: socket.frame(TEXT, b"{}", bits=0x40), "result_invalid"),
        (lambda socket, data: socket.frame(3, b""), "result_invalid"),
        (lambda socket, data: socket.answer.raw(b"\x81\x7f" + (1 << 40).to_bytes(8, "big")), "result_invalid"),
        (lambda socket, data: socket.frame(CLOSE, b""), "server_lost"),
        (lambda socket, data: asyncio.sleep(0, socket.answer.hang_up()), "server_lost"),
        (lambda socket, data: socket.answer.raw(b"\x81"), "server_lost"),
    ],
    ids=["no JSON", "compressed", "unknown kind", "endless", "closed", "cut", "half a frame"],
)
def test_a_socket_that_misbehaves_ends_the_job_once(gradio3: FakeGradio, script: Script, code: str) -> None:
    joined = queue(gradio3, script)
    with raises(code):
        process(gradio3)
    assert len(joined) == 1 and not gradio3.seen("/run/wav2wav"), "nothing is submitted twice"


def test_a_full_queue_of_gradio_3_is_waited_for(gradio3: FakeGradio) -> None:
    joined = queue(gradio3, done)
    usual, left = gradio3.routes["/queue/join"], [2]

    async def full(request: Request, answer: Answer) -> None:
        left[0] -= 1
        if left[0] < 0:
            await usual(request, answer)
            return
        key = request.headers["sec-websocket-key"] + GUID
        accept = base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()
        await answer.head(101, {"upgrade": "websocket", "connection": "Upgrade", "sec-websocket-accept": accept})
        answer.keep = False
        socket = Socket(answer)
        await socket.asked("send_hash")
        await socket.say({"msg": "queue_full"})

    gradio3.routes["/queue/join"] = full
    told = heard(gradio3, replace(BRISK, queue_full_wait=60.0, queue_full_pause=0.01))
    assert [entry.stage for entry in told if "queue is full" in entry.message] == ["queued"]
    assert len(joined) == 1


@pytest.mark.parametrize("status", [400, 403, 404, 426, 502])
def test_where_no_socket_can_be_had_the_model_is_asked_plainly(gradio3: FakeGradio, status: int) -> None:
    async def refuses(request: Request, answer: Answer) -> None:
        await answer.send(status, b"")

    gradio3.routes["/queue/join"] = refuses
    heard(gradio3)
    assert len(gradio3.seen("/run/wav2wav")) == 1


@pytest.mark.parametrize(("status", "said"), [(503, "not ready"), (429, "too many requests")])
def test_a_queue_that_is_not_ready_is_not_passed_by(gradio3: FakeGradio, status: int, said: str) -> None:
    joined = queue(gradio3, done)
    usual, left = gradio3.routes["/queue/join"], [2]

    async def busy(request: Request, answer: Answer) -> None:
        left[0] -= 1
        await (usual(request, answer) if left[0] < 0 else answer.send(status, b"<html>"))

    gradio3.routes["/queue/join"] = busy
    patient = {"restart_wait": 60.0, "rate_limit_wait": 60.0, "restart_pause": 0.01, "queue_full_pause": 0.01}
    told = heard(gradio3, replace(BRISK, **patient))  # type: ignore[arg-type]
    assert {(entry.stage, entry.level) for entry in told if said in entry.message} == {("queued", "warning")}
    assert len(joined) == 1 and not gradio3.seen("/run/wav2wav")


def test_cancelling_closes_the_socket_at_once(gradio3: FakeGradio) -> None:
    closed: list[bytes] = []

    async def works(socket: Socket, data: list[Any]) -> None:
        closed.append(await socket.answer.reader.read())

    queue(gradio3, works)
    told: list[Progress] = []

    async def work() -> None:
        async with Client(BRISK) as client:
            job = asyncio.create_task(client.process(gradio3.address, noise(), 44100, on_progress=told.append))
            await until(lambda: told and told[-1].stage == "running", "the model runs")
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            await until(lambda: closed, "the server sees that nobody listens")

    run(work())
