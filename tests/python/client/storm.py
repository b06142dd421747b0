# SPDX-License-Identifier: MIT
"""Many jobs in bad weather: cancelled at random, cut off, their server started anew. Counts how each one ends."""

from __future__ import annotations

import asyncio
import os
import random
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from harp_bridge import Client, HarpError, Settings
from harp_bridge._settings import TransportName
from harp_bridge._transport.connections import Pool

from .fake_gradio import FakeGradio, echo
from .helpers import noise, until

__all__ = ["Leftovers", "Storm", "Values", "all_idle", "moody"]

# Little patience, so that a job whose server is gone for good ends soon.
SETTINGS = Settings(
    retry_pauses=(0.02, 0.1), reply_timeout=10.0, idle_timeout=20.0, queue_full_pause=0.02, queue_full_wait=20.0
)

_AT_ONCE = 24


Values = Callable[[random.Random, int], tuple[dict[str, object], bool]]


@dataclass
class Storm:
    """One client and its jobs.

    `disturb` is called on a thread after every `every` jobs, in the middle of at most half as many, so that some come
    through on any machine; no new job begins until it has returned.
    `values` makes the values of a job, and whether it must be cancelled because it would never end.
    """

    address: str
    jobs: int
    disturb: Callable[[random.Random], None]
    every: int
    values: Values
    seed: int = 1
    cancelled: float = 0.3
    transport: TransportName = "direct"
    outcomes: Counter[str] = field(default_factory=Counter)

    async def rage(self) -> Counter[str]:
        """How many jobs were done, were cancelled, or failed, by code. Raises AssertionError for any other end."""
        # Jobs roll in the order in which they happen to run, the weather always the same.
        dice, weather = random.Random(self.seed), random.Random(self.seed)
        room, calm = asyncio.Semaphore(_AT_ONCE), asyncio.Event()
        calm.set()
        async with Client(replace(SETTINGS, transport=self.transport)) as client:
            tasks: list[asyncio.Task[None]] = []
            for number in range(self.jobs):
                await room.acquire()
                await calm.wait()
                tasks.append(asyncio.create_task(self._one(client, number, dice)))
                tasks[-1].add_done_callback(lambda _: room.release())
                if number % self.every == self.every - 1:
                    few = number + 1 - self.every // 2
                    await until(lambda few=few: self.outcomes.total() >= few, "most jobs have come to an end")
                    await asyncio.to_thread(self.disturb, weather)
            await asyncio.gather(*tasks)
            assert not client._turns._gates
            await until(lambda: all_idle(client._pool), "no connection is anybody's")
        assert self.outcomes.total() == self.jobs
        assert "internal" not in self.outcomes, self.outcomes
        return self.outcomes

    async def _one(self, client: Client, number: int, dice: random.Random) -> None:
        samples = noise(dice.randrange(100, 30_000), 2, number)
        values, endless = self.values(dice, number)
        work = client.process(self.address, samples, 44100, values=values, group=str(number % 3))
        job = asyncio.create_task(work)
        leave = endless or dice.random() < self.cancelled
        if leave:
            await asyncio.wait([job], timeout=dice.uniform(0.0, 0.4))
            job.cancel()
            await asyncio.wait([job], timeout=60)
            assert job.done(), "a cancelled job does not return"
        try:
            result = await job
        except asyncio.CancelledError:
            self.outcomes["cancelled"] += 1
        except HarpError as error:
            self.outcomes[error.code] += 1
        else:
            assert np.array_equal(result.samples, samples)
            self.outcomes["done"] += 1


def all_idle(pool: Pool) -> bool:
    """Whether nobody holds a connection of this client, as far as its pools of connections know."""
    pools = [transport._inner._pool for transport in pool._transports.values()]
    return not any(each._requests for each in pools) and all(
        connection.is_idle() or connection.is_closed() for each in pools for connection in each._connections
    )


class Leftovers:
    """What this process holds: threads, descriptors, and what lies in a folder for temporary files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = self._now()

    def _now(self) -> Counter[str]:
        held: Counter[str] = Counter()
        for entry in os.scandir("/proc/self/fd"):
            try:
                held["descriptor of " + str(Path(entry.path).readlink()).partition(":")[0]] += 1
            except OSError:
                continue  # the one that lists the others
        held["threads of Python"] = threading.active_count()
        held["threads of the system"] = len(list(Path("/proc/self/task").iterdir()))
        held.update(str(path) for path in self._folder.rglob("*"))
        return held

    def assert_none(self) -> None:
        """Nothing more than before, after a moment. Less is fine: a thread of an earlier test may end meanwhile."""
        deadline = time.monotonic() + 60
        while more := self._now() - self._before:
            assert time.monotonic() < deadline, f"left behind: {dict(more)}"
            time.sleep(0.02)


def moody(seed: int) -> Callable[[FakeGradio, list[object]], AsyncIterator[dict[str, object] | bytes]]:
    """Events of a scripted server that fails now and then, in every way that it knows."""
    dice = random.Random(seed)

    async def events(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        mood = dice.random()
        yield {"msg": "estimation", "rank": 1, "queue_size": 2, "rank_eta": 0.1}
        if mood < 0.05:
            raise ConnectionResetError
        yield {"msg": "process_starts", "eta": 0.1}
        await asyncio.sleep(dice.uniform(0.0, 0.1))
        if mood < 0.10:
            raise ConnectionResetError
        if mood < 0.15:
            yield {"msg": "process_completed", "success": False, "output": {"error": "Not today."}}
            return
        if mood < 0.20:
            yield b"data: nonsense\n\n"
            return
        if mood < 0.25:
            yield {"msg": "process_completed", "success": True, "output": {"data": [{"path": "/tmp/gone.wav"}]}}
            return
        async for message in echo(server, data):
            yield message

    return events
