# SPDX-License-Identifier: MIT
"""Uploads to one server go few at a time: the first model works while the next region is still on its way.

Side by side they would all arrive in the same late moment, and so would all results. Nobody waits for long, though: a
short region must not stand behind an hour of audio.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from .._settings import Settings

__all__ = ["Lane", "Lanes"]


class Lane:
    """The uploads to one server, `limit` at a time, first come, first served; `patience` is in seconds."""

    def __init__(self, limit: int, patience: float) -> None:
        self._limit = max(limit, 1)
        self._patience = patience
        self._going = 0
        self._waiting: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Waits for its turn, and holds a place meanwhile. Cancelled, the wait ends at once."""
        if self._going < self._limit:
            self._going += 1
        else:
            await self._turn()
        try:
            yield
        finally:
            self._pass_on()

    async def _turn(self) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            await asyncio.wait([turn], timeout=self._patience)
        except BaseException:
            if turn.done():
                self._pass_on()  # it came in the same moment
            else:
                self._waiting.remove(turn)
            raise
        if not turn.done():
            self._waiting.remove(turn)
            self._going += 1

    def _pass_on(self) -> None:
        """A place has become free; who has lost patience went beside the others, so there may be none to give."""
        if self._waiting and self._going <= self._limit:
            self._waiting.popleft().set_result(None)
        else:
            self._going -= 1


class Lanes:
    """The lanes of one client, by the address of the server. Lives in one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lanes: dict[str, Lane] = {}

    def to(self, base: str) -> Lane:
        if base not in self._lanes:
            self._lanes[base] = Lane(self._settings.parallel_uploads, self._settings.upload_patience)
        return self._lanes[base]
