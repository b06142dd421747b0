# SPDX-License-Identifier: MIT
"""Matching a reference: loudness as the standard defines it, colour measured in bands, time left alone."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import numpy as np
import pytest
from scipy.signal import butter, sosfilt
from support.examples import example_app, example_module
from support.sounds import Samples, noise, sine, wav_bytes

import pyharp

matching = example_module("match_reference", "matching")
loudness = example_module("match_reference", "loudness")
RATE = 44100


def dark(frames: int, channels: int = 1, rate: int = RATE, seed: int = 2) -> Samples:
    """Noise with less and less above 800 Hz."""
    low = butter(1, 800.0, fs=rate, output="sos")
    return sosfilt(low, noise(frames, channels, seed), axis=0).astype(np.float32)


def bands(samples: Samples, rate: int = RATE) -> np.ndarray:
    """Decibels in each octave from 62 Hz to 8 kHz, against their mean."""
    power = np.abs(np.fft.rfft(samples.astype(float), axis=0)).sum(axis=1) ** 2
    hertz = np.fft.rfftfreq(len(samples), 1 / rate)
    centres = 62.5 * 2.0 ** np.arange(8)
    levels = [10 * np.log10(power[(hertz > c / 1.41) & (hertz < c * 1.41)].mean()) for c in centres]
    return np.array(levels) - np.mean(levels)


@pytest.mark.parametrize("rate", [44100, 48000, 96000])
@pytest.mark.parametrize(("channels", "expected"), [(1, -3.01), (2, 0.0)])
def test_a_full_scale_tone_has_the_loudness_of_the_standard(rate: int, channels: int, expected: float) -> None:
    """BS.1770: 997 Hz at full scale in one channel reads -3.01 LUFS; a second channel adds 3.01."""
    tone = sine(997.0, 2.0, rate, level=1.0, channels=channels)
    assert loudness.loudness(tone, rate) == pytest.approx(expected, abs=0.02)


def test_the_filters_are_those_of_the_standard_at_48_kilohertz() -> None:
    b, a = loudness._shelf(48000)
    np.testing.assert_allclose(b, [1.53512485958697, -2.69169618940638, 1.19839281085285], atol=1e-8)
    np.testing.assert_allclose(a, [1.0, -1.69065929318241, 0.73248077421585], atol=1e-8)
    b, a = loudness._high_pass(48000)
    np.testing.assert_allclose(b, [1.0, -2.0, 1.0])
    np.testing.assert_allclose(a, [1.0, -1.99004745483398, 0.99007225036621], atol=1e-8)


def test_pauses_do_not_count() -> None:
    tone = sine(997.0, 4.0)
    with_pause = np.concatenate([tone, np.zeros((8 * RATE, 1), np.float32)])
    assert loudness.loudness(with_pause, RATE) == pytest.approx(loudness.loudness(tone, RATE), abs=0.3)
    assert loudness.loudness(np.zeros((RATE, 1), np.float32), RATE) is None


@pytest.mark.parametrize(("rate", "channels"), [(44100, 1), (48000, 2), (22050, 1)])
def test_colour_and_loudness_become_those_of_the_reference(rate: int, channels: int) -> None:
    sound, reference = noise(3 * RATE, 2), 0.1 * dark(2 * rate, channels, rate)
    matched = matching.match(sound, RATE, reference, rate, octaves=1 / 3, most=24.0)
    assert matched.shape == sound.shape
    assert matched.dtype == np.float32
    before = np.abs(bands(sound) - bands(reference, rate)).max()
    after = np.abs(bands(matched) - bands(reference, rate)).max()
    assert before > 10.0
    assert after < 1.5
    assert loudness.loudness(matched, RATE) == pytest.approx(loudness.loudness(reference, rate), abs=0.1)


def test_half_of_the_colour_goes_half_of_the_way() -> None:
    sound, reference = noise(2 * RATE, 1), dark(2 * RATE)
    half = matching.match(sound, RATE, reference, RATE, colour=0.5, most=24.0)
    np.testing.assert_allclose(bands(half), (bands(sound) + bands(reference)) / 2, atol=1.5)


def test_a_sound_matched_with_itself_stays_itself() -> None:
    sound = dark(RATE, 2)
    error = matching.match(sound, RATE, sound, RATE) - sound
    assert np.sum(error**2) < 1e-8 * np.sum(sound**2)


def test_without_colour_only_the_level_changes() -> None:
    sound = noise(RATE, 1)
    louder = matching.match(sound, RATE, 0.25 * sound, RATE, colour=0.0)
    np.testing.assert_allclose(louder, 0.25 * sound, rtol=2e-3)
    kept = matching.match(sound, RATE, 0.25 * dark(RATE), RATE, same_loudness=False)
    assert loudness.loudness(kept, RATE) == pytest.approx(loudness.loudness(sound, RATE), abs=0.1)


def test_nothing_moves_in_time_and_the_image_stays() -> None:
    click = np.zeros((RATE, 2), np.float32)
    click[20000] = (1.0, -0.5)
    matched = matching.match(click, RATE, dark(RATE), RATE)
    assert np.abs(matched[:, 0]).argmax() == 20000
    np.testing.assert_allclose(matched[:, 1], -0.5 * matched[:, 0], atol=1e-6)


def test_no_correction_exceeds_the_limit() -> None:
    own, hertz = matching.average_spectrum(noise(RATE, 1), RATE, lambda part: None)
    other, _ = matching.average_spectrum(dark(RATE), RATE, lambda part: None)
    assert np.abs(matching.matching_gain(own, hertz, other, hertz, 1 / 3, 6.0)).max() == pytest.approx(6.0)


@pytest.mark.parametrize("frames", [0, 1, 50, 5000])
@pytest.mark.parametrize("rate", [8000, 44100, 192000])
def test_short_and_silent_sounds_work(frames: int, rate: int) -> None:
    for sound in (noise(frames), np.zeros((frames, 2), np.float32)):
        matched = matching.match(sound, rate, dark(3000), RATE)
        assert matched.shape == sound.shape
        assert np.isfinite(matched).all()
    short = matching.match(noise(3000), RATE, noise(max(1, frames)), rate)
    assert np.isfinite(short).all()


def test_a_silent_reference_is_refused_in_words(tmp_path: Path) -> None:
    for name, sound in (("in", noise(RATE)), ("silent", np.zeros((RATE, 1), np.float32))):
        (tmp_path / f"{name}.wav").write_bytes(wav_bytes(sound, RATE))
    with pytest.raises(gr.Error, match="The reference is silent"):
        example_app("match_reference").process(
            str(tmp_path / "in.wav"), str(tmp_path / "silent.wav"), 1.0, True, "Broad (1 octave)", 12.0
        )


def test_the_work_can_be_stopped() -> None:
    def stop(fraction: float) -> None:
        raise pyharp.Cancelled

    with pytest.raises(pyharp.Cancelled):
        matching.match(noise(RATE), RATE, noise(RATE), RATE, report=stop)
