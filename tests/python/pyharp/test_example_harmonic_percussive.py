# SPDX-License-Identifier: MIT
"""Harmonic/percussive separation: what lasts and what strikes, told apart on sounds whose parts are known."""

from __future__ import annotations

import numpy as np
import pytest
from support.examples import example_module
from support.sounds import Samples, noise, sine

import pyharp

separation = example_module("harmonic_percussive", "separation")
RATE = 44100


def chord(seconds: float = 2.0) -> Samples:
    return sum(sine(hertz, seconds, level=0.1) for hertz in (220.0, 277.18, 329.63, 440.0))  # type: ignore[return-value]


def strokes(seconds: float = 2.0) -> Samples:
    """Short bursts of noise, four per second."""
    out = np.zeros((round(seconds * RATE), 1), np.float32)
    burst = noise(1500, 1) * np.exp(-np.arange(1500) / 200)[:, None]
    for start in range(4000, len(out) - 1500, RATE // 4):
        out[start : start + 1500] += 2.0 * burst
    return out


def decibels(part: Samples, whole: Samples) -> float:
    """Power of one sound compared with another's."""
    return float(10 * np.log10(np.sum(part.astype(float) ** 2) / np.sum(whole.astype(float) ** 2)))


@pytest.mark.parametrize(("rate", "channels"), [(8000, 1), (44100, 2), (192000, 2)])
def test_the_stems_add_up_to_the_sound(rate: int, channels: int) -> None:
    sound = noise(30000, channels)
    harmonic, percussive = separation.separate(sound, rate)
    assert harmonic.dtype == percussive.dtype == np.float32
    assert harmonic.shape == percussive.shape == sound.shape
    np.testing.assert_allclose(harmonic + percussive, sound, atol=3e-7, rtol=0)
    assert decibels(harmonic, sound) < -1.0  # neither stem is simply everything
    assert decibels(percussive, sound) < -1.0


def test_notes_and_strokes_are_told_apart() -> None:
    """In the mix the other part is as loud or louder; in its stem each stands at least 15 dB above the error."""
    notes, hits = chord(), strokes()
    harmonic, percussive = separation.separate(notes + hits, RATE)
    middle = slice(4410, -4410)
    assert decibels(hits[middle], notes[middle]) > -3.0
    assert decibels((harmonic - notes)[middle], notes[middle]) < -15.0
    assert decibels((percussive - hits)[middle], hits[middle]) < -15.0


def test_a_region_cut_from_the_middle_of_a_note_begins_as_a_note() -> None:
    _, percussive = separation.separate(chord(1.0), RATE)
    assert decibels(percussive[:4410], chord(1.0)[:4410]) < -12.0
    assert decibels(percussive[4410:-4410], chord(1.0)[4410:-4410]) < -30.0


def test_a_long_sound_is_cut_into_blocks_without_a_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    sound = chord(1.0) + strokes(1.0)
    whole, _ = separation.separate(sound, RATE)
    monkeypatch.setattr(separation, "BLOCK", 7)
    pieces, _ = separation.separate(sound, RATE)
    np.testing.assert_allclose(pieces, whole, atol=1e-6)


def test_sharpness_moves_from_sharing_to_deciding() -> None:
    sound = chord(1.0) + strokes(1.0)
    leaks = [
        decibels(separation.separate(sound, RATE, sharpness=sharpness)[0] - chord(1.0), chord(1.0))
        for sharpness in (0.5, 1.0, 2.0)
    ]
    assert leaks[0] > leaks[1] > leaks[2]


def test_the_stereo_image_stays_in_both_stems() -> None:
    left = (chord(0.5) + strokes(0.5))[:, 0]
    for stem in separation.separate(np.stack([left, -0.25 * left], axis=1), RATE):
        np.testing.assert_allclose(stem[:, 1], -0.25 * stem[:, 0], atol=1e-5)


@pytest.mark.parametrize("frames", [0, 1, 100, 3000])
@pytest.mark.parametrize("rate", [8000, 44100])
def test_short_and_silent_sounds_work(frames: int, rate: int) -> None:
    harmonic, percussive = separation.separate(noise(frames), rate)
    np.testing.assert_allclose(harmonic + percussive, noise(frames), atol=3e-7)
    for stem in separation.separate(np.zeros((frames, 2), np.float32), rate):
        assert stem.shape == (frames, 2)
        assert not stem.any()


def test_the_work_can_be_stopped() -> None:
    def stop(fraction: float) -> None:
        raise pyharp.Cancelled

    with pytest.raises(pyharp.Cancelled):
        separation.separate(noise(44100), RATE, report=stop)
