# SPDX-License-Identifier: MIT
"""Reads spans of time as people type them: 1.5:4, 1.5:, 1:05-2:30."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .._errors import fail

__all__ = ["Span", "parse_span"]

_NUMBER = re.compile(r"^\d+(\.\d*)?$|^\.\d+$")


@dataclass(frozen=True)
class Span:
    """Seconds from the start of the file; `end` is None for its end."""

    start: float
    end: float | None

    @property
    def name(self) -> str:
        """A piece of a file name: "1.5-4s"."""
        return f"{self.start:g}-{'end' if self.end is None else f'{self.end:g}s'}"

    def frames(self, rate: int, total: int) -> tuple[int, int]:
        """First frame and the one behind the last, within a file of `total` frames. Raises region_empty."""
        first = min(round(self.start * rate), total)
        behind = total if self.end is None else min(round(self.end * rate), total)
        if behind <= first:
            raise fail("region_empty", detail=f"{self.name} of a file of {total / rate:g} s")
        return first, behind


def parse_span(typed: str) -> Span:
    """START:END or START-END; each in seconds, or as m:ss or h:mm:ss (then with a dash between them), or left out.

    Raises command_invalid.
    """
    start, end = _sides(typed.strip())
    span = Span(_seconds(start, typed) if start else 0.0, _seconds(end, typed) if end else None)
    if span.end is not None and span.end <= span.start:
        raise _wrong(typed, "it ends before it starts")
    return span


def _sides(typed: str) -> tuple[str, str]:
    if "-" in typed:
        start, _, end = typed.partition("-")
        return start, end
    parts = typed.split(":")
    if len(parts) == 2:
        return parts[0], parts[1]
    if len(parts) == 4:
        return ":".join(parts[:2]), ":".join(parts[2:])
    if len(parts) == 3 and not parts[2]:
        return ":".join(parts[:2]), ""
    if len(parts) == 3 and not parts[0]:
        return "", ":".join(parts[1:])
    raise _wrong(typed, "type 1.5:4, 1.5:, or 1:05-2:30")


def _seconds(typed: str, whole: str) -> float:
    parts = typed.strip().split(":")
    if len(parts) > 3 or not all(_NUMBER.match(part) for part in parts) or any("." in part for part in parts[:-1]):
        raise _wrong(whole, f"{typed!r} is no time")
    seconds = 0.0
    for position, part in enumerate(parts):
        if position and float(part) >= 60:
            raise _wrong(whole, f"{typed!r} is no time")
        seconds = seconds * 60 + float(part)
    return seconds


def _wrong(typed: str, why: str) -> Exception:
    return fail("command_invalid", detail=f"the region {typed!r}: {why}")
