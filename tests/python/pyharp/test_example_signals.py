# SPDX-License-Identifier: MIT
"""Pitch shift and tone, called as plain functions: no server is started."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import gradio as gr
import numpy as np
import pytest
from support.examples import example_app
from support.sounds import noise, peak_hertz, sine, wav_bytes

import pyharp


@pytest.fixture(scope="module")
def pitch() -> ModuleType:
    return example_app("pitch_shift")


@pytest.fixture(scope="module")
def tone() -> ModuleType:
    return example_app("tone")


@pytest.mark.parametrize("semitones", [12.0, 7.0, 0.3, -5.0, -12.0, 24.0])
@pytest.mark.parametrize("made_for", ["Rhythm (short window)", "Balanced", "Chords (long window)"])
def test_a_sine_moves_to_its_new_pitch_and_keeps_length_and_level(
    pitch: ModuleType, semitones: float, made_for: str
) -> None:
    sound = sine(440.0, 2.0)
    shifted = pitch.shift_pitch(sound, semitones, window=pitch.WINDOWS[made_for])
    assert shifted.shape == sound.shape
    assert shifted.dtype == np.float32
    middle = shifted[22050:-22050]
    assert peak_hertz(middle, 44100) == pytest.approx(440.0 * 2 ** (semitones / 12), rel=5e-4)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.5 / np.sqrt(2), rel=0.01)


def test_440_hertz_up_an_octave_is_880_hertz_through_files(pitch: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(sine(440.0, channels=2), 48000))
    shifted, rate = pyharp.load_audio(pitch.process(str(path), 12.0, 1.0, False, "Balanced"))
    assert (rate, shifted.shape) == (48000, (44100, 2))
    assert peak_hertz(shifted, 44100) == pytest.approx(880.0, rel=1e-3)


def test_a_shifted_sine_is_clean(pitch: ModuleType) -> None:
    shifted = pitch.shift_pitch(sine(440.0, 3.0), 7.0)[44100:-44100]
    spectrum = np.abs(np.fft.rfft(shifted[:, 0] * np.blackman(len(shifted))))
    peak = int(spectrum.argmax())
    spectrum[max(0, peak - 30) : peak + 30] = 0.0
    assert 20 * np.log10(spectrum.max() / np.abs(np.fft.rfft(shifted[:, 0] * np.blackman(len(shifted)))).max()) < -60.0


def test_the_stereo_image_stays(pitch: ModuleType) -> None:
    left = sine(440.0, 2.0)[:, 0]
    sound = np.stack([left, -0.25 * left], axis=1)
    shifted = pitch.shift_pitch(sound, 5.0)
    np.testing.assert_allclose(shifted[:, 1], -0.25 * shifted[:, 0], atol=1e-5)


def test_attacks_stay_where_they_are(pitch: ModuleType) -> None:
    sound = np.zeros((44100, 1), np.float32)
    for start in (11025, 30000):
        sound[start : start + 4000] = sine(600.0, 1.0)[:4000] * np.linspace(1, 0, 4000, dtype=np.float32)[:, None]
    shifted = pitch.shift_pitch(sound, 9.0, window=1024)
    for start in (11025, 30000):
        before, after = shifted[start - 1500 : start - 500], shifted[start : start + 1000]
        assert np.abs(before).max() < 0.1 * np.abs(after).max()


def test_zero_semitones_and_a_dry_mix_return_the_samples_themselves(pitch: ModuleType, tmp_path: Path) -> None:
    samples = noise(5000)
    np.testing.assert_array_equal(pitch.shift_pitch(samples, 0.0), samples)
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(samples))
    dry, _ = pyharp.load_audio(pitch.process(str(path), 5.0, 0.0, False, "Balanced"))
    np.testing.assert_array_equal(dry, samples)


@pytest.mark.parametrize("frames", [0, 1, 10, 511, 2049])
def test_short_sounds_keep_their_length(pitch: ModuleType, frames: int) -> None:
    shifted = pitch.shift_pitch(noise(frames), 3.0, keep_formants=True)
    assert shifted.shape == (frames, 2)
    assert np.isfinite(shifted).all()


def test_keeping_the_formants_keeps_the_centre_of_the_spectrum(pitch: ModuleType) -> None:
    """A buzz with a resonance at 1 kHz: shifted by an octave the resonance moves to 2 kHz, or stays."""
    time = np.arange(2 * 44100) / 44100
    partials = 110.0 * np.arange(1, 100)
    levels = 0.1 / (1.0 + ((partials - 1000.0) / 300.0) ** 2)
    sound = (levels @ np.sin(2 * np.pi * np.outer(partials, time))).astype(np.float32)[:, np.newaxis]

    def centre(samples: np.ndarray) -> float:
        power = np.abs(np.fft.rfft(samples[22050:-22050, 0])) ** 2
        return float((np.fft.rfftfreq(len(samples) - 44100, 1 / 44100) * power).sum() / power.sum())

    assert centre(pitch.shift_pitch(sound, 12.0)) == pytest.approx(2000.0, rel=0.05)
    assert centre(pitch.shift_pitch(sound, 12.0, keep_formants=True)) == pytest.approx(1000.0, rel=0.2)


def test_silence_stays_silence(pitch: ModuleType) -> None:
    assert not pitch.shift_pitch(np.zeros((5000, 2), np.float32), 3.0, keep_formants=True).any()


def test_a_report_may_stop_the_work(pitch: ModuleType) -> None:
    def stop(fraction: float) -> None:
        raise pyharp.Cancelled

    with pytest.raises(pyharp.Cancelled):
        pitch.shift_pitch(sine(440.0), 5.0, report=stop)


@pytest.mark.parametrize("waveform", ["sine", "triangle", "saw", "square"])
def test_notes_sound_at_their_pitch_one_after_another(tone: ModuleType, waveform: str) -> None:
    path, labels = tone.process("A4 C5", waveform, 2.0, 0.0, "48 kHz")
    samples, rate = pyharp.load_audio(path)
    assert (rate, samples.shape) == (48000, (96000, 1))
    assert peak_hertz(samples[:48000], rate) == pytest.approx(440.0, rel=1e-3)
    assert peak_hertz(samples[48000:], rate) == pytest.approx(523.251, rel=1e-3)
    assert np.abs(samples).max() < 1.0
    assert [(label.t, label.label, label.duration) for label in labels] == [(0.0, "A4", 1.0), (1.0, "C5", 1.0)]


def test_notes_joined_by_plus_sound_together(tone: ModuleType) -> None:
    samples, rate = pyharp.load_audio(tone.process("A3+E5", "sine", 1.0, 0.0, "44.1 kHz")[0])
    spectrum = np.abs(np.fft.rfft(samples[:, 0] * np.hanning(len(samples))))
    strongest = sorted(np.argsort(spectrum)[-6:] * rate / len(samples))
    assert strongest[0] == pytest.approx(220.0, abs=2.0)
    assert strongest[-1] == pytest.approx(659.26, abs=2.0)


def test_the_notes_share_the_duration_to_the_sample(tone: ModuleType) -> None:
    path, labels = tone.process("C4 D4 E4+G4 F4 G4 A4 B4", "sine", 1.3, 0.0, "44.1 kHz")
    samples, _ = pyharp.load_audio(path)
    assert len(samples) == round(1.3 * 44100)
    np.testing.assert_allclose([label.t for label in labels], np.arange(7) * 1.3 / 7)
    with pytest.raises(gr.Error, match="100 notes do not fit into"):
        tone.process("C4 " * 100, "sine", 0.5, 0.0, "44.1 kHz")


def test_a_high_saw_does_not_fold_back(tone: ModuleType) -> None:
    groups = tone.parse_notes("C8")
    samples = tone.render(groups, "saw", 1.0, 0.0, 44100)[:, 0]
    spectrum = np.abs(np.fft.rfft(samples * np.blackman(len(samples))))
    below = spectrum[: int(groups[0][0].hertz) - 50]
    assert 20 * np.log10(below.max() / spectrum.max()) < -80.0


def test_decay_makes_the_end_softer(tone: ModuleType) -> None:
    samples = tone.render(tone.parse_notes("A4"), "sine", 1.0, 1.0, 44100)[:, 0]
    start, end = (np.sqrt(np.mean(samples[at : at + 4410] ** 2)) for at in (441, 39000))
    assert 20 * np.log10(start / end) == pytest.approx(60 * (39000 - 441) / 44100, abs=1.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "Type some notes"),
        ("H9", "'H9' is not a note"),
        ("C4 nonsense", "not a note"),
        ("B9", "outside of what MIDI"),
    ],
)
def test_what_is_no_note_is_refused_in_words(tone: ModuleType, text: str, words: str) -> None:
    with pytest.raises(gr.Error, match=words):
        tone.process(text, "sine", 1.0, 0.0, "44.1 kHz")


@pytest.mark.parametrize(
    ("name", "number"), [("C4", 60), ("a4", 69), ("F#3", 54), ("Bb5", 82), ("C-1", 0), ("Cb4", 59)]
)
def test_note_names_are_read(tone: ModuleType, name: str, number: int) -> None:
    assert tone.parse_notes(name)[0][0].number == number
