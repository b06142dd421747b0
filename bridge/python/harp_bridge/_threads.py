# SPDX-License-Identifier: MIT
"""Heavy work on a thread, in steps between which it can be stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Generic, TypeVar, cast

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
        self._raised: list[BaseException] = []

    def run(self) -> T | None:
        """On the thread. What is raised is left for `outcome`."""
        try:
            work = self._work.pop()  # one of the two gets it
        except IndexError:
            return None
        try:
            return work(self.stop)
        except BaseException as error:
            self._raised.append(error)
            return None

    def outcome(self, result: T | None) -> T:
        """Raises what the work raised. Taken away from here: an error holds the frames it passes, and these audio."""
        if self._raised:
            raise self._raised.pop()
        return cast("T", result)

    def forget(self) -> None:
        """Nobody wants to know how it ended."""
        self._raised.clear()

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
        return once.outcome(await asyncio.shield(running))
    except asyncio.CancelledError:
        once.stop.request()
        if not once.taken_back():
            await asyncio.wait([running])
            once.forget()
        raise
