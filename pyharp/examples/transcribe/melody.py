# SPDX-License-Identifier: MIT
"""Notes from a pitch track: where each begins and ends, which one it is, how hard it was played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pretty_midi
from scipy.ndimage import median_filter
from yin import HOP_SECONDS, Curve, Samples, hertz_of, track_pitch

_NAMES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")

SURE = 0.3
"""Doubt above which there is no pitch."""
AWAY = 0.6
"""Semitones by which the pitch must leave a note before another one begins: vibrato stays one note."""
RISE = 2.0
"""Factor by which the level must jump for a note to begin, or the same one anew (6 dB)."""
_MEMORY = 100
"""Hops over which a note's pitch is averaged while it goes on: half a second, several turns of a vibrato."""
_STEP_SECONDS = 0.002
_FLOOR = 1e-3


@dataclass(frozen=True)
class Note:
    """One note: start and end in seconds, MIDI number and velocity (1 to 127)."""

    start: float
    end: float
    number: int
    velocity: int

    @property
    def name(self) -> str:
        """As musicians write it; C4 is 60."""
        return f"{_NAMES[self.number % 12]}{self.number // 12 - 1}"


def transcribe(
    samples: Samples,
    rate: int,
    *,
    lowest: int = 40,
    highest: int = 88,
    shortest: float = 0.06,
    quietest: float = -40.0,
    report: Callable[[float], None] = lambda fraction: None,
) -> list[Note]:
    """Write down a monophonic line.

    Args:
        samples: float32, shape (frames, channels).
        rate: in hertz.
        lowest, highest: MIDI numbers of the notes that may occur.
        shortest: seconds below which something is no note.
        quietest: decibels below the loudest moment at which a note ends.
        report: called now and then with the part that is done, 0 to 1; it may raise to stop the work.

    Returns:
        Notes in order of time; none overlap.
    """
    if not samples.any():
        return []
    voice = _one_channel(samples)
    track = track_pitch(voice, rate, lowest - 1.0, highest + 1.0, lambda part: report(0.95 * part))
    jumps = _jumps(voice, rate, max(0.008, 1.0 / hertz_of(lowest)))
    loud = track.level > track.level.max() * 10.0 ** (quietest / 20.0)
    pitch = median_filter(track.pitch, size=5, mode="nearest")
    runs = [
        part
        for run in _runs(pitch, loud & (track.doubt < SURE), round(shortest / track.hop))
        for part in _struck_again(run, jumps, shortest)
        if (part[1] - part[0]) * track.hop >= shortest
    ]
    middles = np.array([np.median(pitch[first:last]) for first, last in runs])
    numbers = np.round(middles - _tuning(middles, [last - first for first, last in runs])).astype(int)
    notes: list[Note] = []
    for (first, last), number in zip(runs, numbers.tolist(), strict=True):
        if not lowest <= number <= highest:
            continue
        # Pitch is sure a little late and for a little too long: a jump in level tells where one note meets the next.
        start = _beginning(first * track.hop, jumps, notes[-1].start + shortest / 2 if notes else 0.0)
        if notes and notes[-1].end > start:
            notes[-1] = replace(notes[-1], end=start)
        notes.append(
            Note(start, last * track.hop, number, _velocity(voice[int(start * rate) : int(last * track.hop * rate)]))
        )
    return notes


def to_midi(notes: list[Note], tempo: float) -> pretty_midi.PrettyMIDI:
    """The notes as a MIDI file; `tempo` (beats per minute) places bar lines and moves nothing in time."""
    file = pretty_midi.PrettyMIDI(initial_tempo=tempo, resolution=480)
    line = pretty_midi.Instrument(program=0, name="Melody")
    line.notes = [pretty_midi.Note(note.velocity, note.number, note.start, note.end) for note in notes]
    file.instruments.append(line)
    return file


def _one_channel(samples: Samples) -> Samples:
    """The sum of the channels, or the loudest one where they cancel each other."""
    if samples.shape[1] == 1:
        return samples[:, 0]
    total: Samples = samples.mean(axis=1, dtype=np.float32)
    powers = np.mean(samples.astype(np.float64) ** 2, axis=0)
    return (
        total if np.mean(total.astype(np.float64) ** 2) > 0.1 * powers.max(initial=0.0) else samples[:, powers.argmax()]
    )


