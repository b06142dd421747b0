# SPDX-License-Identifier: MIT
"""Loudness as ITU-R BS.1770-4 measures it (integrated, gated, in LUFS), and as loud as something else."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from ._sound import Samples

__all__ = ["loudness", "match_loudness"]

_BLOCK_SECONDS = 0.4
_STEPS_PER_BLOCK = 4
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_OFFSET = -0.691


def loudness(samples: npt.ArrayLike, rate: int) -> float:
    """Integrated loudness in LUFS, -inf for silence.

    Measured by ITU-R BS.1770-4 (also EBU R128): K-weighting, 400 ms blocks, gates at -70 LUFS and 10 LU below the
    mean. Every channel counts alike, as in mono and stereo. What is shorter than 400 ms is one block without gates.

    Args:
        samples: shape (frames, channels), or (frames,) for mono.
        rate: in hertz.
    """
    array = np.asarray(samples, dtype=np.float64)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if not array.size:
        return -math.inf
    squares = (_k_weighted(array, rate) ** 2).sum(axis=1)
    size = round(_BLOCK_SECONDS * rate)
    if len(squares) < size:
        return _decibels(float(squares.mean()))
    sums = np.concatenate([[0.0], np.cumsum(squares)])
    starts = np.arange(0, len(squares) - size + 1, max(1, size // _STEPS_PER_BLOCK))
    powers = np.maximum(0.0, sums[starts + size] - sums[starts]) / size
    for gate in (_ABSOLUTE_GATE, None):
        if gate is None:
            gate = _decibels(float(powers.mean())) + _RELATIVE_GATE
        powers = powers[powers > 10.0 ** ((gate - _OFFSET) / 10.0)]
        if not len(powers):
            return -math.inf
    return _decibels(float(powers.mean()))


def match_loudness(samples: npt.ArrayLike, reference: npt.ArrayLike, rate: int) -> Samples:
    """The samples made as loud as a reference, by one factor for all of them (see `loudness`).

    Nothing is clipped: peaks may go beyond 1.0, which float files keep. Silence stays silence.

    Args:
        samples, reference: shape (frames, channels), or (frames,) for mono, both at the same rate.
        rate: in hertz.
    """
    array = np.asarray(samples, dtype=np.float32)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    change = loudness(reference, rate) - loudness(array, rate)
    factor = 10.0 ** (change / 20.0) if math.isfinite(change) else 1.0
    matched: Samples = array * np.float32(factor)
    return matched


def _decibels(power: float) -> float:
    return _OFFSET + 10.0 * math.log10(power) if power > 0.0 else -math.inf


def _k_weighted(array: npt.NDArray[np.float64], rate: int) -> npt.NDArray[np.float64]:
    """Both filters at once, by their frequency response: without a loop over samples, which numpy cannot do."""
    # Room for the high pass to ring out, or the end of the sound would leak into its beginning.
    frames = 1 << (len(array) + rate // 4 - 1).bit_length()
    delays = np.exp(-2j * np.pi * np.arange(frames // 2 + 1) / frames)
    response = np.ones_like(delays)
    for above, below in (_shelf(rate), _high_pass(rate)):
        response *= np.polyval(above[::-1], delays) / np.polyval(below[::-1], delays)
    spectrum = np.fft.rfft(array, frames, axis=0) * response[:, np.newaxis]
    weighted: npt.NDArray[np.float64] = np.fft.irfft(spectrum, frames, axis=0)[: len(array)]
    return weighted


Biquad = tuple[list[float], list[float]]


def _shelf(rate: int) -> Biquad:
    """The head: 4 dB more above 1.7 kHz, from the analogue prototype of the standard's coefficients."""
    warped = math.tan(math.pi * 1681.974450955533 / rate)
    gain = 10.0 ** (3.999843853973347 / 20.0)
    half = gain**0.4996667741545416
    damping = warped / 0.7071752369554196
    below = [1.0 + damping + warped**2, 2.0 * (warped**2 - 1.0), 1.0 - damping + warped**2]
    above = [
        gain + half * damping + warped**2,
        2.0 * (warped**2 - gain),
        gain - half * damping + warped**2,
    ]
    return above, below


def _high_pass(rate: int) -> Biquad:
    """Low frequencies count less, from 38 Hz down."""
    warped = math.tan(math.pi * 38.13547087602444 / rate)
    damping = warped / 0.5003270373238773
    scale = 1.0 + damping + warped**2
    return [1.0, -2.0, 1.0], [1.0, 2.0 * (warped**2 - 1.0) / scale, (1.0 - damping + warped**2) / scale]
