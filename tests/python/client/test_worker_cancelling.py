# SPDX-License-Identifier: MIT
"""How jobs of a worker end before their time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest

from .fake_gradio import Answer, FakeGradio, Request, echo
from .helpers import noise, wav
from .worker_jobs import finish, input_block, never, start
from .worker_process import WorkerProcess


@pytest.mark.parametrize("told", [True, False], ids=["alone", "stopped"])
def test_the_last_word_of_a_cancelled_job_says_whether_the_model_may_go_on(
    worker: WorkerProcess, fake: FakeGradio, told: bool
) -> None:
    async def works(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        if not told:  # one that works in steps stops between two of them
            yield {"msg": "process_generating", "success": True, "output": {"data": [None]}}
        yield {"msg": "progress", "progress_data": [{"progress": 0.5}]}
        await asyncio.sleep(3600)

    fake.events = works
    start(worker, fake, input_block())
    worker.hear_until("progress", stage="running", fraction=0.5)
    worker.say({"op": "cancel", "job": 1})
    ended = worker.hear_until("ended", job=1)
    assert ("go on working" in ended.get("note", "")) == told


@pytest.mark.parametrize("stage", ["connecting", "uploading", "queued", "running", "downloading", "need_block"])
def test_a_job_is_cancelled_at_any_stage(worker: WorkerProcess, fake: FakeGradio, stage: str) -> None:
    async def hang(request: Request, answer: Answer) -> None:
        await asyncio.sleep(3600)

    async def half(request: Request, answer: Answer) -> None:
        content = wav(noise(100_000))
        await answer.head(200, {"content-length": str(len(content))})
        await answer.raw(content[: len(content) // 2])
        await asyncio.sleep(3600)

    async def waits(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "estimation", "rank": 5, "queue_size": 6, "rank_eta": None}
        await asyncio.sleep(3600)

    routes = {"connecting": ("/config", hang), "uploading": ("/gradio_api/upload", hang), "downloading": ("file", half)}
    if stage in routes:
        fake.routes[routes[stage][0]] = routes[stage][1]
    fake.events = {"queued": waits, "running": never}.get(stage, echo)
    start(worker, fake, input_block(400_000))
    if stage == "need_block":
        worker.hear_until("need_block")
    else:
        worker.hear_until("progress", stage=stage)
    fake.routes["/gradio_api/cancel"] = hang  # the answer does not wait for the server
    worker.say({"op": "cancel", "job": 1})
    worker.hear_until("ended", job=1)
    assert worker.maps() == []
    assert worker.open_blocks() == []
    if stage in ("queued", "running"):
        fake.wait_for("/gradio_api/cancel")
    fake.routes.clear()
    fake.events = echo
    block = input_block()
    start(worker, fake, block, job=2)
    assert np.array_equal(finish(worker, 2)[1].samples, block.samples)


def test_cancelling_a_job_that_has_just_ended_is_answered(worker: WorkerProcess, fake: FakeGradio) -> None:
    start(worker, fake, input_block())
    finish(worker)
    worker.say({"op": "cancel", "job": 1})
    worker.hear_until("ended", job=1)


def test_a_program_that_goes_away_ends_the_worker_and_the_server_hears_of_it(
    worker: WorkerProcess, fake: FakeGradio
) -> None:
    fake.events = never
    start(worker, fake, input_block())
    worker.hear_until("progress", stage="running")
    worker.hang_up()
    assert worker.leave() == (0, b"", b"")
    fake.wait_for("/gradio_api/cancel")


def test_quit_ends_the_jobs_and_the_worker_even_when_the_server_is_deaf(
    worker: WorkerProcess, fake: FakeGradio
) -> None:
    async def deaf(request: Request, answer: Answer) -> None:
        await asyncio.sleep(3600)

    fake.events = never
    fake.routes["/gradio_api/cancel"] = deaf
    start(worker, fake, input_block())
    worker.hear_until("progress", stage="running")
    worker.say({"op": "quit"})
    worker.hear_until("ended", job=1)
    assert worker.leave()[0] == 0
