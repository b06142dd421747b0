# SPDX-License-Identifier: MIT
"""How far a job is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal

__all__ = ["OnProgress", "Progress", "Stage", "Stages"]

Stage = Literal["connecting", "waking", "uploading", "queued", "running", "downloading", "checking"]

_ORDER: Final[tuple[Stage, ...]] = (
    "connecting",
    "waking",
    "uploading",
    "queued",
    "running",
    "downloading",
    "checking",
)


@dataclass(frozen=True)
class Progress:
    """One snapshot of a running job."""

    stage: Stage
    fraction: float | None = None
    """0..1 within the stage, when it is known."""
    rank: int | None = None
    """Place in the queue, 0 = next; while queued."""
    queue_size: int | None = None
    eta: float | None = None
    """Seconds that the server expects the stage to take."""
    message: str = ""
    """The model's own words: progress description, gr.Info, gr.Warning."""

    def to_json(self) -> dict[str, object]:
        """The fields of the worker's `progress` message; what is unknown is absent."""
        return {key: value for key, value in vars(self).items() if value is not None and value != ""}


OnProgress = Callable[[Progress], None]


class Stages:
    """Passes snapshots on: stages only go forward, and nothing is said twice."""

    def __init__(self, listener: OnProgress | None) -> None:
        self._listener = listener
        self._last: Progress | None = None
        self.furthest: Stage = "connecting"

    def at(self, snapshot: Progress) -> None:
        if _ORDER.index(snapshot.stage) < _ORDER.index(self.furthest) or snapshot == self._last:
            return
        self.furthest = snapshot.stage
        self._last = snapshot
        if self._listener is not None:
            self._listener(snapshot)

    def fraction(self, stage: Stage, value: float) -> None:
        """A transfer has come to `value`; steps below one percent are left out."""
        last = self._last
        small = last is not None and last.stage == stage and last.fraction is not None and value - last.fraction < 0.01
        if not small or value >= 1.0:
            self.at(Progress(stage, fraction=min(value, 1.0)))

    def say(self, message: str) -> None:
        """The model said something: the last snapshot of the running stage with other words."""
        last = self._last if self._last is not None and self._last.stage == "running" else Progress("running")
        self.at(replace(last, message=message))
