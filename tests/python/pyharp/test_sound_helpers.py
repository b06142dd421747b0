# SPDX-License-Identifier: MIT
"""Resampling, length and loudness against what they must be; the object that published apps know."""

from __future__ import annotations

import copy
import math
import pickle
import re
import sys
import types
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.signal
import soundfile
from support.sounds import noise

import pyharp
from pyharp import Audio


def tone(hertz: float, rate: int, seconds: float = 0.5) -> Any:
    return np.sin(2 * np.pi * hertz * np.arange(round(rate * seconds)) / rate)


def decibels(samples: Any) -> float:
    middle = samples[len(samples) // 4 : -len(samples) // 4]
    return float(20 * np.log10(np.abs(middle).max() + 1e-30))


@pytest.mark.parametrize(
    ("rate", "new"), [(44100, 48000), (48000, 44100), (96000, 44100), (44100, 22050), (22050, 96000), (44100, 44101)]
)
def test_what_both_rates_can_hold_passes_and_the_rest_is_gone(rate: int, new: int) -> None:
    nyquist = min(rate, new) / 2
    for part in (0.1, 0.5, 0.9):
        result = pyharp.resample(tone(part * nyquist, rate), rate, new)
        wanted = tone(part * nyquist, new)[: len(result)]
        assert decibels(result[: len(wanted), 0] - wanted) < -110
    if new < rate:
        for part in (1.001, 1.05, 1.5):
            if part * nyquist < rate / 2:
                assert decibels(pyharp.resample(tone(part * nyquist, rate), rate, new)[:, 0]) < -120


def test_both_ways_of_resampling_agree_and_channels_stay_apart() -> None:
    import pyharp._resample as inside

    samples = noise(3000, 3)
    with pytest.MonkeyPatch.context() as patch:
        blocks = pyharp.resample(samples, 48000, 44100)
        patch.setattr(inside, "_MOST_PHASES", 100)
        between = pyharp.resample(samples, 48000, 44100)
    assert blocks.shape == (2757, 3)
    assert np.abs(blocks - between).max() < 1e-4
    np.testing.assert_array_equal(blocks[:, [1]], pyharp.resample(samples[:, 1], 48000, 44100))


def test_nothing_moves_in_time_and_edges_are_kept() -> None:
    click = np.zeros(4800)
    click[2400] = 1.0
    assert np.abs(pyharp.resample(click, 48000, 96000)).argmax() == 4800
    assert np.abs(pyharp.resample(click, 48000, 24000)).argmax() == 1200
    constant = pyharp.resample(np.ones(5000), 44100, 48000)
    assert np.abs(constant[400:-400] - 1.0).max() < 1e-6
    np.testing.assert_array_equal(pyharp.resample(noise(9), 44100, 44100), noise(9))
    assert pyharp.resample(np.zeros((0, 2)), 44100, 48000).shape == (0, 2)
    assert pyharp.resample(np.ones((1, 2)), 44100, 48000).shape == (2, 2)
    with pytest.raises(ValueError, match="whole hertz"):
        pyharp.resample(np.zeros(5), 44100.5, 48000)  # type: ignore[arg-type]


def test_length_is_cut_or_filled_up() -> None:
    samples = noise(10)
    np.testing.assert_array_equal(pyharp.fit_length(samples, 4), samples[:4])
    longer = pyharp.fit_length(samples, 15)
    assert longer.shape == (15, 2)
    assert not longer[10:].any()
    assert pyharp.fit_length(samples[:, 0], 3).shape == (3, 1)


def standard_k_weighting(samples: Any) -> Any:
    """The filters as ITU-R BS.1770-4 prints them, for 48 kHz."""
    shelf = [1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585]
    pass_ = [1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621]
    return scipy.signal.lfilter(*pass_, scipy.signal.lfilter(*shelf, samples, axis=0), axis=0)


def test_loudness_is_that_of_the_standard() -> None:
    # 0 dB full scale at 997 Hz is -3.01 LUFS by definition, in one channel; two add 3.01.
    assert pyharp.loudness(tone(997, 48000, 3), 48000) == pytest.approx(-3.01, abs=0.01)
    assert pyharp.loudness(np.stack([tone(997, 44100, 3)] * 2, 1), 44100) == pytest.approx(0.0, abs=0.01)
    samples = noise(48000 * 2) * 0.1
    powers = (standard_k_weighting(samples) ** 2).sum(axis=1)
    blocks = np.array([powers[at : at + 19200].mean() for at in range(0, len(powers) - 19200 + 1, 4800)])
    assert pyharp.loudness(samples, 48000) == pytest.approx(-0.691 + 10 * math.log10(blocks.mean()), abs=0.005)


def test_silence_between_sounds_does_not_count() -> None:
    sound = tone(997, 48000, 2)
    with_pause = np.concatenate([sound, np.zeros(48000 * 6)])
    assert pyharp.loudness(with_pause, 48000) == pytest.approx(pyharp.loudness(sound, 48000), abs=0.5)
    assert pyharp.loudness(np.zeros(48000), 48000) == -math.inf
    assert pyharp.loudness(np.zeros((0, 2)), 48000) == -math.inf
    assert math.isfinite(pyharp.loudness(sound[:100], 48000))


def test_one_sound_becomes_as_loud_as_another() -> None:
    quiet, loud = noise(48000) * 0.01, noise(48000, seed=5) * 0.5
    matched = pyharp.match_loudness(quiet, loud, 48000)
    assert matched.dtype == np.float32
    assert pyharp.loudness(matched, 48000) == pytest.approx(pyharp.loudness(loud, 48000), abs=1e-3)
    np.testing.assert_array_equal(pyharp.match_loudness(np.zeros((9, 2)), loud, 48000), np.zeros((9, 2)))


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Audio:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    return pyharp.load_audio(pyharp.save_audio(noise(100), 44100))


def test_audio_is_a_pair_with_the_names_that_published_apps_use(loaded: Audio) -> None:
    samples, rate = loaded
    assert loaded.audio_data.shape == (1, 2, 100)
    assert (loaded.sample_rate, loaded.num_channels, loaded.signal_length) == (rate, 2, 100)
    assert loaded.signal_duration == loaded.duration == 100 / 44100
    assert Path(loaded.path_to_file or "").is_file()
    loaded.audio_data[..., 5] = 0  # in place
    loaded.audio_data = loaded.audio_data * 2
    back = pyharp.load_audio(pyharp.save_audio(loaded))
    for held in (back.samples, loaded.samples, loaded[0]):
        assert not held[5].any()
        np.testing.assert_array_equal(held[6:], samples[6:] * 2)
    for twin in (copy.copy(Audio(samples, rate)), pickle.loads(pickle.dumps(Audio(samples, rate)))):
        np.testing.assert_array_equal(twin.samples, samples)
    with pytest.raises(AttributeError, match=r"has no 'stft'.*audiotools"):
        _ = loaded.stft


def test_the_methods_of_published_apps_change_the_sound_itself(loaded: Audio) -> None:
    samples, rate = loaded
    whole = loaded.clone()
    assert loaded.to_mono() is loaded
    np.testing.assert_allclose(loaded.samples, samples.mean(axis=1, keepdims=True), atol=1e-7)
    assert loaded.resample(22050) is loaded
    assert (loaded.audio_data.shape, loaded.sample_rate, loaded.rate) == ((1, 1, 50), 22050, 22050)
    assert pyharp.load_audio(pyharp.save_audio(loaded)).rate == 22050
    assert (whole.num_channels, whole.rate) == (2, rate)
    whole.samples, whole.rate = samples[:9], 8000
    assert (whole.audio_data.shape, whole.sample_rate) == ((1, 2, 9), 8000)


def test_arithmetic_is_that_of_the_samples() -> None:
    left, right = Audio(noise(8, seed=1), 44100), Audio(noise(8, seed=2), 44100)
    for sound, wanted in [
        (left + right, left.samples + right.samples),
        (left - right, left.samples - right.samples),
        (left * right, left.samples * right.samples),
        (2 * left + 1, left.samples * 2 + 1),
        (1 - left / np.float32(2), 1 - left.samples / 2),
        (np.float64(0.5) * left, left.samples * np.float32(0.5)),
        (-left, -left.samples),
        (sum([left, right]), left.samples + right.samples),
    ]:
        assert isinstance(sound, Audio)
        assert sound.rate == 44100
        np.testing.assert_allclose(sound.samples, wanted, atol=1e-6)
    changed = left
    changed += right
    assert changed is not left


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ((1, 2), r"A sound and tuple cannot be combined\. Take `samples, rate = audio`"),
        (None, "A sound and NoneType cannot be combined"),
        (np.zeros((8, 2)), "A sound and ndarray cannot be combined"),
        (Audio(np.zeros((8, 2)), 48000), "One sound has 44100 Hz, the other 48000 Hz. Resample"),
        (Audio(np.zeros((9, 2)), 44100), r"has 8 frames, the other 9\..*fit_length"),
    ],
)
def test_arithmetic_that_means_nothing_is_refused_in_words(other: Any, words: str) -> None:
    sound: Any = Audio(np.zeros((8, 2)), 44100)
    with pytest.raises((TypeError, ValueError), match=words):
        _ = sound + other
    with pytest.raises((TypeError, ValueError)):
        _ = other * sound


