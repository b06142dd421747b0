# SPDX-License-Identifier: MIT
"""From cancelling a job to the end of `process()`, whatever it was just doing; and to the end of the model's work."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import harp_bridge
from harp_bridge import Progress

from tests.python.support.server_log import ServerLog

from .report import Goal, Report, seconds
from .timing import RATE, Samples, music, progress, serve

__all__ = ["measure"]

# Milliseconds.
_GOAL = 50.0

# Cancelling takes no time, so it is done more often.
_TIMES = 3

_When = Callable[[Progress], bool]


def measure(report: Report, runs: int) -> None:
    count = runs * _TIMES
    report.heading(f"From cancelling to the end of process(), {count} times each")
    with tempfile.TemporaryDirectory() as folder:
        log = ServerLog(Path(folder) / "log")
        with serve("steps.py", env={"HARP_TEST_LOG": str(log.path)}) as server:
            times, stops = asyncio.run(_Cancelling(server.address, log).measured(count))
    rows = [[stage, seconds(statistics.median(found)), seconds(max(found))] for stage, found in times.items()]
    report.table(["while", "median", "worst"], rows)
    median, worst = statistics.median(stops), max(stops)
    report.write(
        "",
        f"A model that works in steps of 10 ms has stopped {seconds(median)} after the cancel (median; worst "
        f"{seconds(worst)}), by its own log.",
    )
    for stage, found in times.items():
        why = (
            f"the median of {count} is {seconds(statistics.median(found))}. No server is waited for after a cancel, "
            "only the step that a thread is just at, and the processors, which the server needs as well."
        )
        report.goals.append(Goal(f"cancel while {stage}, worst", max(found) * 1000, _GOAL, False, " ms", why))


class _Cancelling:
    """One client and one server for all of it."""

    def __init__(self, address: str, log: ServerLog) -> None:
        self._address = address
        self._log = log
        self._short, self._long = music(0.5), music(60.0)
        self._number = 0

    async def measured(self, count: int) -> tuple[dict[str, list[float]], list[float]]:
        """Seconds of each run: until the end of process() by stage, and until the end of the model."""
        times: dict[str, list[float]] = {stage: [] for stage in ("uploading", "queued", "running", "downloading")}
        stops: list[float] = []
        async with harp_bridge.Client() as client:
            self._client = client
            for number in range(count):
                progress(f"cancelling, {number + 1} of {count}")
                times["uploading"].append((await self._moving("uploading"))[1])
                times["downloading"].append((await self._moving("downloading"))[1])
                asked, took, name = await self._running()
                times["running"].append(took)
                stops.append(await asyncio.to_thread(self._log.wait_for, name, "stopped") - asked)
                times["queued"].append(await self._queued())
        return times, stops

    async def _moving(self, stage: str) -> tuple[float, float]:
        """A quarter of the bytes has gone."""
        return await self._cancelled("give", self._long, lambda now: now.stage == stage and (now.fraction or 0) > 0.25)

    async def _running(self) -> tuple[float, float, str]:
        name = self._name()
        asked, took = await self._cancelled("steps", self._short, lambda now: now.stage == "running", name, "step 3")
        return asked, took, name

    async def _queued(self) -> float:
        """Another job has the model meanwhile."""
        async with self._occupied():
            return (await self._cancelled("steps", self._short, lambda now: now.rank is not None, self._name()))[1]

    @asynccontextmanager
    async def _occupied(self) -> AsyncIterator[None]:
        name = self._name()
        job = asyncio.create_task(self._process("steps", self._short, name, None))
        await asyncio.to_thread(self._log.wait_for, name, "step 1")
        try:
            yield
        finally:
            job.cancel()
            await asyncio.wait([job])
            await asyncio.to_thread(self._log.wait_for, name, "stopped")

    async def _cancelled(
        self, function: str, samples: Samples, when: _When, name: str = "", event: str = ""
    ) -> tuple[float, float]:
        """When it was cancelled, by time.monotonic(), and how long the end of process() took after that."""
        now = asyncio.Event()
        samples[0, 0] = (samples[0, 0] + 1e-4) % 0.1  # what the server still has is not sent again
        job = asyncio.create_task(
            self._process(function, samples, name, lambda snapshot: now.set() if when(snapshot) else None)
        )
        reached = asyncio.create_task(now.wait())
        await asyncio.wait([job, reached], return_when=asyncio.FIRST_COMPLETED)
        assert not job.done(), job.result()
        if event:
            await asyncio.to_thread(self._log.wait_for, name, event)
        asked = time.monotonic()
        job.cancel()
        await asyncio.wait([job])
        took = time.monotonic() - asked
        assert job.cancelled()
        return asked, took

    async def _process(
        self, function: str, samples: Samples, name: str, on_progress: Callable[[Progress], None] | None
    ) -> None:
        values = {"Name": name} if name else {}
        await self._client.process(f"{self._address}#{function}", samples, RATE, values=values, on_progress=on_progress)

    def _name(self) -> str:
        self._number += 1
        return f"run-{self._number}"
