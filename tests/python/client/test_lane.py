# SPDX-License-Identifier: MIT
"""Uploads go few at a time, so that the first model is at work early; nobody waits for long."""

from __future__ import annotations

import asyncio

import numpy as np
from harp_bridge import Client, Settings
from harp_bridge._transport.lane import Lane
from hypothesis import given
from hypothesis import strategies as st

from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, run, until

# Longer than any test.
_FOR_EVER = 3600.0


async def went(limit: int, count: int, leave: set[int]) -> tuple[list[int], int, int]:
    """The order in which uploads went, those in `leave` cancelled while they waited; the most at once; what is left."""
    lane, order, most, now = Lane(limit, _FOR_EVER), [], 0, 0
    go = asyncio.Event()

    async def upload(number: int) -> None:
        nonlocal most, now
        async with lane.held():
            order.append(number)
            now += 1
            most = max(most, now)
            await go.wait()
            await asyncio.sleep(0)
            now -= 1

    uploads = [asyncio.create_task(upload(number)) for number in range(count)]
    await asyncio.sleep(0)
    for number in leave - set(order):
        uploads[number].cancel()
    go.set()
    await asyncio.gather(*uploads, return_exceptions=True)
    return order, most, lane._going + len(lane._waiting)


@given(st.integers(1, 4), st.integers(1, 12), st.sets(st.integers(4, 11)))
def test_uploads_go_in_order_and_few_at_a_time(limit: int, count: int, leave: set[int]) -> None:
    leave = {number for number in leave if limit <= number < count}
    order, most, left = run(went(limit, count, leave))
    assert order == [number for number in range(count) if number not in leave]
    assert most == min(limit, count)
    assert left == 0


def test_an_upload_that_loses_patience_goes_beside_the_others() -> None:
    async def work() -> list[str]:
        lane, order = Lane(1, 0.01), []
        end = asyncio.Event()

        async def long() -> None:
            async with lane.held():
                order.append("long")
                await end.wait()

        first = asyncio.create_task(long())
        await until(lambda: order, "the long one")
        for name in ("short", "another"):
            async with lane.held():
                order.append(name)
        end.set()
        await first
        async with lane.held():
            assert lane._going == 1
        return order

    assert run(work()) == ["long", "short", "another"]


def test_a_turn_that_comes_as_the_wait_is_cancelled_is_passed_on() -> None:
    async def work() -> None:
        lane = Lane(1, _FOR_EVER)
        entered = asyncio.Event()

        async def upload() -> None:
            async with lane.held():
                entered.set()

        async with lane.held():
            late, later = asyncio.create_task(upload()), asyncio.create_task(upload())
            await asyncio.sleep(0)
        late.cancel()  # its turn has come, but it has not heard of that
        await asyncio.gather(late, return_exceptions=True)
        await later
        assert entered.is_set()
        assert lane._going == 0

    run(work())


def test_the_jobs_of_a_client_upload_one_after_the_other(fake: FakeGradio) -> None:
    usual, going, most, left = fake._upload, 0, 0, 3
    lane: list[Lane] = []

    async def upload(request: Request, answer: Answer) -> None:
        nonlocal going, most, left
        going, left = going + 1, left - 1
        most = max(most, going)
        await until(lambda: most > 1 or len(lane[0]._waiting) == left, "the others wait, or come")
        going -= 1
        await usual(request, answer)

    fake.routes["/gradio_api/upload"] = upload

    async def work() -> None:
        async with Client(Settings(parallel_uploads=1, upload_patience=_FOR_EVER)) as client:
            lane.append(client._lanes.to(fake.address))
            jobs = [client.process(fake.address, noise(seed=number), 44100) for number in range(3)]
            for number, result in enumerate(await asyncio.gather(*jobs)):
                assert np.array_equal(result.samples, noise(seed=number))

    run(work())
    assert most == 1
