# SPDX-License-Identifier: MIT
"""Heavy work on threads: cancelling ends the step that runs, and waits for no thread that others hold."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from harp_bridge._threads import Stop, in_thread

from .helpers import run, until


def test_work_that_is_cancelled_has_let_go_afterwards() -> None:
    async def work() -> None:
        steps, begun = [], threading.Event()

        def stepwise(stop: Stop) -> None:
            while True:
                stop.check()
                steps.append(1)
                begun.set()

        job = asyncio.create_task(in_thread(stepwise))
        await until(begun.is_set, "the first step")
        job.cancel()
        await asyncio.wait([job])
        done = len(steps)
        await in_thread(lambda stop: None)
        assert job.cancelled()
        assert len(steps) == done

    run(work())


def test_work_that_waits_for_a_thread_is_taken_back_at_once_and_holds_nothing() -> None:
    async def work() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        end, ran = threading.Event(), []
        audio = np.zeros(8)
        held = weakref.ref(audio)
        other = asyncio.create_task(in_thread(lambda stop: end.wait(60)))
        job = asyncio.create_task(in_thread(lambda stop, audio=audio: ran.append(audio)))  # type: ignore[misc]
        del audio
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        job.cancel()
        await asyncio.wait([job])
        assert job.cancelled()
        assert not other.done()
        del job
        gc.collect()
        assert held() is None
        end.set()
        assert await other
        assert not ran

    run(work())


def test_an_error_on_a_thread_leaves_nothing_of_what_it_passed_to_that_thread() -> None:
    """An error holds the frames that it came through, and those the audio of the job, while the thread still ends."""

    async def fails() -> None:
        audio = np.zeros(8)
        held.append(weakref.ref(audio))
        await in_thread(lambda stop: int("no number"))

    async def work() -> None:
        for _ in range(50):
            try:
                await fails()
            except ValueError:
                pass
            else:
                raise AssertionError("it did not fail")
            await asyncio.sleep(0)
            assert held[-1]() is None

    held: list[weakref.ref[object]] = []
    before = sys.getswitchinterval()
    sys.setswitchinterval(1.0)  # a thread that has said how it ended stays where it is for a while
    try:
        run(work())
    finally:
        sys.setswitchinterval(before)
