# SPDX-License-Identifier: MIT
"""How long somebody goes on asking a server that says "not now"."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable

from .._settings import Settings

__all__ = ["Patience", "nap"]


class Patience:
    """Pauses, each twice the one before, within a limit that counts from the first one."""

    def __init__(self, settings: Settings, first: float, total: float) -> None:
        self._settings = settings
        self._next = first
        self._total = total
        self._deadline: float | None = None

    def pause(self, wish: float | None = None) -> float | None:
        """Seconds until the next attempt, as many as the server wishes at least; None when that would be too late."""
        if wish is not None and wish > self._settings.longest_wish:
            return None
        now = time.monotonic()
        if self._deadline is None:
            self._deadline = now + self._total
        lengthened = self._next * (1 + self._settings.retry_jitter * random.random())
        seconds = max(lengthened, wish or 0.0)
        self._next = min(2 * self._next, self._settings.longest_pause)
        return None if now + seconds > self._deadline else seconds


async def nap(seconds: float, alive: Callable[[], None], settings: Settings, left: asyncio.Event | None = None) -> None:
    """Waits on purpose: silence in the meantime is nobody's fault. Ends early when `left` is set."""
    end = time.monotonic() + seconds
    while (rest := end - time.monotonic()) > 0 and not (left is not None and left.is_set()):
        alive()
        part = min(rest, settings.silence_notice / 2)
        if left is None:
            await asyncio.sleep(part)
        else:
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(left.wait(), part)
