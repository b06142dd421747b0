# SPDX-License-Identifier: MIT
"""Gives a sound the tone colour and the loudness of another: a matching equaliser with linear phase."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from loudness import loudness
from scipy.signal import oaconvolve

Samples = npt.NDArray[np.float32]
Curve = npt.NDArray[np.float64]

WINDOW_SECONDS = 0.18
LOWEST_HERTZ = 25.0
POINTS_PER_OCTAVE = 24
_QUIET = 1e-6
"""How far below its strongest part (as power) a spectrum ends; what is below is noise and is not matched."""


def average_spectrum(samples: Samples, rate: int, report: Callable[[float], None]) -> tuple[Curve, Curve]:
    """Mean power per hertz over the whole sound and all channels, and its frequencies in hertz."""
    window = max(256, 1 << round(np.log2(WINDOW_SECONDS * rate)))
    shape = np.hanning(window + 1)[:-1]
    hop = window // 2
    padded = np.pad(samples, ((hop, window), (0, 0)))
    starts = range(0, len(samples) + hop, hop)
    power = np.zeros(window // 2 + 1)
    for count, start in enumerate(starts):
        power += np.sum(np.abs(np.fft.rfft(padded[start : start + window] * shape[:, None], axis=0)) ** 2, axis=1)
        if count % 64 == 0:
            report(count / len(starts))
    hertz: Curve = np.asarray(np.fft.rfftfreq(window, 1.0 / rate), np.float64)
    # Total power divided by length and channels: neither may change the colour.
    return power / (rate * max(1, len(samples)) * samples.shape[1]), hertz


def matching_gain(own: Curve, hertz: Curve, other: Curve, other_hertz: Curve, octaves: float, most: float) -> Curve:
    """Decibels to raise each frequency of `hertz` by, so that the colour becomes the other's; 0 on average.

    Args:
        own, hertz: spectrum of the sound.
        other, other_hertz: spectrum of the reference, at a rate of its own.
        octaves: width over which both spectra are smoothed.
        most: the strongest correction in decibels.
    """
    top = min(hertz[-1], other_hertz[-1]) * 0.95
    grid = np.geomspace(
        LOWEST_HERTZ, max(top, 2 * LOWEST_HERTZ), max(8, int(POINTS_PER_OCTAVE * np.log2(max(2.0, top / LOWEST_HERTZ))))
    )
    ours, theirs = _smooth(own, hertz, grid, octaves), _smooth(other, other_hertz, grid, octaves)
    gain = 10.0 * np.log10(theirs / ours)
    # Weighted by what is there: bands in which neither sounds must not decide where zero lies.
    weight = ours / ours.sum() + theirs / theirs.sum()
    gain = np.clip(gain - np.sum(gain * weight) / np.sum(weight), -most, most)
    below = np.maximum(hertz, grid[0])
    curve: Curve = np.interp(np.log(below), np.log(grid), gain)
    return curve


def _smooth(power: Curve, hertz: Curve, grid: Curve, octaves: float) -> Curve:
    """Mean power within `octaves` around each frequency of the grid, never less than the quiet floor."""
    total = np.concatenate([[0.0], np.cumsum(power)])
    step = hertz[1]
    low = np.clip(grid * 2.0 ** (-octaves / 2) / step + 0.5, 0, len(power))
    high = np.clip(np.maximum(grid * 2.0 ** (octaves / 2) / step + 0.5, low + 1.0), 0, len(power))
    low = np.minimum(low, high - 1.0)
    edges = np.arange(len(total))
    mean: Curve = (np.interp(high, edges, total) - np.interp(low, edges, total)) / (high - low)
    return np.maximum(mean, max(float(mean.max()) * _QUIET, 1e-30))


def match(
    samples: Samples,
    rate: int,
    reference: Samples,
    reference_rate: int,
    *,
    colour: float = 1.0,
    same_loudness: bool = True,
    octaves: float = 1 / 3,
    most: float = 12.0,
    report: Callable[[float], None] = lambda fraction: None,
) -> Samples:
    """Give a sound the colour and the loudness of a reference; time, length and channels stay.

    Args:
        samples, reference: float32, shape (frames, channels); rates, lengths and channels may differ.
        rate, reference_rate: in hertz.
        colour: how much of the difference in colour is made up for, 0 to 1.
        same_loudness: also take over the reference's loudness (BS.1770), else keep the sound's own.
        octaves: width over which the spectra are smoothed.
        most: the strongest correction in decibels.
        report: called now and then with the part that is done, 0 to 1; it may raise to stop the work.

    Returns:
        float32, the shape of `samples`, not limited: it may exceed full scale. Silence stays silence.

    Raises:
        ValueError: the reference is silent; the message is for the person who sent it.
    """
    if loudness(reference, reference_rate) is None:
        raise ValueError("The reference is silent, so there is nothing to match. Choose a part of it that sounds.")
    wanted = loudness(reference if same_loudness else samples, reference_rate if same_loudness else rate)
    if loudness(samples, rate) is None:
        return samples.copy()
    out = samples
    if colour > 0:
        own, hertz = average_spectrum(samples, rate, lambda part: report(0.4 * part))
        other, other_hertz = average_spectrum(reference, reference_rate, lambda part: report(0.4 + 0.4 * part))
        out = filtered(samples, colour * matching_gain(own, hertz, other, other_hertz, octaves, most))
        report(0.9)
    now = loudness(out, rate)
    if now is None or wanted is None:
        return out
    return (out * np.float32(10.0 ** ((wanted - now) / 20.0))).astype(np.float32)


def filtered(samples: Samples, gain: Curve) -> Samples:
    """Apply a curve of decibels, evenly spaced from 0 to half of the rate, without moving anything in time."""
    size = 2 * (len(gain) - 1)
    impulse = np.roll(np.fft.irfft(10.0 ** (gain / 20.0), size), size // 2) * np.hanning(size + 1)[:-1]
    out = oaconvolve(samples.astype(np.float64), impulse[:, None], axes=0)
    return np.ascontiguousarray(out[size // 2 : size // 2 + len(samples)], dtype=np.float32)
