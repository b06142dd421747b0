# SPDX-License-Identifier: MIT
"""Transposes a MIDI file: notes, key pressure and key signatures move, every other event stays as it is."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import mido

DRUMS = 9
"""General MIDI's drum channel (channel 10 to people): there a note number is an instrument, not a pitch."""

HIGHEST = 127
_NOTES = {"note_on", "note_off", "polytouch"}
_FLAT = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_FLAT_MINOR = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}


def read_midi(path: str | Path) -> mido.MidiFile:
    """Read a MIDI file.

    Raises:
        ValueError: it is not one; the message is for the person who sent it.
    """
    try:
        # Values that MIDI does not allow occur in files in the field; the nearest allowed one does no harm.
        return mido.MidiFile(file=io.BytesIO(Path(path).read_bytes()), clip=True)
    except (OSError, EOFError, ValueError, IndexError, KeyError) as error:
        raise ValueError(
            "This is not a MIDI file that can be read. Export it again as .mid from your program."
        ) from error


def transpose(file: mido.MidiFile, semitones: int, *, drums_too: bool = False, fold: bool = True) -> int:
    """Transpose all notes of a file in place.

    Args:
        file: what `read_midi` returned.
        semitones: how far, up or down.
        drums_too: move the notes of the drum channel as well.
        fold: move notes that leave MIDI's range back by octaves; otherwise they are left out.

    Returns:
        How many notes left the range.
    """
    outside = 0
    for track in file.tracks:
        kept, waiting = [], 0
        for message in track:
            moved = message
            if message.type in _NOTES and (drums_too or message.channel != DRUMS):
                note = message.note + semitones
                leaves = not 0 <= note <= HIGHEST
                outside += leaves and message.type == "note_on" and message.velocity > 0
                if leaves and not fold:
                    waiting += message.time  # the events after it keep their time
                    continue
                moved = message.copy(note=_folded(note))
            elif message.type == "key_signature":
                moved = message.copy(key=transposed_key(message.key, semitones))
            kept.append(moved.copy(time=moved.time + waiting))
            waiting = 0
        track[:] = kept
    return outside


def transposed_key(key: str, semitones: int) -> str:
    """A key as MIDI names it ("Eb", "F#m") moved by semitones, in its most usual spelling."""
    minor = key.endswith("m")
    name = key[:-1] if minor else key
    number = _STEPS[name[0]] + name.count("#") - name.count("b")
    if semitones % 12 == 0:
        return key
    return (_FLAT_MINOR if minor else _FLAT)[(number + semitones) % 12] + ("m" if minor else "")


def notes(file: mido.MidiFile) -> Iterator[tuple[int, int]]:
    """Channel (0 to 15) and note number of every note, track by track."""
    for track in file.tracks:
        for message in track:
            if message.type == "note_on" and message.velocity > 0:
                yield message.channel, message.note


def _folded(note: int) -> int:
    while note > HIGHEST:
        note -= 12
    while note < 0:
        note += 12
    return note
