# SPDX-License-Identifier: MIT
"""What stands inside of `Annotated[...]` beside the type: how a control looks, and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = ["INPUTS", "File", "Number", "Radio", "Slider", "Text", "Wish"]

INPUTS = "Audio, Midi, Path, list[Path], float, int, bool, str, Literal[...], an Enum, or a list of one of the last two"


@dataclass(frozen=True)
class Slider:
    """A number between two ends: `Annotated[float, Slider(-12, 12, 0.5)]`."""

    minimum: float
    maximum: float
    step: float | None = None


@dataclass(frozen=True)
class Number:
    """A number that is typed in, with ends where there are any."""

    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None


@dataclass(frozen=True)
class Text:
    """A text of several lines, or one that nobody shall read over the shoulder."""

    lines: int = 1
    secret: bool = False


@dataclass(frozen=True)
class Radio:
    """A choice whose possibilities are all in sight."""


@dataclass(frozen=True)
class File:
    """Which files are wanted: `Annotated[Path, File(".wav", ".flac")]`."""

    types: tuple[str, ...]

    def __init__(self, *types: str) -> None:
        object.__setattr__(self, "types", types)


@dataclass(frozen=True)
class Wish:
    """What an annotation says beside the type."""

    kind: Any
    optional: bool
    label: str
    info: str | None
    extra: tuple[Any, ...]

    def found(self, kind: type[Any]) -> Any:
        return next((entry for entry in self.extra if isinstance(entry, kind)), None)
