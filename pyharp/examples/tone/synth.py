# SPDX-License-Identifier: MIT
"""Notes from words, tones from notes: additive synthesis without aliasing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_NOTE = re.compile(r"([A-Ga-g])([#♯b♭]?)(-?\d)")
_ATTACK_SECONDS = 0.005
_SHORTEST_SECONDS = 0.02
_LEVEL = 0.5

WAVEFORMS = ("sine", "triangle", "saw", "square")


@dataclass(frozen=True)
class Note:
    """One note of a prompt: its name as written, and its MIDI number (60 is C4)."""

    name: str
    number: int

    @property
    def hertz(self) -> float:
        return float(440.0 * 2.0 ** ((self.number - 69) / 12))


def parse_notes(text: str) -> list[list[Note]]:
    """Read notes such as "C4 E4 G4"; notes joined by + sound together: "C4+E4+G4 F4".

    Raises:
        ValueError: something is no note, or there is none; the message is for the person who typed it.
    """
    groups = [[_parse_note(word) for word in group.split("+")] for group in re.split(r"[\s,;]+", text.strip()) if group]
    if not groups:
        raise ValueError("Type some notes, for example C4 E4 G4.")
    return groups


def _parse_note(word: str) -> Note:
    match = _NOTE.fullmatch(word)
    if match is None:
        raise ValueError(f"{word!r} is not a note. Write notes like C4, F#3 or Bb5, separated by spaces.")
    letter, sign, octave = match.groups()
    number = 12 * (int(octave) + 1) + _STEPS[letter.upper()] + {"": 0, "#": 1, "♯": 1}.get(sign, -1)
    if not 0 <= number <= 127:
        raise ValueError(f"{word!r} is outside of what MIDI knows (C-1 to G9).")
    return Note(word, number)


def render(
    groups: list[list[Note]],
    waveform: str,
    duration: float,
    decay: float,
    rate: int,
    report: Callable[[float], None] = lambda fraction: None,
) -> Samples:
    """Play groups of notes one after another, each as long as the others.

    Args:
        groups: what `parse_notes` returned.
        waveform: one of `WAVEFORMS`.
        duration: seconds of the whole.
        decay: seconds until a tone has fallen by 60 dB; 0 holds it.
        rate: sample rate in hertz.
        report: called after each group with the part that is done; it may raise to stop the work.

    Returns:
        float32, shape (frames, 1), peaks below 1.

    Raises:
        ValueError: so many notes do not fit; the message is for the person who typed them.
    """
    if duration / len(groups) < _SHORTEST_SECONDS:
        raise ValueError(f"{len(groups)} notes do not fit into {duration:g} seconds. Type fewer, or take longer.")
    borders = [round(index * duration / len(groups) * rate) for index in range(len(groups) + 1)]
    parts = []
    for index, group in enumerate(groups):
        time = np.arange(borders[index + 1] - borders[index]) / rate
        envelope = np.minimum(1.0, np.minimum(time, time[-1] - time) / _ATTACK_SECONDS)
        if decay > 0:
            envelope = envelope * 10.0 ** (-3.0 * time / decay)
        tone = sum((_tone(note.hertz, waveform, time, rate) for note in group), np.zeros(len(time)))
        parts.append(tone * envelope * (_LEVEL / len(group)))
        report((index + 1) / len(groups))
    return np.concatenate(parts).astype(np.float32)[:, np.newaxis]


def _tone(hertz: float, waveform: str, time: npt.NDArray[np.float64], rate: int) -> npt.NDArray[np.float64]:
    """The sum of the harmonics below half of the sample rate; none above it can fold back."""
    tone = np.zeros(len(time))
    for harmonic in range(1, max(2, math.ceil(rate / 2 / hertz))):
        amplitude = _amplitude(waveform, harmonic)
        if amplitude:
            tone += amplitude * np.sin(2 * np.pi * hertz * harmonic * time)
    return tone


def _amplitude(waveform: str, harmonic: int) -> float:
    odd = harmonic % 2 == 1
    if waveform == "sine":
        return 1.0 if harmonic == 1 else 0.0
    if waveform == "triangle":
        sign = 1.0 if harmonic % 4 == 1 else -1.0
        return sign * 8 / np.pi**2 / harmonic**2 if odd else 0.0
    if waveform == "saw":
        return 2 / np.pi / harmonic * 0.8
    if waveform == "square":
        return 4 / np.pi / harmonic * 0.7 if odd else 0.0
    raise ValueError(f"{waveform!r} is not one of {', '.join(WAVEFORMS)}.")
