# SPDX-License-Identifier: MIT
"""Cancelling returns at once, and the user hears what may go on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from harp_bridge import Client, Progress

from .asking import BRISK
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises, run, until

# What comes after all that a test waits for has arrived.
LAST = "One step is done."


async def works(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "process_starts"}
    await asyncio.sleep(3600)


async def generates(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "process_starts"}
    yield {"msg": "process_generating", "success": True, "output": {"data": [None]}}
    yield {"msg": "log", "log": LAST, "level": "info"}
    await asyncio.sleep(3600)


async def queues(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "estimation", "rank": 3, "queue_size": 4}
    await asyncio.sleep(3600)


@pytest.mark.parametrize(
    ("events", "stage", "message", "said"),
    [(works, "running", "", 1), (generates, "running", LAST, 0), (queues, "queued", "", 0)],
)
def test_whoever_cancels_hears_at_once_when_the_model_may_go_on(
    fake: FakeGradio, events: object, stage: str, message: str, said: int
) -> None:
    """The server hears of it and answers only when the job has ended here."""
    fake.events = events  # type: ignore[assignment]
    ended: list[bool] = []
    told: list[Progress] = []

    async def deaf(request: Request, answer: Answer) -> None:
        await until(lambda: ended, "the job has ended")
        await answer.json(200, {"success": True})

    fake.routes["/gradio_api/cancel"] = deaf

    def arrived() -> bool:
        return fake.open_streams > 0 and (stage, message) in [(entry.stage, entry.message) for entry in told]

    async def work() -> None:
        async with Client(BRISK) as client:
            job = asyncio.create_task(client.process(fake.address, noise(), 44100, on_progress=told.append))
            await until(arrived, stage)
            job.cancel()
            await asyncio.wait([job], timeout=30)
            assert job.cancelled()
            ended.append(True)

    run(work())
    fake.wait_for("/gradio_api/cancel")
    words = [entry for entry in told if entry.level == "warning"]
    assert len(words) == said
    assert all("go on working there" in entry.message for entry in words)


def test_nothing_is_told_of_a_job_that_has_ended(fake: FakeGradio) -> None:
    """The server that is to hear of its end is not ready for a while."""
    left = [5]

    async def starting(request: Request, answer: Answer) -> None:
        left[0] -= 1
        await answer.send(200 if left[0] < 0 else 503, b"{}")

    async def breaks(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        raise ConnectionResetError

    fake.events = breaks
    fake.routes["/gradio_api/cancel"] = starting
    told: list[Progress] = []

    async def work() -> tuple[int, int]:
        async with Client(replace(BRISK, restart_wait=60.0, restart_pause=0.01)) as client:
            with raises("server_lost"):
                await client.process(fake.address, noise(), 44100, on_progress=told.append)
            before = len(told)
            await until(lambda: not client._background, "the server has heard of it")
            return before, len(told)

    before, after = run(work())
    assert len(fake.seen("/gradio_api/cancel")) == 6
    assert before == after
