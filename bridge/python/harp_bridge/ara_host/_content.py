# SPDX-License-Identifier: MIT
"""Musical content: what the host offers to the plug-in and what it reads back.

Positions are seconds or quarters as named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from ._load import native

__all__ = [
    "BarSignature",
    "Chord",
    "Content",
    "ContentEvent",
    "ContentGrade",
    "ContentType",
    "KeySignature",
    "Note",
    "Tempo",
    "Tuning",
]


class ContentType(IntEnum):
    """Kinds of content."""

    NOTES = 10
    TEMPO = 20
    BARS = 21
    TUNING = 31
    KEYS = 42
    CHORDS = 45


class ContentGrade(IntEnum):
    """How far content can be trusted."""

    INITIAL = 0
    DETECTED = 1
    ADJUSTED = 2
    APPROVED = 3


@dataclass(frozen=True)
class Note:
    """A note; `pitch` (MIDI number) and `frequency` (Hz) are None together for unpitched sounds. Times in seconds."""

    start: float
    duration: float
    pitch: int | None = None
    frequency: float | None = None
    volume: float = 1.0
    attack: float = 0.0
    signal_duration: float | None = None


@dataclass(frozen=True)
class Tempo:
    """One point of the tempo map: this second is that quarter."""

    seconds: float
    quarter: float


@dataclass(frozen=True)
class BarSignature:
    """A bar signature from a quarter on."""

    numerator: int
    denominator: int
    quarter: float = 0.0


@dataclass(frozen=True)
class Tuning:
    """The tuning of the whole object; `root` on the circle of fifths, `cents` for the twelve keys."""

    concert_pitch: float = 440.0
    root: int = 0
    cents: tuple[float, ...] = (0.0,) * 12
    name: str = ""


@dataclass(frozen=True)
class KeySignature:
    """A key from a quarter on; `root` on the circle of fifths, `intervals` twelve flags (0 or 255)."""

    root: int
    intervals: tuple[int, ...]
    quarter: float = 0.0
    name: str = ""


@dataclass(frozen=True)
class Chord:
    """A chord from a quarter on; `root` and `bass` on the circle of fifths, `intervals` twelve diatonic degrees."""

    root: int
    bass: int
    intervals: tuple[int, ...]
    quarter: float = 0.0
    name: str = ""


ContentEvent: TypeAlias = Note | Tempo | BarSignature | Tuning | KeySignature | Chord

_TYPES: dict[type, ContentType] = {
    Note: ContentType.NOTES,
    Tempo: ContentType.TEMPO,
    BarSignature: ContentType.BARS,
    Tuning: ContentType.TUNING,
    KeySignature: ContentType.KEYS,
    Chord: ContentType.CHORDS,
}


@dataclass(frozen=True)
class Content:
    """What the plug-in answered: grade and events of one type."""

    type: ContentType
    grade: ContentGrade
    events: tuple[ContentEvent, ...]


def by_type(events: Iterable[ContentEvent]) -> dict[ContentType, list[ContentEvent]]:
    """Sorts mixed events into their types; the order within a type is kept."""
    result: dict[ContentType, list[ContentEvent]] = {}
    for event in events:
        result.setdefault(_TYPES[type(event)], []).append(event)
    return result


def to_native(event: ContentEvent) -> native.AraContentEvent:
    """One event in the form of the compiled module."""
    result = native.AraContentEvent()
    match event:
        case Note():
            result.position, result.note_duration, result.attack = event.start, event.duration, event.attack
            result.signal_duration = event.duration if event.signal_duration is None else event.signal_duration
            result.pitch = native.ARA_INVALID_PITCH if event.pitch is None else event.pitch
            result.frequency = event.frequency if event.frequency is not None else _frequency(event.pitch)
            result.volume = event.volume
        case Tempo():
            result.position, result.quarter = event.seconds, event.quarter
        case BarSignature():
            result.numerator, result.denominator, result.position = event.numerator, event.denominator, event.quarter
        case Tuning():
            result.concert_pitch, result.root, result.name = event.concert_pitch, event.root, event.name
            result.tunings = list(event.cents)
        case KeySignature():
            result.root, result.intervals, result.position, result.name = (
                event.root,
                list(event.intervals),
                event.quarter,
                event.name,
            )
        case Chord():
            result.root, result.bass, result.intervals = event.root, event.bass, list(event.intervals)
            result.position, result.name = event.quarter, event.name
    return result


def from_native(content_type: ContentType, grade: int, events: Sequence[native.AraContentEvent]) -> Content:
    """What the compiled module read, in the public form."""
    known = ContentGrade(grade) if grade in ContentGrade._value2member_map_ else ContentGrade.INITIAL
    return Content(
        ContentType(content_type), known, tuple(_event(ContentType(content_type), event) for event in events)
    )


def _event(content_type: ContentType, event: native.AraContentEvent) -> ContentEvent:
    match content_type:
        case ContentType.NOTES:
            pitched = event.pitch != native.ARA_INVALID_PITCH
            return Note(
                event.position,
                event.note_duration,
                event.pitch if pitched else None,
                event.frequency if pitched else None,
                event.volume,
                event.attack,
                event.signal_duration,
            )
        case ContentType.TEMPO:
            return Tempo(event.position, event.quarter)
        case ContentType.BARS:
            return BarSignature(event.numerator, event.denominator, event.position)
        case ContentType.TUNING:
            return Tuning(event.concert_pitch, event.root, tuple(event.tunings), event.name)
        case ContentType.KEYS:
            return KeySignature(event.root, tuple(event.intervals), event.position, event.name)
        case ContentType.CHORDS:
            return Chord(event.root, event.bass, tuple(event.intervals), event.position, event.name)


def _frequency(pitch: int | None) -> float:
    return 0.0 if pitch is None else float(440.0 * 2.0 ** ((pitch - 69) / 12.0))
