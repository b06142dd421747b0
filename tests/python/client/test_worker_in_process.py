# SPDX-License-Identifier: MIT
"""The worker on a thread of this process, as an embedding program runs it, with a block mapper of its own."""

from __future__ import annotations

import json
import os
import socket
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from harp_bridge import FloatArray, _fetching
from harp_bridge._threads import Stop
from harp_bridge._worker import serve
from harp_bridge._worker.blocks import map_block

from .fake_gradio import FakeGradio
from .helpers import noise, wait_until
from .worker_process import Block

Message = dict[str, Any]


class Embedded:
    """The program's side, with a mapper that notes what it gave out."""

    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(120)
        self._lines = self._socket.makefile("rb")
        self.mapped: list[tuple[int, int, bool]] = []
        self._thread = threading.Thread(target=serve, args=(theirs.detach(), self._map))
        self._thread.start()

    def _map(self, fd: int, channels: int, frames: int, writable: bool) -> FloatArray:
        self.mapped.append((channels, frames, writable))
        return map_block(fd, channels, frames, writable)

    def say(self, message: Message, *blocks: Block) -> None:
        line = json.dumps({**message, "fds": len(blocks)}).encode() + b"\n"
        socket.send_fds(self._socket, [line], [block.fd for block in blocks])

    def hear(self) -> Message:
        message = json.loads(self._lines.readline())
        assert isinstance(message, dict)
        return message

    def hear_until(self, event: str) -> Message:
        while True:
            message = self.hear()
            if message["ev"] == event:
                return message
            assert message["ev"] in ("ready", "progress"), message

    def stop(self) -> None:
        self._lines.close()
        self._socket.close()
        self._thread.join(60)
        assert not self._thread.is_alive()


@pytest.fixture
def program() -> Iterator[Embedded]:
    embedded = Embedded()
    yield embedded
    embedded.stop()


def start(program: Embedded, fake: FakeGradio) -> None:
    block = Block(2, 5000)
    block.samples[:] = noise(5000).T
    audio = [{"input": "0", "frames": 5000, "channels": 2, "rate": 44100}]
    program.say({"op": "process", "job": 1, "address": fake.address, "values": {}, "audio": audio}, block)


def test_blocks_come_from_the_mapper_of_the_program(program: Embedded, fake: FakeGradio) -> None:
    start(program, fake)
    program.hear_until("need_block")
    result = Block(2, 5000)
    program.say({"op": "block", "job": 1, "output": "0"}, result)
    program.hear_until("done")
    assert np.array_equal(result.samples.T, noise(5000))
    assert program.mapped == [(2, 5000, False), (2, 5000, True)]


@pytest.mark.parametrize("step", ["inspect", "decode_into"])
def test_a_ping_is_answered_while_audio_is_decoded(
    program: Embedded, fake: FakeGradio, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """The step does not end before the ping was answered: on the event loop it never would be."""
    working, answered = threading.Event(), threading.Event()
    usual = getattr(_fetching, step)

    def slow(*arguments: object) -> object:
        working.set()
        assert answered.wait(60)
        return usual(*arguments)

    monkeypatch.setattr(_fetching, step, slow)
    start(program, fake)
    if step == "decode_into":
        program.hear_until("need_block")
        program.say({"op": "block", "job": 1, "output": "0"}, Block(2, 5000))
    assert working.wait(60)
    program.say({"op": "ping", "n": 5})
    assert program.hear_until("pong")["n"] == 5
    answered.set()
    if step == "inspect":
        program.hear_until("need_block")
        program.say({"op": "block", "job": 1, "output": "0"}, Block(2, 5000))
    program.hear_until("done")


def test_a_cancelled_job_waits_for_its_thread_before_it_says_ended(
    program: Embedded, fake: FakeGradio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the program would free memory that a thread still writes to."""
    working, cancelled = threading.Event(), threading.Event()
    seen: list[str] = []

    def slow(file: object, out: FloatArray, stop: Stop) -> int:
        working.set()
        assert cancelled.wait(60)
        while True:
            out[:] = 1.0
            try:
                stop.check()
            except BaseException:
                seen.append("left")
                raise

    monkeypatch.setattr(_fetching, "decode_into", slow)
    start(program, fake)
    program.hear_until("need_block")
    program.say({"op": "block", "job": 1, "output": "0"}, Block(2, 5000))
    assert working.wait(60)
    program.say({"op": "cancel", "job": 1})
    cancelled.set()
    program.hear_until("ended")
    assert seen == ["left"]


def test_nothing_is_left_open_when_the_program_leaves(fake: FakeGradio) -> None:
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(3):
        program = Embedded()
        start(program, fake)
        program.hear_until("need_block")
        program.stop()
    wait_until(lambda: len(os.listdir("/proc/self/fd")) <= before, "also the server has closed its ends")  # noqa: PTH208
