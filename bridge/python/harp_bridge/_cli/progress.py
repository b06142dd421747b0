# SPDX-License-Identifier: MIT
"""How far the jobs are, on standard error: a bar in a terminal, otherwise lines, or JSON lines for a program."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from typing import Protocol

from .._progress import Progress

__all__ = ["STYLES", "Display", "display"]

STYLES = ("auto", "bar", "lines", "json", "none")
_BAR = 24


class Display(Protocol):
    def show(self, job: int, progress: Progress) -> None:
        """A job, by its number, has come somewhere."""

    def ended(self, job: int) -> None:
        """A job is over."""

    def clear(self) -> None:
        """Makes room for other words on the screen."""


def display(style: str, names: Sequence[str]) -> Display:
    """`style` is one of STYLES; `names` has one entry for each job."""
    if style == "auto":
        style = "bar" if sys.stderr.isatty() else "lines"
    return {"bar": _Bar, "lines": _Lines, "json": _Json, "none": _Silent}[style](names)


class _Silent:
    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def show(self, job: int, progress: Progress) -> None:
        pass

    def ended(self, job: int) -> None:
        pass

    def clear(self) -> None:
        pass


class _Json(_Silent):
    def show(self, job: int, progress: Progress) -> None:
        entry = {"job": job, "input": self._names[job], **progress.to_json()}
        print(json.dumps(entry, ensure_ascii=False), file=sys.stderr, flush=True)


class _Lines(_Silent):
    """A new line for each stage, each ten percent, each place in the queue and each message."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self._last: dict[int, tuple[object, ...]] = {}

    def show(self, job: int, progress: Progress) -> None:
        tenth = None if progress.fraction is None else int(progress.fraction * 10)
        # A wait that goes on is told every ten seconds, although its words change every second.
        words = int(progress.silent // 10) if progress.silent is not None else progress.message
        mark = (progress.stage, tenth, progress.rank, words)
        if mark != self._last.get(job):
            self._last[job] = mark
            before = f"[{job + 1}/{len(self._names)} {self._names[job]}] " if len(self._names) > 1 else ""
            print(before + _words(progress), file=sys.stderr, flush=True)


class _Bar(_Silent):
    """One line that is written anew."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(names)
        self._running: dict[int, Progress] = {}
        self._over = 0
        self._width = 0

    def show(self, job: int, progress: Progress) -> None:
        self._running[job] = progress
        self._draw()

    def ended(self, job: int) -> None:
        self._running.pop(job, None)
        self._over += 1

    def clear(self) -> None:
        if self._width:
            print("\r" + " " * self._width + "\r", end="", file=sys.stderr, flush=True)
            self._width = 0

    def _draw(self) -> None:
        line = self._line()[: max(shutil.get_terminal_size().columns - 1, 20)]
        print(f"\r{line:<{self._width}}", end="", file=sys.stderr, flush=True)
        self._width = len(line)

    def _line(self) -> str:
        if len(self._names) == 1:
            return "".join(_with_bar(progress) for progress in self._running.values())
        jobs = [f"{self._names[job]} {_short(progress)}" for job, progress in sorted(self._running.items())]
        return f"{self._over} of {len(self._names)} done | " + " | ".join(jobs)


def _short(progress: Progress) -> str:
    return progress.stage + ("" if progress.fraction is None else f" {progress.fraction:.0%}")


def _rank(progress: Progress) -> str:
    return "" if progress.rank is None else f" (place {progress.rank + 1} of {progress.queue_size or '?'})"


def _words(progress: Progress) -> str:
    percent = "" if progress.fraction is None else f" {progress.fraction:4.0%}"
    size = "" if progress.done_bytes is None else f" {_bytes(progress)}"
    message = f" {progress.message}" if progress.message else ""
    return f"{progress.stage}{percent}{size}{_rank(progress)}{message}".replace("\n", " ")


def _bytes(progress: Progress) -> str:
    """What is packed on the way has no total before its end."""
    done, total = progress.done_bytes or 0, progress.total_bytes
    unit, name, digits = (1e6, "MB", 1) if max(done, total or 0) >= 1e6 else (1e3, "kB", 0)
    return " of ".join(f"{count / unit:.{digits}f}" for count in (done, total) if count is not None) + f" {name}"


def _with_bar(progress: Progress) -> str:
    parts = [f"{progress.stage:<11}"]
    if progress.fraction is not None:
        filled = round(progress.fraction * _BAR)
        parts.append(f"[{'#' * filled}{'.' * (_BAR - filled)}] {progress.fraction:4.0%}")
    if progress.done_bytes is not None:
        parts.append(_bytes(progress))
    if progress.elapsed is not None:
        parts.append(f"{int(progress.elapsed) // 60}:{int(progress.elapsed) % 60:02d}")
    if progress.rank is not None:
        parts.append(_rank(progress).strip())
    if progress.stage in ("queued", "running") and progress.eta is not None and progress.fraction is None:
        parts.append(f"about {progress.eta:.0f} s")
    return " ".join([*parts, progress.message]).replace("\n", " ").rstrip()
