# SPDX-License-Identifier: MIT
"""Wakes a sleeping Space and waits until it runs, telling what it waits for."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from itertools import chain, repeat

from .._errors import HarpError, fail
from .._json import Malformed
from .._progress import Progress
from .._settings import Settings
from .._transport.link import Link
from .address import Space
from .hub import Hub, State

__all__ = ["awake"]

Tell = Callable[[Progress], None]


async def awake(space: Space, hub: Hub, link: Callable[[], Link], settings: Settings, tell: Tell) -> bool:
    """Returns when the Space runs: True when it had to be waited for.

    `link` gives a way to the Space itself: the Hub wakes a Space when somebody asks for its page.
    Raises space_paused, space_failed, waking_timeout, and what the Hub refuses at the first look.
    """
    begin = time.monotonic()
    state, waited, woken = await hub.state(space), False, False
    for pause in chain(settings.waking_pauses, repeat(settings.waking_pauses[-1])):
        if state.kind in ("runs", "unknown"):  # a stage that is new since this was written is worth a try
            return waited
        elapsed = time.monotonic() - begin
        _give_up(space, state, elapsed > settings.waking_timeout, settings)
        tell(Progress("waking", message=state.words, elapsed=round(elapsed, 1)))
        waited = True
        if state.kind == "sleeps" and not woken:
            woken = await _knock(link(), settings.knock_timeout)
        await asyncio.sleep(min(pause, max(settings.waking_timeout - elapsed, 0.0) + 0.001))
        # A Hub that stumbles now and then does not end the waiting.
        with contextlib.suppress(HarpError):
            state = await hub.state(space)
    return waited


async def _knock(link: Link, patience: float) -> bool:
    """True when somebody heard it; what a sleeping Space answers is of no interest."""
    try:
        await link.get("/", silence=patience, follow=False)
    except Malformed:
        return True
    except HarpError:
        return False
    return True


def _give_up(space: Space, state: State, too_late: bool, settings: Settings) -> None:
    detail = f"{space.id}: {state.stage}. {state.words}" + (f" {state.error}" if state.error else "")
    if state.kind == "paused" or (too_late and state.stage == "STOPPED"):
        raise fail("space_paused", detail=detail)
    if state.kind == "broken":
        raise fail("space_failed", detail=detail)
    if too_late:
        raise fail("waking_timeout", detail=f"{detail} Waited for {settings.waking_timeout:g} s.")
