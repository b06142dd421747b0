# SPDX-License-Identifier: MIT
"""The blocking face: many calls over the same connections, many regions at a time, from any thread and any place."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Audio, HarpError, Progress, SyncClient

from .asking import BRISK
from .fake_gradio import FakeGradio
from .helpers import noise, raises, wait_until

Events = AsyncIterator["dict[str, object] | bytes"]


def regions(count: int) -> list[Audio]:
    return [Audio(noise(1000, seed=seed), 44100.0) for seed in range(count)]


async def never(server: FakeGradio, data: list[object]) -> Events:
    yield {"msg": "process_starts"}
    await asyncio.sleep(3600)


def test_connections_are_kept_from_one_call_to_the_next(fake: FakeGradio) -> None:
    with SyncClient(replace(BRISK, keepalive=60.0)) as client:
        client.process(fake.address, noise(), 44100)
        opened = fake.connections
        for _ in range(3):
            client.process(fake.address, noise(), 44100)
        assert fake.connections == opened
        assert client.describe(fake.address).card.name == "Fake"


def test_map_gives_results_in_the_order_of_the_regions(fake: FakeGradio) -> None:
    with SyncClient(BRISK) as client:
        found = list(client.map(fake.address, regions(9), values={"Gain": 3}, at_once=4))
    assert len(found) == 9
    for given, result in zip(regions(9), found, strict=True):
        assert np.array_equal(result.samples, given.samples)


def test_map_takes_regions_only_as_they_are_needed(fake: FakeGradio) -> None:
    taken = 0

    def one_by_one() -> Iterator[Audio]:
        nonlocal taken
        for region in regions(20):
            taken += 1
            yield region

    with SyncClient(BRISK) as client:
        results = client.map(fake.address, one_by_one(), at_once=3)
        assert taken == 0
        next(results)
        assert taken == 3
        next(results)
        assert taken == 4


def test_the_first_error_ends_map_unless_errors_are_wanted(fake: FakeGradio) -> None:
    bad = noise(1000, seed=1).tobytes()

    async def moody(server: FakeGradio, data: list[object]) -> Events:
        assert isinstance(data[0], dict)
        if bad in server.files[data[0]["path"]]:
            yield {"msg": "process_completed", "success": False, "output": {"error": "Not this one."}}
            return
        yield {"msg": "process_completed", "success": True, "output": {"data": [data[0]]}}

    with SyncClient(BRISK) as client:
        fake.events = moody
        found = list(client.map(fake.address, regions(3), return_errors=True))
        assert [isinstance(entry, HarpError) for entry in found] == [False, True, False]
        with raises("server_error"):
            list(client.map(fake.address, regions(3), at_once=1))
        with pytest.raises(ValueError, match="at_once"):
            client.map(fake.address, regions(1), at_once=0)


def test_leaving_map_early_cancels_what_is_under_way(fake: FakeGradio) -> None:
    async def first_alone(server: FakeGradio, data: list[object]) -> Events:
        assert isinstance(data[0], dict)
        yield {"msg": "process_starts"}
        if noise(1000, seed=0).tobytes() not in server.files[data[0]["path"]]:
            await asyncio.sleep(3600)
        yield {"msg": "process_completed", "success": True, "output": {"data": [data[0]]}}

    fake.events = first_alone
    with SyncClient(BRISK) as client:
        for _ in client.map(fake.address, regions(4), at_once=2):
            wait_until(lambda: fake.open_streams == 1, "the second job runs")
            break
        fake.wait_for("/gradio_api/cancel")


def test_progress_is_told_on_the_thread_that_waits(fake: FakeGradio) -> None:
    heard: list[tuple[str, int]] = []

    def listen(progress: Progress) -> None:
        heard.append((progress.stage, threading.get_ident()))

    harp_bridge.process(fake.address, noise(), 44100, on_progress=listen, settings=BRISK)
    assert heard[0][0] == "connecting"
    assert heard[-1][0] == "done"
    assert {thread for _, thread in heard} == {threading.get_ident()}


def test_an_exception_of_the_listener_stops_the_job(fake: FakeGradio) -> None:
    fake.events = never

    def tired(progress: Progress) -> None:
        if progress.stage == "running":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        harp_bridge.process(fake.address, noise(), 44100, on_progress=tired, settings=BRISK)
    fake.wait_for("/gradio_api/cancel")


def test_closing_cancels_what_others_wait_for_and_closed_is_closed(fake: FakeGradio) -> None:
    fake.events = never
    client = SyncClient(BRISK)
    codes: list[str] = []

    def wait() -> None:
        try:
            client.process(fake.address, noise(), 44100)
        except HarpError as error:
            codes.append(error.code)

    thread = threading.Thread(target=wait)
    thread.start()
    wait_until(lambda: fake.open_streams == 1, "the job runs")
    client.close()
    thread.join(120)
    assert codes == ["cancelled"]
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.describe(fake.address)
    assert not [thread for thread in threading.enumerate() if thread.name == "harp_bridge"]


def test_it_works_inside_of_a_running_loop(fake: FakeGradio) -> None:
    async def notebook() -> str:
        return harp_bridge.describe(fake.address, settings=BRISK).card.name

    assert asyncio.run(notebook()) == "Fake"
