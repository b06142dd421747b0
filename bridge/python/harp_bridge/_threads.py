# SPDX-License-Identifier: MIT
"""Heavy work on a thread, in steps between which it can be stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

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


async def in_thread(work: Callable[[Stop], T]) -> T:
    """Runs `work(stop)`. When cancelled, waits for the current step to end: afterwards the thread holds nothing."""
    stop = Stop()
    running = asyncio.ensure_future(asyncio.to_thread(work, stop))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        stop.request()
        await asyncio.wait([running])
        running.exception()  # looked at, so that nobody complains that it never was
        raise
