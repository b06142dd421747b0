# SPDX-License-Identifier: MIT
"""Waits in front of a server that says "not now", for each reason as long as the settings allow, and says so."""

from __future__ import annotations

import asyncio

from .._errors import HarpError, fail
from .._progress import Progress, Stages
from .._settings import Settings
from .patience import Patience, nap
from .refusals import WORDS, Why

__all__ = ["Admission"]


class Admission:
    """Of one call. `left` is set when nobody waits for it any more."""

    def __init__(self, settings: Settings, stages: Stages, left: asyncio.Event) -> None:
        self._settings = settings
        self._stages = stages
        self._left = left
        self._patience: dict[Why, Patience] = {
            "full": Patience(settings, settings.queue_full_pause, settings.queue_full_wait),
            "limited": Patience(settings, settings.queue_full_pause, settings.rate_limit_wait),
            "down": Patience(settings, settings.restart_pause, settings.restart_wait),
        }

    async def wait(self, why: Why, error: HarpError, wish: float | None = None) -> None:
        """Returns when it is time to ask again. Raises `error` when it has been long enough, cancelled when left."""
        if self._left.is_set():
            raise fail("cancelled")
        pause = self._patience[why].pause(wish)
        if pause is None:
            raise error
        words = WORDS[why].format(pause)
        if self._stages.furthest == "running":  # as far as could be told: Gradio 3 does not say when it begins
            self._stages.warn(words)
        else:
            self._stages.at(Progress("queued", message=words, level="warning"))
        await nap(pause, self._stages.alive, self._settings, self._left)
        if self._left.is_set():
            raise fail("cancelled")
