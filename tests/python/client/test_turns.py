# SPDX-License-Identifier: MIT
"""Jobs take turns: so many at a time for each endpoint, and documents one after the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from harp_bridge import Client, Progress, Settings
from harp_bridge._turns import Turns, Waiting
from hypothesis import given
from hypothesis import strategies as st

from .fake_gradio import FakeGradio, echo
from .helpers import noise, run, until


def nothing(rank: int, size: int) -> None:
    pass


async def started(limit: int, groups: list[str], leave: list[int]) -> tuple[list[int], int, Turns]:
    """Numbers of the jobs in the order in which they ran, each waiting job in `leave` cancelled; the most at once."""
    turns, order, running, most = Turns(limit), [], 0, 0
    go = asyncio.Event()

    async def job(number: int, group: str) -> None:
        nonlocal running, most
        async with turns.turn("here", group, nothing):
            order.append(number)
            running += 1
            most = max(most, running)
            await go.wait()
            await asyncio.sleep(0)
            running -= 1

    jobs = [asyncio.create_task(job(number, group)) for number, group in enumerate(groups)]
    await asyncio.sleep(0)
    for number in leave:
        if number not in order:
            jobs[number].cancel()
    go.set()
    await asyncio.gather(*jobs, return_exceptions=True)
    return order, most, turns


def test_groups_take_turns_however_many_jobs_each_has() -> None:
    groups = ["big"] * 6 + ["small"] * 2 + ["other"]
    order, most, _ = run(started(1, groups, []))
    assert most == 1
    assert [groups[number] for number in order] == [
        *("big", "big", "small", "other"),
        *("big", "small", "big", "big", "big"),
    ]


@given(
    st.integers(1, 4),
    st.lists(st.sampled_from("abc"), min_size=1, max_size=20),
    st.lists(st.integers(0, 19), max_size=8),
)
def test_every_job_runs_once_or_was_cancelled_and_no_more_than_allowed_at_once(
    limit: int, groups: list[str], leave: list[int]
) -> None:
    order, most, turns = run(started(limit, groups, [number for number in leave if number < len(groups)]))
    assert most <= limit
    assert len(set(order)) == len(order)
    assert set(range(len(groups))) - set(order) <= set(leave)
    assert not turns._gates


def test_a_turn_that_comes_in_the_moment_of_cancelling_goes_to_the_next_one() -> None:
    async def work() -> list[str]:
        turns, ran = Turns(1), []

        async def job(name: str) -> None:
            async with turns.turn("here", name, nothing):
                ran.append(name)
                await asyncio.sleep(0)
            if name == "first":
                second.cancel()  # its turn has come just now, but it has not heard of it yet

        first, second, third = (asyncio.create_task(job(name)) for name in ("first", "second", "third"))
        await asyncio.gather(first, second, third, return_exceptions=True)
        assert second.cancelled()
        assert not turns._gates
        return ran

    assert run(work()) == ["first", "third"]


def test_a_listener_that_raises_harms_no_other_job() -> None:
    def broken(rank: int, size: int) -> None:
        if rank == 0:
            raise ValueError("a listener's mistake")

    async def work() -> list[object]:
        turns, running = Turns(1), 0

        async def job(name: str, tell: Waiting) -> str:
            nonlocal running
            async with turns.turn("here", name, tell):
                running += 1
                for _ in range(5):
                    await asyncio.sleep(0)
                    assert running == 1  # what never had a place has none to give
                running -= 1
            return name

        listeners = (("first", nothing), ("second", nothing), ("third", broken), ("fourth", nothing))
        done = await asyncio.gather(*(job(*each) for each in listeners), return_exceptions=True)
        assert not turns._gates
        return list(done)

    done = run(work())
    assert [entry for entry in done if isinstance(entry, str)] == ["first", "second", "fourth"]
    assert isinstance(done[2], ValueError)


class Holding:
    """Events of jobs that wait on the server until they are released."""

    def __init__(self) -> None:
        self.running = 0
        self.most = 0
        self.released = False

    async def __call__(self, server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        self.running += 1
        self.most = max(self.most, self.running)
        yield {"msg": "process_starts", "eta": None}
        await until(lambda: self.released, "the jobs are released")
        self.running -= 1
        async for message in echo(server, data):
            yield message


@pytest.mark.parametrize("limit", [1, 3])
def test_no_more_jobs_than_allowed_reach_a_server_and_the_others_say_that_they_wait(
    fake: FakeGradio, limit: int
) -> None:
    holding = Holding()
    fake.events = holding
    heard: list[list[Progress]] = [[] for _ in range(6)]

    def places(number: int) -> list[int | None]:
        return [entry.rank for entry in heard[number] if entry.stage == "queued" and entry.queue_size is not None]

    async def work() -> None:
        async with Client(Settings(parallel_jobs=limit)) as client:

            def start(listen: list[Progress]) -> asyncio.Task[object]:
                job = client.process(fake.address, noise(), 44100, on_progress=listen.append)
                return asyncio.create_task(job)  # type: ignore[arg-type]

            jobs = [start(listen) for listen in heard]
            await until(
                lambda: holding.running == limit and sum(map(bool, map(places, range(6)))) == 6 - limit, "waits"
            )
            waiting = sorted(filter(places, range(6)), key=lambda number: places(number)[-1] or 0)
            assert [places(number)[-1] for number in waiting] == list(range(6 - limit))
            last = waiting[-1]
            jobs[last].cancel()
            await asyncio.wait([jobs[last]], timeout=30)
            assert jobs[last].cancelled(), "it waits for the others to be released"
            holding.released = True
            outcomes = await asyncio.gather(*jobs, return_exceptions=True)
            assert [isinstance(entry, BaseException) for entry in outcomes] == [number == last for number in range(6)]
            assert places(waiting[0])[-1] == 0
            stages = list(dict.fromkeys(entry.stage for entry in heard[waiting[0]]))
            assert stages == ["connecting", "queued", "uploading", "running", "downloading", "checking", "done"]

    run(work())
    assert holding.most == limit
    assert len([request for request in fake.seen("/gradio_api/queue/join") if request.json()["fn_index"] == 8]) == 5
