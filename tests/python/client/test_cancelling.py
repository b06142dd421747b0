# SPDX-License-Identifier: MIT
"""Cancelling returns at once, and the user hears what may go on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from harp_bridge import Client, Progress

from .asking import BRISK
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, run, until


async def works(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "process_starts"}
    await asyncio.sleep(3600)


async def generates(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "process_starts"}
    yield {"msg": "process_generating", "success": True, "output": {"data": [None]}}
    await asyncio.sleep(3600)


async def queues(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "estimation", "rank": 3, "queue_size": 4}
    await asyncio.sleep(3600)


def cancelled(fake: FakeGradio, stage: str) -> tuple[list[Progress], float]:
    """What a job told that was cancelled in this stage, and how long the cancelling took."""
    told: list[Progress] = []

    async def work() -> float:
        async with Client(BRISK) as client:
            job = asyncio.create_task(client.process(fake.address, noise(), 44100, on_progress=told.append))
            await until(lambda: fake.open_streams and told and told[-1].stage == stage, stage)
            await asyncio.sleep(0.05)  # what else the server has to say arrives
            begin = asyncio.get_running_loop().time()
            job.cancel()
            await asyncio.wait([job])
            return asyncio.get_running_loop().time() - begin

    took = run(work())
    fake.wait_for("/gradio_api/cancel")
    return told, took


@pytest.mark.parametrize(
    ("events", "stage", "said"), [(works, "running", 1), (generates, "running", 0), (queues, "queued", 0)]
)
def test_whoever_cancels_hears_when_the_model_may_go_on(
    fake: FakeGradio, events: object, stage: str, said: int
) -> None:
    fake.events = events  # type: ignore[assignment]

    async def deaf(request: Request, answer: Answer) -> None:
        await asyncio.sleep(3600)

    fake.routes["/gradio_api/cancel"] = deaf
    told, took = cancelled(fake, stage)
    assert took < 0.5
    words = [entry for entry in told if entry.level == "warning"]
    assert len(words) == said
    assert all("go on working there" in entry.message for entry in words)
