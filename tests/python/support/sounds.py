# SPDX-License-Identifier: MIT
"""Test sounds and their bytes; all samples float32, (frames, channels)."""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
import soundfile

__all__ = ["Samples", "noise", "peak_hertz", "sine", "wav_bytes", "wav_samples"]

Samples = npt.NDArray[np.float32]


def sine(hertz: float, seconds: float = 1.0, rate: int = 44100, level: float = 0.5, channels: int = 1) -> Samples:
    time = np.arange(round(seconds * rate)) / rate
    wave = (level * np.sin(2 * np.pi * hertz * time)).astype(np.float32)
    return np.repeat(wave[:, np.newaxis], channels, axis=1)


def noise(frames: int, channels: int = 2, seed: int = 1) -> Samples:
    """Samples beyond full scale included, which anything that clips or rounds to integers would damage."""
    return (np.random.default_rng(seed).standard_normal((frames, channels)) * 0.6).astype(np.float32)


def wav_bytes(samples: Samples, rate: int = 44100, subtype: str = "FLOAT") -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format="WAV", subtype=subtype)
    return file.getvalue()


def wav_samples(content: bytes) -> tuple[Samples, int]:
    samples, rate = soundfile.read(io.BytesIO(content), dtype="float32", always_2d=True)
    return samples, rate


def peak_hertz(samples: Samples, rate: int) -> float:
    """The strongest frequency of the first channel, to a fraction of a bin."""
    wave = samples[:, 0] * np.hanning(len(samples))
    size = 1 << (len(wave) * 4).bit_length()
    return float(np.abs(np.fft.rfft(wave, size)).argmax() * rate / size)
