# SPDX-License-Identifier: MIT
"""Sounds to send; all samples float32, (frames, channels), full scale 1.0."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["noise", "sine", "strongest_hertz"]

Samples = npt.NDArray[np.float32]


def sine(hertz: float, seconds: float = 1.0, rate: int = 44100, channels: int = 2, level: float = 0.5) -> Samples:
    """A sine that is the same in all channels."""
    time = np.arange(round(seconds * rate)) / rate
    wave = (level * np.sin(2 * np.pi * hertz * time)).astype(np.float32)
    return np.repeat(wave[:, np.newaxis], channels, axis=1)


def noise(seconds: float = 1.0, rate: int = 44100, channels: int = 2, level: float = 0.2, seed: int = 1) -> Samples:
    """White noise, other in each channel and the same in each run; some samples lie beyond full scale at level 0.4."""
    frames = round(seconds * rate)
    return (np.random.default_rng(seed).standard_normal((frames, channels)) * level).astype(np.float32)


def strongest_hertz(samples: npt.ArrayLike, rate: int) -> float:
    """The strongest frequency of the first channel, to a fraction of a hertz for a second of sound."""
    array = np.asarray(samples, np.float64)
    wave = (array if array.ndim == 1 else array[:, 0]) * np.hanning(len(array))
    size = 1 << (len(wave) * 4).bit_length()
    return float(np.abs(np.fft.rfft(wave, size)).argmax() * rate / size)