def _jumps(voice: Samples, rate: int, reach: float) -> Curve:
    """How much louder each 2 ms and what follows are than what came before, as log of a factor.

    Args:
        reach: seconds to look ahead and back, at least a period, in which a steady tone does not change.
    """
    step = max(1, round(_STEP_SECONDS * rate))
    count = -(-len(voice) // step)
    peaks = np.abs(np.pad(voice, (0, count * step - len(voice)))).reshape(count, step).max(axis=1)
    width = round(reach / _STEP_SECONDS)
    around = np.lib.stride_tricks.sliding_window_view(np.pad(peaks, width), width).max(axis=1)
    around = np.log(np.maximum(around, _FLOOR * peaks.max()))
    jumps: Curve = around[width:] - around[:-width]
    # A whole number of frames per step is not quite 2 ms.
    even: Curve = np.interp(np.arange(0, len(voice) / rate, _STEP_SECONDS), np.arange(count + 1) * step / rate, jumps)
    return even


def _tuning(pitches: Curve, lengths: list[int]) -> float:
    """How far the instrument as a whole is from A = 440 Hz, in semitones (-0.5 to 0.5)."""
    return float(np.angle(np.sum(np.exp(2j * np.pi * pitches) * lengths)) / (2 * np.pi)) if lengths else 0.0


def _runs(pitch: Curve, sounding: npt.NDArray[np.bool_], settle: int) -> list[tuple[int, int]]:
    """Spans of hops that hold one note each; a new one begins when the pitch has left the old one for `settle` hops."""
    runs: list[tuple[int, int]] = []
    start = away = 0
    for hop in range(len(pitch) + 1):
        if hop == len(pitch) or not sounding[hop]:
            if hop > start:
                runs.append((start, hop))
            start, away = hop + 1, 0
            continue
        recent = pitch[max(start, hop - _MEMORY) : hop + 1 - away]
        away = away + 1 if recent.size and abs(pitch[hop] - np.median(recent)) > AWAY else 0
        if away >= max(2, settle):
            runs.append((start, hop + 1 - away))
            start, away = hop + 1 - away, 0
    return runs


def _struck_again(run: tuple[int, int], jumps: Curve, shortest: float) -> list[tuple[int, int]]:
    """Split a run where the level jumps: the same note played again."""
    first, last = run
    scale, skip = _STEP_SECONDS / HOP_SECONDS, round(shortest / _STEP_SECONDS)
    begin, end = round(first / scale), round(last / scale)
    # A jump is seen from as far as it can be looked ahead, and ends where the note begins.
    above = np.flatnonzero(jumps[begin:end] > np.log(RISE)) + begin
    ends = above[np.append(np.diff(above) > 1, True)] if len(above) else above
    cuts = [first]
    for cut in ends.tolist():
        if cut - cuts[-1] / scale > skip and end - cut > skip:
            cuts.append(round(cut * scale))
    return list(zip(cuts, [*cuts[1:], last], strict=True))


def _beginning(near: float, jumps: Curve, earliest: float) -> float:
    """Where the level jumps near the time at which the pitch was first sure; that time itself where it does not."""
    low = max(0, round(max(earliest, near - 0.06) / _STEP_SECONDS))
    piece = jumps[low : round((near + 0.04) / _STEP_SECONDS)]
    if not len(piece) or piece.max() < np.log(RISE):
        return max(near, earliest)
    return float((low + np.flatnonzero(piece > 0.9 * piece.max())[-1]) * _STEP_SECONDS)


def _velocity(piece: Samples) -> int:
    """Full scale is 127, each decibel less takes 2; the scale of most samplers, whose range is about 60 dB."""
    decibels = 20.0 * np.log10(max(float(np.abs(piece).max(initial=0.0)), 1e-6))
    return int(np.clip(round(127 + 2.0 * decibels), 1, 127))
