# SPDX-License-Identifier: MIT
"""Melody to MIDI: lines whose notes are known come back as those notes, at their times."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import gradio as gr
import mido
import numpy as np
import pretty_midi
import pytest
from support.examples import example_app, example_module
from support.sounds import Samples, noise, sine, wav_bytes

import pyharp

melody = example_module("transcribe", "melody")
yin = example_module("transcribe", "yin")

Line = list[tuple[float, float, float]]
#: (start, end, MIDI number): steps, a repeated note, a rest, leaps of an octave.
LINE: Line = [
    (0.1, 0.5, 60),
    (0.5, 0.9, 62),
    (0.9, 1.2, 64),
    (1.2, 1.5, 64),
    (1.7, 2.2, 67),
    (2.2, 2.6, 55),
    (2.6, 3.0, 72),
]


def played(line: Line, rate: int = 44100, partials: int = 8, level: float = 0.3, vibrato: float = 0.0) -> Samples:
    """An instrument with partials 1/k, an attack of 5 ms and a slow decay."""
    out = np.zeros(round((line[-1][1] + 0.2) * rate))
    for start, end, number in line:
        first, last = round(start * rate), round(end * rate)
        time = np.arange(last - first) / rate
        hertz = 440 * 2 ** ((number - 69 + vibrato * np.sin(2 * np.pi * 5.5 * time)) / 12)
        phase = np.cumsum(2 * np.pi * hertz / rate)
        wave = sum(np.sin(k * phase) / k for k in range(1, partials + 1) if k * hertz.max() < rate / 2)
        out[first:last] += level * wave * np.minimum(1, time / 0.005) * np.exp(-time) * np.minimum(1, time[::-1] / 0.03)
    return out.astype(np.float32)[:, np.newaxis]


def check(notes: list, line: Line, shift: int = 0) -> None:
    assert [note.number for note in notes] == [number + shift for _, _, number in line]
    np.testing.assert_allclose([note.start for note in notes], [start for start, _, _ in line], atol=0.010)
    np.testing.assert_allclose([note.end for note in notes], [end for _, end, _ in line], atol=0.040)
    assert all(a.end <= b.start for a, b in pairwise(notes))


@pytest.mark.parametrize("rate", [8000, 44100, 48000, 96000])
@pytest.mark.parametrize("partials", [1, 8])
def test_a_line_comes_back_note_for_note(rate: int, partials: int) -> None:
    check(melody.transcribe(played(LINE, rate, partials), rate), LINE)


def test_hiss_level_channels_and_tuning_do_not_matter() -> None:
    sound = played(LINE)
    check(melody.transcribe(sound + 0.003 * noise(len(sound), 1), 44100), LINE)
    check(melody.transcribe(0.01 * sound, 44100), LINE)
    check(melody.transcribe(np.concatenate([sound, -sound], axis=1), 44100), LINE)
    flat = played([(start, end, number - 0.3) for start, end, number in LINE])
    check(melody.transcribe(flat, 44100), LINE)


def test_vibrato_stays_one_note() -> None:
    line: Line = [(0.1, 1.1, 64), (1.1, 2.1, 67)]
    check(melody.transcribe(played(line, vibrato=0.5), 44100), line)


@pytest.mark.parametrize(("range_", "octave"), [((28, 67), -24), ((55, 103), 24)])
def test_low_and_high_instruments(range_: tuple[int, int], octave: int) -> None:
    line: Line = [(0.1, 0.5, 55 + octave), (0.5, 0.9, 59 + octave), (1.0, 1.4, 62 + octave), (1.4, 1.8, 55 + octave)]
    check(melody.transcribe(played(line), 44100, lowest=range_[0], highest=range_[1]), line)


def test_legato_changes_of_pitch_need_no_attack() -> None:
    """One unbroken tone that changes its frequency."""
    hertz = np.repeat([261.63, 329.63, 392.0], 22050)
    sound = (0.4 * np.sin(np.cumsum(2 * np.pi * hertz / 44100))).astype(np.float32)[:, np.newaxis]
    notes = melody.transcribe(sound, 44100)
    assert [note.number for note in notes] == [60, 64, 67]
    np.testing.assert_allclose([note.start for note in notes], [0.0, 0.5, 1.0], atol=0.025)


def test_a_note_struck_again_while_it_rings_is_a_new_note() -> None:
    """One unbroken tone whose level jumps: only the level tells."""
    time = np.arange(round(1.5 * 44100)) / 44100
    sound = 0.4 * np.sin(2 * np.pi * 262.0 * time) * np.exp(-4 * (time % 0.5))
    notes = melody.transcribe(sound.astype(np.float32)[:, np.newaxis], 44100)
    assert [note.number for note in notes] == [60, 60, 60]
    np.testing.assert_allclose([note.start for note in notes], [0.0, 0.5, 1.0], atol=0.005)


def test_louder_notes_are_faster() -> None:
    loud, soft = (melody.transcribe(played([(0.1, 0.6, 60)], level=level), 44100)[0] for level in (0.4, 0.1))
    assert loud.velocity - soft.velocity == pytest.approx(24, abs=2)  # 12 decibels, two steps each


@pytest.mark.parametrize("number", [40, 47.25, 60, 69.5, 80, 88])
@pytest.mark.parametrize("rate", [22050, 44100])
def test_the_pitch_of_a_tone_is_exact_to_three_cents(number: float, rate: int) -> None:
    tone = sine(yin.hertz_of(number), 0.5, rate)[:, 0]
    track = yin.track_pitch(tone, rate, 39, 89)
    steady = slice(20, -20)
    np.testing.assert_allclose(track.pitch[steady], number, atol=0.03)
    assert track.doubt[steady].max() < 0.01


@pytest.mark.parametrize("frames", [0, 1, 50, 3000])
@pytest.mark.parametrize("rate", [8000, 44100, 192000])
def test_short_silent_and_noisy_sounds_hold_no_notes(frames: int, rate: int) -> None:
    assert melody.transcribe(np.zeros((frames, 2), np.float32), rate) == []
    assert melody.transcribe(noise(frames), rate) == []


def test_the_file_holds_the_notes_at_their_times_whatever_the_tempo(tmp_path: Path) -> None:
    path = tmp_path / "line.wav"
    path.write_bytes(wav_bytes(played(LINE), 44100))
    for tempo in (93.5, 120.0):
        midi, labels = example_app("transcribe").process(str(path), "Voice, guitar", tempo, 60.0, -40.0)
        file = pretty_midi.PrettyMIDI(midi)
        (line,) = file.instruments
        check([melody.Note(n.start, n.end, n.pitch, n.velocity) for n in line.notes], LINE)
        assert file.get_tempo_changes()[1][0] == pytest.approx(tempo, rel=1e-4)
        assert [(label.label, label.pitch) for label in labels][:3] == [("C4", 60.0), ("D4", 62.0), ("E4", 64.0)]
        assert sum(message.type == "note_on" and message.velocity > 0 for message in mido.MidiFile(midi)) == len(LINE)


def test_no_notes_is_said_in_words(tmp_path: Path) -> None:
    path = tmp_path / "silent.wav"
    path.write_bytes(wav_bytes(np.zeros((44100, 1), np.float32), 44100))
    with pytest.raises(gr.Error, match="one voice or instrument that plays one note at a time"):
        example_app("transcribe").process(str(path), "Bass", 120.0, 60.0, -40.0)


def test_the_work_can_be_stopped() -> None:
    def stop(fraction: float) -> None:
        raise pyharp.Cancelled

    with pytest.raises(pyharp.Cancelled):
        melody.transcribe(played(LINE), 44100, report=stop)
