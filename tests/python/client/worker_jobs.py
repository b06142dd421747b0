# SPDX-License-Identifier: MIT
"""Jobs told to a worker by the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from .fake_gradio import FakeGradio
from .helpers import noise
from .worker_process import Block, Message, WorkerProcess


def input_block(frames: int = 4410, seed: int = 1) -> Block:
    block = Block(2, frames)
    block.samples[:] = noise(frames, 2, seed).T
    return block


def start(worker: WorkerProcess, fake: FakeGradio, block: Block, job: int = 1, **more: object) -> None:
    channels, frames = block.samples.shape
    audio = [{"input": "0", "frames": frames, "channels": channels, "rate": 44100.0}]
    worker.say({"op": "process", "job": job, "address": fake.address, "values": {}, "audio": audio, **more}, block)


def finish(worker: WorkerProcess, job: int = 1) -> tuple[Message, Block]:
    need = worker.hear_until("need_block", job=job)
    block = Block(need["channels"], need["frames"])
    worker.say({"op": "block", "job": job, "output": need["output"]}, block)
    return worker.hear_until("done", job=job), block


def failure(worker: WorkerProcess, job: int = 1) -> Message:
    return worker.hear_until("failed", job=job)


async def never(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "process_starts", "eta": None}
    await asyncio.sleep(3600)
