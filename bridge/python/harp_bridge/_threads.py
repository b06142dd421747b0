# SPDX-License-Identifier: MIT
"""Heavy work on a thread, in steps between which it can be stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Stop", "in_thread"]

T = TypeVar("T")


class _Stopped(Exception):
    """The thread left because it was asked to."""


class Stop:
    """Asks a thread to leave; the thread looks between two steps."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def request(self) -> None:
        self._event.set()

    def check(self) -> None:
        """Raises, and so leaves the work, when it is time."""
        if self._event.is_set():
            raise _Stopped


class _Once(Generic[T]):
    """Work that begins on a thread or is taken back before, never both."""

    def __init__(self, work: Callable[[Stop], T]) -> None:
        self.stop = Stop()
        self._work: list[Callable[[Stop], T]] = [work]

    def run(self) -> T:
        try:
            work = self._work.pop()  # one of the two gets it
        except IndexError:
            raise _Stopped from None
        return work(self.stop)

    def taken_back(self) -> bool:
        """True when it had not begun: it never will, and nothing holds what it was about."""
        try:
            self._work.pop()
        except IndexError:
            return False
        return True


async def in_thread(work: Callable[[Stop], T]) -> T:
    """Runs `work(stop)`. When cancelled, waits for the current step to end: afterwards the thread holds nothing.

    Work that still waits for a thread, because others are busy, is taken back at once.
    """
    once = _Once(work)
    del work
    running = asyncio.ensure_future(asyncio.to_thread(once.run))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        once.stop.request()
        if once.taken_back():
            running.add_done_callback(lambda late: late.cancelled() or late.exception())
        else:
            await asyncio.wait([running])
            running.exception()  # looked at, so that nobody complains that it never was
        raise
