# SPDX-License-Identifier: MIT
"""Waits for what somebody types. Ctrl-C and a polite kill end that at once."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import FrameType

__all__ = ["typing"]

_ENDING = (signal.SIGINT, signal.SIGTERM)
_ALARM = [signal.SIGALRM] if hasattr(signal, "SIGALRM") else []  # Windows has none
_LOOK = 0.2


@asynccontextmanager
async def typing() -> AsyncIterator[None]:
    """Around a question and the call that waits for the answer. Raises CancelledError when that is interrupted.

    asyncio answers a signal by cancelling the task, which notices only once that call is over: at the second Ctrl-C.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (*_ENDING, *_ALARM)}
    try:
        for number in _ENDING:
            signal.signal(number, _interrupt)
        # One that comes between the question and the waiting is not looked at while that lasts, unless another comes.
        for number in _ALARM:
            signal.signal(number, _nothing)
            signal.setitimer(signal.ITIMER_REAL, _LOOK, _LOOK)
        await asyncio.sleep(0)  # what came before the question counts as well
        yield
    except KeyboardInterrupt:
        raise asyncio.CancelledError from None
    finally:
        if _ALARM:
            signal.setitimer(signal.ITIMER_REAL, 0.0)
        for number, handler in before.items():
            signal.signal(number, handler)


def _nothing(number: int, frame: FrameType | None) -> None:
    pass


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
