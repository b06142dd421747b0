# SPDX-License-Identifier: MIT
"""MIDI in and out without further libraries: notes in ticks or in seconds, and everything else of the file kept."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import gradio as gr

from ._files import add_timestamp_to_path, output_path
from ._installed import installed

__all__ = [
    "Midi",
    "Note",
    "TempoChange",
    "TimedNote",
    "Track",
    "get_tick_time_in_seconds",
    "load_midi",
    "save_midi",
    "ticks_to_seconds",
]

_DRUM_CHANNEL = 9


class _Named:
    """Says in words what is missing in comparison with symusic."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(
            f"pyharp.{type(self).__name__} has no {name!r}. If you mean that of symusic, install symusic: "
            "pyharp.load_midi then returns its Score."
        )


@dataclass
class Note(_Named):
    """One note: `time` and `duration` in ticks, `pitch` and `velocity` 0 to 127, `channel` 0 to 15."""

    time: int
    duration: int
    pitch: int
    velocity: int = 64
    channel: int = 0

    @property
    def start(self) -> int:
        """Its first tick."""
        return self.time

    @property
    def end(self) -> int:
        """The tick at which it is over."""
        return self.time + self.duration


class TimedNote(NamedTuple):
    """One note: `start` and `end` in seconds, `pitch` and `velocity` 0 to 127."""

    pitch: int
    start: float
    end: float
    velocity: int = 64


@dataclass
class TempoChange(_Named):
    """From tick `time` on there are `qpm` quarter notes per minute."""

    time: int
    qpm: float


@dataclass
class Track(_Named):
    """One track of a file.

    Attributes:
        name: of the instrument or part.
        notes: in the order of their beginning.
        events: everything else as (tick, bytes of the message), such as pedals, programs, bends and time signatures.
        end: tick at which the track ends; what lies behind it moves it.
    """

    name: str = ""
    notes: list[Note] = field(default_factory=list)
    events: list[tuple[int, bytes]] = field(default_factory=list)
    end: int = 0

    @property
    def program(self) -> int:
        """Number of the first instrument that is chosen, 0 when none is."""
        return next((message[1] for _, message in self.events if message[0] & 0xF0 == 0xC0), 0)

    @property
    def is_drum(self) -> bool:
        """Whether the notes are those of a drum kit."""
        return bool(self.notes) and all(note.channel == _DRUM_CHANNEL for note in self.notes)


@dataclass
class Midi(_Named):
    """A piece of music.

    Attributes:
        ticks_per_quarter: ticks in a quarter note.
        tracks: the parts.
        tempos: in the order of their time; 120 quarter notes per minute before the first.
    """

    ticks_per_quarter: int = 480
    tracks: list[Track] = field(default_factory=list)
    tempos: list[TempoChange] = field(default_factory=list)

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None) -> Midi:
        """Read a MIDI file that a user sent, as `load_midi` does where symusic is not installed.

        Raises:
            gr.Error: there is no file or it is not MIDI; the user reads the sentence.
        """
        from ._smf import read

        piece: Midi = _read(path, read)
        return piece

    @classmethod
    def from_notes(cls, notes: Iterable[TimedNote | tuple[int, float, float, int]], name: str = "") -> Midi:
        """A piece of one track at 120 quarter notes per minute; times are exact to half a millisecond.

        Args:
            notes: (pitch, start, end, velocity) with times in seconds.
            name: of the track.

        Raises:
            ValueError: a note ends before it begins, or begins before 0.
        """
        midi = cls(480, [Track(name)], [TempoChange(0, 120.0)])
        for pitch, start, end, velocity in notes:
            if not 0 <= start <= end:
                raise ValueError(f"A note from {start} to {end} seconds cannot be played.")
            first, last = midi.tick(start), midi.tick(end)
            midi.tracks[0].notes.append(Note(first, last - first, int(pitch), int(velocity)))
        midi.tracks[0].notes.sort(key=lambda note: (note.time, note.pitch))
        return midi

    @property
    def tpq(self) -> int:
        """Ticks in a quarter note."""
        return self.ticks_per_quarter

    def seconds(self, tick: float) -> float:
        """The time at which a tick is reached, in seconds from the beginning."""
        elapsed, before, quarter = 0.0, 0.0, 0.5
        for time, length in _tempo_map(self.tempos):
            if time >= tick:
                break
            elapsed += (time - before) * quarter / self.ticks_per_quarter
            before, quarter = time, length
        return elapsed + (tick - before) * quarter / self.ticks_per_quarter

    def tick(self, seconds: float) -> int:
        """The tick nearest to a time in seconds from the beginning."""
        changes = [(0.0, 0.5), *_tempo_map(self.tempos)]
        reached = [self.seconds(time) for time, _ in changes]
        index = max(0, bisect_right(reached, seconds) - 1)
        time, quarter = changes[index]
        return max(0, round(time + (seconds - reached[index]) * self.ticks_per_quarter / quarter))

    def notes(self) -> list[TimedNote]:
        """The notes of all tracks with times in seconds, in the order of their beginning."""
        found = [
            TimedNote(note.pitch, self.seconds(note.time), self.seconds(note.end), note.velocity)
            for track in self.tracks
            for note in track.notes
        ]
        return sorted(found, key=lambda note: (note.start, note.pitch))

    def shift_pitch(self, offset: int, inplace: bool = False) -> Midi:
        """The piece with every note moved by so many semitones, apart from those of a drum kit.

        Args:
            offset: in semitones.
            inplace: move the notes of this piece instead of those of a copy.
        """
        piece = self if inplace else self.copy()
        for track in piece.tracks:
            for note in track.notes:
                note.pitch += 0 if note.channel == _DRUM_CHANNEL else offset
        return piece

    def copy(self) -> Midi:
        """A copy that shares nothing with this one."""
        return deepcopy(self)

    def note_num(self) -> int:
        """How many notes there are."""
        return sum(len(track.notes) for track in self.tracks)

    def dump_midi(self, path: str | os.PathLike[str]) -> None:
        """Write a standard MIDI file (format 1). Notes beyond pitch 0 to 127 are left out.

        Raises:
            ValueError: a time is negative, or a channel does not exist.
        """
        from ._smf import written

        Path(path).write_bytes(written(self))


