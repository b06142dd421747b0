# SPDX-License-Identifier: MIT
"""How far a job is."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeVar

from ._errors import fail
from ._settings import Settings
from ._text import redact

__all__ = ["Level", "OnProgress", "Progress", "Stage", "Stages"]

T = TypeVar("T")

Stage = Literal["connecting", "waking", "uploading", "queued", "running", "downloading", "checking", "done"]
Level = Literal["info", "success", "warning", "error"]

_ORDER: Final[tuple[Stage, ...]] = (
    "connecting",
    "waking",
    "uploading",
    "queued",
    "running",
    "downloading",
    "checking",
    "done",
)


@dataclass(frozen=True)
class Progress:
    """One snapshot of a running job. What is unknown is None, or empty."""

    stage: Stage
    fraction: float | None = None
    """0..1 within the stage."""
    rank: int | None = None
    """Place in the queue, 0 = next; while queued."""
    queue_size: int | None = None
    eta: float | None = None
    """Seconds that the server expects the stage to take."""
    message: str = ""
    """The model's own words (progress description, gr.Info, gr.Warning), or what HARP has to say about a wait."""
    level: Level | None = None
    """Of a message that is more than a description of the progress."""
    done_bytes: int | None = None
    """Transferred so far; while uploading and downloading."""
    total_bytes: int | None = None
    elapsed: float | None = None
    """Seconds that the model has been running; while running."""
    silent: float | None = None
    """Seconds without a sign of life from the server, once they are worth mentioning."""

    def __post_init__(self) -> None:
        if self.message:
            object.__setattr__(self, "message", redact(self.message))

    def to_json(self) -> dict[str, object]:
        """The fields of the worker's `progress` message; what is unknown is absent."""
        return {key: value for key, value in vars(self).items() if value is not None and value != ""}


OnProgress = Callable[[Progress], None]


class Stages:
    """Passes snapshots on: stages only go forward (waiting for a turn here apart), and nothing is said twice.

    Lives in one event loop. `watched` adds what time alone brings about: elapsed seconds and silence.
    """

    def __init__(self, listener: OnProgress | None) -> None:
        self._listener = listener
        self._last: Progress | None = None
        self._running_since: float | None = None
        self._heard_at = time.monotonic()
        self._notified = 0.0
        self._paused = False
        self._beside: Stages | None = None
        self.furthest: Stage = "connecting"
        self.generating = False
        """True once the model has given something before its end: it works in steps, and stops between two of them."""

    def at(self, snapshot: Progress) -> None:
        if _ORDER.index(snapshot.stage) < _ORDER.index(self.furthest) or snapshot == self._last:
            return
        self.furthest = snapshot.stage
        self._last = snapshot
        if snapshot.stage == "running" and self._running_since is None:
            self._running_since = time.monotonic()
        self._tell(snapshot)

    def waiting(self, rank: int, size: int) -> None:
        """The job waits for its turn at this client; what comes before the queue of the server is still to come."""
        self._paused = True
        self._tell(Progress("queued", rank=rank, queue_size=size))

    def resumed(self) -> None:
        """The turn has come."""
        self._paused = False
        self.alive()

    def transfer(self, stage: Stage, done: int, total: int | None, fraction: float) -> None:
        """A transfer has come to `fraction`; steps below one percent are left out."""
        self.alive()
        last = self._last
        small = (
            last is not None and last.stage == stage and last.fraction is not None and fraction - last.fraction < 0.01
        )
        if not small or fraction >= 1.0:
            self.at(Progress(stage, fraction=min(fraction, 1.0), done_bytes=done, total_bytes=total))

    def say(self, message: str, level: Level | None = None) -> None:
        """The model said something: the last snapshot of the running stage with other words."""
        last = self._last if self._last is not None and self._last.stage == "running" else Progress("running")
        self.at(replace(last, message=message, level=level))

    def warn(self, message: str) -> None:
        """HARP itself has something to say about the stage that the job is in."""
        self.at(replace(self._last or Progress(self.furthest), message=message, level="warning"))

    def alive(self) -> None:
        """A byte came or went."""
        self._heard_at = time.monotonic()
        self._notified = 0.0
        if self._beside is not None:
            self._beside.alive()

    def beside(self) -> Stages:
        """For a question beside this job: what it hears is told to nobody, but shows that the server is alive."""
        other = Stages(None)
        other._beside = self
        return other

    async def watched(self, work: Awaitable[T], settings: Settings) -> T:
        """Runs the work of a job, telling elapsed time and silence meanwhile.

        Raises no_sign_of_life when the job takes longer than it may, and whatever the listener raises.
        """
        self.alive()
        working = asyncio.ensure_future(work)
        ticking = asyncio.ensure_future(self._tick(settings))
        try:
            await asyncio.wait([working, ticking], return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                ticking.result()
            return working.result()
        finally:
            ticking.cancel()
            if not working.done():
                working.cancel()
            try:
                await asyncio.gather(working, ticking, return_exceptions=True)
            finally:
                # What goes on in the background, taking the job back for example, has nobody to tell any more.
                self._listener = None
            # Whoever looks at this frame later must not find the result, and with it the audio, here.
            del working

    async def _tick(self, settings: Settings) -> None:
        begin = time.monotonic()
        while True:
            await asyncio.sleep(settings.tick)
            now = time.monotonic()
            if now - begin > settings.job_limit:
                raise fail("no_sign_of_life", detail=f"the job has taken longer than {settings.job_limit:g} s")
            silent = now - self._heard_at
            if self._paused or self.furthest in ("checking", "done"):
                continue  # nobody waits for the server
            if silent > settings.idle_timeout:
                # Each single wait may be short: a server that sends its head byte by byte never lets one run out.
                raise fail("no_sign_of_life", detail=f"nothing usable came within {settings.idle_timeout:g} s")
            if silent >= settings.silence_notice:
                if silent - self._notified >= max(settings.tick, settings.silence_repeat) or not self._notified:
                    self._notified = silent
                    words = f"No sign of life from the server for {silent:.0f} s."
                    last = self._last or Progress(self.furthest)
                    self._tell(replace(last, message=words, level="warning", silent=round(silent, 1)))
            elif self._last is not None and self._last.stage == "running":
                self._tell(self._last)

    def _tell(self, snapshot: Progress) -> None:
        if self._listener is None:
            return
        if snapshot.stage == "running" and self._running_since is not None:
            snapshot = replace(snapshot, elapsed=round(time.monotonic() - self._running_since, 1))
        self._listener(snapshot)
