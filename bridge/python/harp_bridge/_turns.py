# SPDX-License-Identifier: MIT
"""Bounded parallelism for each endpoint, fair between documents: groups of jobs take turns."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

__all__ = ["Turns", "Waiting"]

Waiting = Callable[[int, int], None]
"""Hears the place of a waiting job (0 = next) and how many wait."""


class _Job:
    def __init__(self, tell: Waiting) -> None:
        self.turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.tell = tell


class _Gate:
    """The jobs of one endpoint. The group at the front of `groups` is the next to start one of its jobs."""

    def __init__(self) -> None:
        self.running = 0
        self.groups: OrderedDict[str, deque[_Job]] = OrderedDict()

    def order(self) -> list[_Job]:
        """The waiting jobs in the order in which they would start."""
        lines = [list(line) for line in self.groups.values()]
        longest = max((len(line) for line in lines), default=0)
        return [line[place] for place in range(longest) for line in lines if place < len(line)]

    def next(self) -> _Job | None:
        while self.groups:
            name, line = next(iter(self.groups.items()))
            job = line.popleft()
            del self.groups[name]
            if line:
                self.groups[name] = line  # to the end: the other groups come first now
            if not job.turn.done():
                return job
        return None


class Turns:
    """Lets `limit` jobs of each endpoint run at a time; lives in one event loop."""

    def __init__(self, limit: int) -> None:
        self._limit = max(limit, 1)
        self._gates: dict[str, _Gate] = {}

    @asynccontextmanager
    async def turn(self, endpoint: str, group: str, tell: Waiting) -> AsyncIterator[None]:
        """Waits until a job of this group may start, and holds a place meanwhile. Cancelled, the wait ends at once."""
        gate = self._gates.setdefault(endpoint, _Gate())
        if gate.running < self._limit:
            gate.running += 1
        else:
            await self._wait(gate, group, tell)
        try:
            yield
        finally:
            self._free(endpoint, gate)

    async def _wait(self, gate: _Gate, group: str, tell: Waiting) -> None:
        job = _Job(tell)
        gate.groups.setdefault(group, deque()).append(job)
        try:
            self._tell(gate)
            await job.turn
        except BaseException:
            if job.turn.done() and not job.turn.cancelled() and job.turn.exception() is None:
                self._pass_on(gate)  # the turn came in the same moment
            else:
                job.turn.cancel()
                line = gate.groups.get(group)
                if line is not None and job in line:
                    line.remove(job)
                    if not line:
                        del gate.groups[group]
                self._tell(gate)
            raise

    def _free(self, endpoint: str, gate: _Gate) -> None:
        self._pass_on(gate)
        if not gate.running and not gate.groups:
            self._gates.pop(endpoint, None)

    def _pass_on(self, gate: _Gate) -> None:
        """A place has become free."""
        job = gate.next()
        if job is None:
            gate.running -= 1
        else:
            job.turn.set_result(None)
            self._tell(gate)

    @staticmethod
    def _tell(gate: _Gate) -> None:
        order = gate.order()
        for place, job in enumerate(order):
            try:
                job.tell(place, len(order))
            except Exception as error:  # a listener's mistake is its own job's, not that of the job that makes room
                if not job.turn.done():
                    job.turn.set_exception(error)
