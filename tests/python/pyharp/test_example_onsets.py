# SPDX-License-Identifier: MIT
"""The onset labeller: marks within 10 ms of where synthetic sounds begin, none where nothing does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from support.examples import example_app, example_module
from support.sounds import Samples, noise, sine, wav_bytes

import pyharp

onset_detection = example_module("onsets", "onset_detection")
TIMES = [0.2, 0.5, 0.7, 1.0, 1.15, 1.6, 2.0]
Wave = Callable[[np.ndarray], np.ndarray]


def click(time: np.ndarray) -> np.ndarray:
    return np.exp(-800 * time) * np.sin(2 * np.pi * 1500 * time)


def kick(time: np.ndarray) -> np.ndarray:
    return np.exp(-12 * time) * np.sin(2 * np.pi * 60 * time)


def hat(time: np.ndarray) -> np.ndarray:
    return np.exp(-40 * time) * np.diff(noise(len(time) + 1, 1)[:, 0])


def pluck(time: np.ndarray) -> np.ndarray:
    return np.exp(-6 * time) * sum(np.sin(2 * np.pi * 220 * k * time) / k for k in range(1, 10))


def played(wave: Wave, rate: int = 44100, times: list[float] = TIMES, level: float = 0.4) -> Samples:
    out = np.zeros(round(2.5 * rate))
    for start in times:
        at = round(start * rate)
        time = np.arange(min(len(out) - at, round(0.4 * rate))) / rate
        out[at : at + len(time)] += level * wave(time) * np.minimum(1, time[::-1] / 0.05)
    return out.astype(np.float32)[:, np.newaxis]


def heard(sound: Samples, rate: int = 44100, **options: float) -> list[float]:
    return [onset.time for onset in onset_detection.detect(sound, rate, **options)]


@pytest.mark.parametrize("wave", [click, kick, hat, pluck])
@pytest.mark.parametrize("rate", [8000, 44100, 48000, 96000])
def test_every_beginning_is_found_within_ten_milliseconds(wave: Wave, rate: int) -> None:
    np.testing.assert_allclose(heard(played(wave, rate), rate), TIMES, atol=0.010)


def test_level_channels_and_noise_do_not_matter() -> None:
    sound = played(pluck)
    hiss = 0.002 * noise(len(sound), 1, seed=3)
    np.testing.assert_allclose(heard(0.01 * sound), TIMES, atol=0.010)
    np.testing.assert_allclose(heard(sound + hiss), TIMES, atol=0.010)
    np.testing.assert_allclose(heard(np.concatenate([sound, -sound], axis=1)), TIMES, atol=0.010)


def test_notes_are_heard_above_a_held_chord() -> None:
    chord = 0.1 * sum(sine(hertz, 2.5) for hertz in (130.8, 164.8, 196.0))
    found = heard(played(hat) + chord)
    assert found[0] == pytest.approx(0.0, abs=0.010)  # the chord itself
    np.testing.assert_allclose(found[1:], TIMES, atol=0.010)


def test_a_soft_note_among_loud_ones_is_found_when_asked_for() -> None:
    sound = played(pluck, times=[0.2, 1.5]) + played(click, times=[0.9], level=0.01)
    np.testing.assert_allclose(heard(sound, sensitivity=0.1), [0.2, 1.5], atol=0.010)
    np.testing.assert_allclose(heard(sound, sensitivity=0.9), [0.2, 0.9, 1.5], atol=0.010)


def test_vibrato_and_swelling_begin_only_once() -> None:
    time = np.arange(3 * 44100) / 44100
    bent = np.cumsum(2 * np.pi * 440 * 2 ** (0.5 / 12 * np.sin(2 * np.pi * 6 * time)) / 44100)
    voice = sum(np.sin(k * bent) / k for k in range(1, 8)) * np.minimum(1, time / 0.03) * 0.2
    assert len(heard(voice.astype(np.float32)[:, np.newaxis])) == 1
    assert len(heard(voice.astype(np.float32)[:, np.newaxis], sensitivity=0.9)) == 1
    swell = noise(3 * 44100, 1) * (np.arange(3 * 44100)[:, None] / (3 * 44100)) * 0.3
    assert len(heard(swell.astype(np.float32))) <= 1


def test_marks_keep_the_gap_that_was_asked_for() -> None:
    rolls = played(click, times=[0.5 + 0.06 * n for n in range(20)])
    found = heard(rolls, gap=0.1)
    assert len(found) >= 6
    assert np.diff(found).min() >= 0.1


@pytest.mark.parametrize(("wave", "register"), [(kick, "low"), (pluck, "low"), (click, "middle"), (hat, "high")])
def test_the_register_is_told(wave: Wave, register: str) -> None:
    onsets = onset_detection.detect(played(wave, times=[0.5, 1.5]), 44100)
    assert [onset.register for onset in onsets] == [register] * 2
    assert max(onset.strength for onset in onsets) == 1.0


@pytest.mark.parametrize("frames", [0, 1, 50, 2000])
@pytest.mark.parametrize("rate", [8000, 44100, 192000])
def test_short_and_silent_sounds_work(frames: int, rate: int) -> None:
    assert heard(np.zeros((frames, 2), np.float32), rate) == []
    found = heard(noise(frames), rate)
    assert len(found) <= 1
    assert all(0 <= time < frames / rate for time in found)


def test_labels_lie_inside_and_the_audio_passes_untouched(tmp_path: Path) -> None:
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(played(click), 44100))
    audio, labels = example_app("onsets").process(str(path), 0.5, 50.0)
    assert audio == str(path)
    np.testing.assert_allclose([label.t for label in labels], TIMES, atol=0.010)
    assert {label.label for label in labels} == {"middle"}
    assert {type(label) for label in labels} == {pyharp.AudioLabel}
    assert "100 % of the strongest" in {label.description for label in labels}


def test_the_work_can_be_stopped() -> None:
    def stop(fraction: float) -> None:
        raise pyharp.Cancelled

    with pytest.raises(pyharp.Cancelled):
        onset_detection.detect(played(click), 44100, report=stop)
