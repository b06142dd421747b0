# SPDX-License-Identifier: MIT
"""Asks the scripted server, with little patience."""

from __future__ import annotations

import io
from collections.abc import AsyncIterator, Awaitable, Callable

import harp_bridge
import numpy as np
import soundfile
from harp_bridge import FloatArray, Progress, Settings

from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises

# For answers that come: short pauses between attempts, and patience with a busy machine.
BRISK = Settings(
    retry_pauses=(0.01, 0.01),
    queue_full_wait=0.0,
    cancel_wait=60.0,
    drain_wait=60.0,
    rate_limit_wait=0.0,
    restart_wait=0.0,
)

# For answers that never come.
IMPATIENT = Settings(reply_timeout=0.4, idle_timeout=0.6, retry_pauses=(0.01, 0.01))


def describe(fake: FakeGradio, settings: Settings = BRISK) -> harp_bridge.Description:
    return harp_bridge.describe(fake.address, settings=settings)


def process(fake: FakeGradio, settings: Settings = BRISK) -> harp_bridge.Result:
    return harp_bridge.process(fake.address, noise(), 44100, settings=settings)


def returning(fake: FakeGradio, *values: object) -> None:
    """From now on every job ends with these values."""

    async def events(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_completed", "success": True, "output": {"data": list(values)}}

    fake.events = events


def answering(status: int, body: bytes) -> Callable[[Request, Answer], Awaitable[None]]:
    async def handler(request: Request, answer: Answer) -> None:
        await answer.send(status, body)

    return handler


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


def recorded(frames: int = 50_000) -> FloatArray:
    """What a converter of 24 bit gives: any such sample is a whole number of steps."""
    return (np.random.default_rng(3).integers(-(2**23), 2**23, (frames, 2)) / 2**23).astype(np.float32)


def sent(fake: FakeGradio) -> tuple[FloatArray, str]:
    """The last upload: its samples and format."""
    content = list(fake.files.values())[-1]
    info = soundfile.info(io.BytesIO(content))
    samples, _ = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    return samples, f"{info.format} {info.subtype}"
