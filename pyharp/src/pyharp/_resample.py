# SPDX-License-Identifier: MIT
"""Another sample rate, with numpy alone: a polyphase filter, a sinc in a Kaiser window."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ._sound import Samples

__all__ = ["fit_length", "resample"]

# 96 zero crossings on either side and this window: what would alias is 120 dB down, and what is below 0.907 of the
# lower of the two Nyquist frequencies (20 kHz at 44.1 kHz) passes with an error as small (measured by the tests).
_CROSSINGS = 96
_BETA = 12.8
_CUTOFF = 0.955
_MOST_PHASES = 1024
_BLOCK = 1 << 15


def resample(samples: npt.ArrayLike, rate: int, new_rate: int) -> Samples:
    """The same sound at another sample rate; nothing moves in time.

    Args:
        samples: shape (frames, channels), or (frames,) for mono.
        rate, new_rate: in whole hertz.

    Returns:
        float32, shape (frames, channels), of round-up(frames * new_rate / rate) frames.

    Raises:
        ValueError: the shape or a rate is not usable.
    """
    array = np.asarray(samples, dtype=np.float64)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2:
        raise ValueError(f"resample wants the shape (frames, channels), not {array.shape}.")
    if rate < 1 or new_rate < 1 or int(rate) != rate or int(new_rate) != new_rate:
        raise ValueError(f"{rate!r} and {new_rate!r} must be sample rates in whole hertz.")
    divisor = math.gcd(int(rate), int(new_rate))
    up, down = int(new_rate) // divisor, int(rate) // divisor
    frames = -(-len(array) * up // down)
    if up == down or frames == 0:
        return array.astype(np.float32) if up == down else np.zeros((0, array.shape[1]), np.float32)
    taps = _taps_per_phase(up, down)
    # Silence before and behind; window k begins where the output nearest after sample k reads.
    padded = np.pad(array.T, ((0, 0), (taps // 2 - 1, taps + down)))
    result = np.empty((frames, array.shape[1]), np.float32)
    if up <= _MOST_PHASES:
        _in_blocks(result, padded, up, down)
    else:
        _between_phases(result, np.lib.stride_tricks.sliding_window_view(padded, taps, axis=1), up, down)
    return result


def fit_length(samples: npt.ArrayLike, frames: int) -> Samples:
    """Exactly so many frames: the end is cut off, or silence is added there.

    Args:
        samples: shape (frames, channels), or (frames,) for mono.
        frames: for example the length of the audio that came in.
    """
    array = np.asarray(samples, dtype=np.float32)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    return np.pad(array[:frames], ((0, max(0, frames - len(array))), (0, 0)))


def _taps_per_phase(up: int, down: int) -> int:
    return 2 * math.ceil(_CROSSINGS * max(1.0, down / up))


@lru_cache(maxsize=8)
def _filters(up: int, down: int, phases: int) -> npt.NDArray[np.float64]:
    """Taps for a position p / phases of a sample after the middle, in row p; one row more than phases."""
    taps = _taps_per_phase(up, down)
    cutoff = _CUTOFF * min(1.0, up / down)
    # The nearest sample before the wanted time is tap taps / 2 - 1.
    times = np.arange(taps) - (taps // 2 - 1) - np.arange(phases + 1)[:, np.newaxis] / phases
    window = np.i0(_BETA * np.sqrt(np.maximum(0.0, 1.0 - (times / (taps / 2)) ** 2))) / np.i0(_BETA)
    filters = cutoff * np.sinc(cutoff * times) * window
    scaled: npt.NDArray[np.float64] = filters / filters.sum(axis=1, keepdims=True)
    return scaled


def _in_blocks(result: npt.NDArray[np.float32], padded: npt.NDArray[np.float64], up: int, down: int) -> None:
    """`up` outputs come of every `down` inputs, always with the same taps: one product of matrices."""
    filters = _filters(up, down, up)
    taps = filters.shape[1]
    weights = np.zeros((down + taps, up))
    for phase in range(up):
        start, row = divmod(phase * down, up)
        weights[start : start + taps, phase] = filters[row]
    groups = -(-len(result) // up)
    padded = np.pad(padded, ((0, 0), (0, max(0, groups * down + taps - padded.shape[1]))))
    rows = np.lib.stride_tricks.sliding_window_view(padded, down + taps, axis=1)[:, ::down]
    at_once = max(1, _BLOCK // up)
    for channel in range(result.shape[1]):
        for first in range(0, groups, at_once):
            outputs = (np.ascontiguousarray(rows[channel, first : min(groups, first + at_once)]) @ weights).ravel()
            place = result[first * up : first * up + len(outputs), channel]
            place[:] = outputs[: len(place)]


def _between_phases(result: npt.NDArray[np.float32], windows: npt.NDArray[np.float64], up: int, down: int) -> None:
    """For rates with hardly a common divisor: too many phases to keep, so between the two nearest of a fine table."""
    filters = _filters(up, down, _MOST_PHASES * 4)
    for first in range(0, len(result), _BLOCK):
        numbers = np.arange(first, min(first + _BLOCK, len(result)), dtype=np.int64)
        start, rest = np.divmod(numbers * down, up)
        place = rest / up * (len(filters) - 1)
        row = place.astype(np.int64)
        weight = (place - row)[:, np.newaxis]
        taps = filters[row] * (1.0 - weight) + filters[np.minimum(row + 1, len(filters) - 1)] * weight
        for channel in range(result.shape[1]):
            result[numbers, channel] = np.einsum("nk,nk->n", windows[channel, start], taps)