def load_midi(
    path: str | os.PathLike[str] | None = None, *, input_midi_path: str | os.PathLike[str] | None = None
) -> Any:
    """Read a MIDI file that a user sent.

    Args:
        path: what a MIDI input hands to the process function.
        input_midi_path: its name in the published call.

    Returns:
        A `Midi`; where symusic is installed its Score, as from the published pyharp. `Midi.load(path)` is a `Midi`
        everywhere. Tracks, notes, tempos and `shift_pitch` have the same names in both.

    Raises:
        gr.Error: there is no file or it is not MIDI; the user reads the sentence.
    """
    path = path if path is not None else input_midi_path
    symusic = installed("symusic", "Score")
    return Midi.load(path) if symusic is None else _read(path, symusic.Score.from_midi)


def _read(path: str | os.PathLike[str] | None, read: Callable[[bytes], Any]) -> Any:
    if path is None:
        raise gr.Error("This model needs MIDI, and none was sent.")
    try:
        return read(Path(path).read_bytes())
    except (OSError, ValueError, RuntimeError) as error:
        raise gr.Error("The MIDI that was sent cannot be read. Send a standard MIDI file (.mid).") from error


def save_midi(
    midi: Any, output_midi_path: str | os.PathLike[str] | None = None, include_timestamp: bool = False
) -> str:
    """Write a result and return its path.

    Args:
        midi: a `Midi`, or a piece of symusic, pretty_midi or mido.
        output_midi_path: where to; by default a new file of its own in Gradio's folder.
        include_timestamp: put the time behind the name of the given path; the default path is new each time anyway.

    Raises:
        TypeError: it is nothing that can be written.
    """
    if output_midi_path is None:
        path = output_path("output.mid")
    else:
        path = add_timestamp_to_path(output_midi_path) if include_timestamp else os.fspath(output_midi_path)
    for method in ("dump_midi", "write", "save"):
        if callable(getattr(midi, method, None)):
            getattr(midi, method)(path)
            return path
    raise TypeError(f"save_midi wants a pyharp.Midi, not {type(midi).__name__}.")


def ticks_to_seconds(ticks: float, tempo: float, ticks_per_quarter: int) -> float:
    """How long a number of ticks lasts, in seconds, at a tempo in quarter notes per minute."""
    return 60.0 / tempo * ticks / ticks_per_quarter


def get_tick_time_in_seconds(tick: float, midi: Any) -> float:
    """The time at which a tick is reached, in seconds.

    Args:
        tick: in ticks from the beginning.
        midi: a `Midi`, or a score of symusic.
    """
    if isinstance(midi, Midi):
        return midi.seconds(tick)
    tempos = [TempoChange(change.time, change.qpm) for change in midi.tempos]
    return Midi(midi.ticks_per_quarter, [], tempos).seconds(tick)


def _tempo_map(tempos: Iterable[TempoChange]) -> list[tuple[float, float]]:
    """Tick and length of a quarter note in seconds, in the order of time."""
    return sorted(((change.time, 60.0 / change.qpm) for change in tempos), key=lambda change: change[0])
