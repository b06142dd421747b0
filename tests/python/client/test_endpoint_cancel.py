# SPDX-License-Identifier: MIT
"""The endpoint's own /cancel, by which pyharp 0.3.1 ends the process of a model."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from harp_bridge import Client

from .asking import BRISK
from .fake_gradio import AUDIO_TO_AUDIO, FakeGradio
from .helpers import noise, run, until, wait_until


async def endless(fake: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    if not data:  # the call of /cancel itself
        yield {"msg": "process_completed", "success": True, "output": {"data": []}}
        return
    yield {"msg": "process_starts"}
    await asyncio.sleep(3600)


def joined(fake: FakeGradio, function: int) -> list[str]:
    """Under which name each call of a function was made."""
    joins = fake.seen(f"{fake.prefix}/queue/join")
    return [entry.headers["x-harp-client"] for entry in joins if entry.json()["fn_index"] == function]


def test_it_is_called_under_the_name_of_the_job_that_shall_end(fake: FakeGradio) -> None:
    fake.config["dependencies"] = [
        {"id": 3, "api_name": "controls"},
        {"id": 8, "api_name": "process"},
        {"id": 9, "api_name": "cancel"},
    ]
    fake.controls = AUDIO_TO_AUDIO
    fake.events = endless

    async def work() -> None:
        async with Client(BRISK) as client:
            jobs = [asyncio.create_task(client.process(fake.address, noise(), 44100)) for _ in range(2)]
            await until(lambda: len(joined(fake, 8)) == 2 and fake.open_streams == 2, "both jobs run")
            jobs[0].cancel()
            with pytest.raises(asyncio.CancelledError):
                await jobs[0]
            await until(lambda: joined(fake, 9), "the first one is ended")
            assert not jobs[1].done()
            jobs[1].cancel()
            await asyncio.wait(jobs)

    run(work())
    wait_until(lambda: len(joined(fake, 9)) == 2, "both are ended")
    assert sorted(joined(fake, 9)) == sorted(joined(fake, 8))
    assert len(set(joined(fake, 8))) == 2