def test_an_app_that_uses_torch_gets_tensors(loaded: Audio, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tensor:
        def __init__(self, array: Any) -> None:
            self.array, self.shape = array, array.shape

        def detach(self) -> Tensor:
            return self

        def cpu(self) -> Tensor:
            return self

        def numpy(self) -> Any:
            return self.array

    torch: Any = types.ModuleType("torch")
    torch.from_numpy = Tensor
    monkeypatch.setitem(sys.modules, "torch", torch)
    tensor = loaded.audio_data
    assert isinstance(tensor, Tensor)
    before = loaded.samples.copy()
    loaded.audio_data = Tensor(tensor.array[:, :1] * 0.5)
    np.testing.assert_array_equal(pyharp.load_audio(pyharp.save_audio(loaded)).samples, before[:, :1] * np.float32(0.5))


def test_the_published_calls_of_saving_work(loaded: Audio, tmp_path: Path) -> None:
    wav, flac = tmp_path / "made" / "out.wav", tmp_path / "out.flac"
    assert pyharp.save_audio(loaded, wav) == str(wav)
    assert pyharp.save_audio(signal=loaded, output_audio_path=str(flac)) == str(flac) == loaded.path_to_file
    assert soundfile.info(flac).subtype == "PCM_24"
    for stamped in (
        pyharp.save_audio(signal=loaded, output_audio_path=str(flac), include_timestamp=True),
        pyharp.save_audio(loaded, flac, True),  # type: ignore[call-overload]
    ):
        assert re.fullmatch(r"out_[\d-]{10}_[\d-]{8}\.flac", Path(stamped).name)
        assert Path(stamped).is_file()
    np.testing.assert_array_equal(pyharp.load_audio(wav).samples, loaded.samples)
    assert pyharp.get_default_path() != pyharp.get_default_path()
    with pytest.raises(ValueError, match="no kind of audio file"):
        pyharp.save_audio(loaded, tmp_path / "out.docx")
    with pytest.raises(TypeError, match="knows its rate"):
        pyharp.save_audio(loaded, 44100)
    with pytest.raises(TypeError, match="needs the sample rate"):
        pyharp.save_audio(loaded.samples)


def test_impossible_audio_is_refused() -> None:
    with pytest.raises(ValueError, match="frames, channels"):
        Audio(np.zeros((1, 2, 3)), 44100)
    with pytest.raises(ValueError, match="whole hertz"):
        Audio(np.zeros(3), 0)
