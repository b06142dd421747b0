# SPDX-License-Identifier: MIT
"""What a model wrote down about its own jobs: the lines `<name> <event> <seconds>` of slow.py and its like.

The clock is `time.monotonic()`, which all processes of a machine share, so they can be compared with times taken here.
"""

from __future__ import annotations

from pathlib import Path

from .wire import wait_for

__all__ = ["ServerLog"]


class ServerLog:
    """The log that a model writes while it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def events(self, name: str) -> list[str]:
        return [event for who, event, _ in self._lines() if who == name]

    def time_of(self, name: str, event: str) -> float:
        return next(when for who, what, when in self._lines() if (who, what) == (name, event))

    def first_time(self, name: str) -> float:
        return min(when for who, _, when in self._lines() if who == name)

    def last_time(self, name: str) -> float:
        return max(when for who, _, when in self._lines() if who == name)

    def wait_for(self, name: str, event: str) -> float:
        """Wait until that was written, and return its time."""
        wait_for(lambda: event in self.events(name))
        return self.time_of(name, event)

    def _lines(self) -> list[tuple[str, str, float]]:
        text = self.path.read_text() if self.path.exists() else ""
        whole = [line.strip() for line in text.splitlines(keepends=True) if line.endswith("\n")]
        parted = [(line.split(" ", 1)[0], *line.split(" ", 1)[1].rsplit(" ", 1)) for line in whole]
        return [(name, event, float(when)) for name, event, when in parted]
