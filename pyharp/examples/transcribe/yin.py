# SPDX-License-Identifier: MIT
"""The pitch of one voice over time: the YIN estimator (de Cheveigné and Kawahara 2002)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

Samples = npt.NDArray[np.float32]
Curve = npt.NDArray[np.floating]

HOP_SECONDS = 0.005
CLEAR = 0.12
"""A period that explains all but this part of the power is taken, the shortest such one first."""
_ENOUGH_RATE = 22050
_BLOCK = 256


@dataclass(frozen=True)
class Track:
    """Pitch over time, one value per hop.

    Attributes:
        pitch: MIDI note numbers with fractions.
        doubt: part of the power that the period does not explain; 0 a perfect tone, about 1 noise.
        level: root mean square of the window, full scale 1.
        hop: seconds from one value to the next; value n belongs to the time n * hop.
    """

    pitch: Curve
    doubt: Curve
    level: Curve
    hop: float


def track_pitch(
    samples: Samples,
    rate: int,
    lowest: float,
    highest: float,
    report: Callable[[float], None] = lambda fraction: None,
) -> Track:
    """Estimate the pitch of a monophonic sound.

    Args:
        samples: float32, shape (frames,).
        rate: in hertz.
        lowest, highest: MIDI note numbers between which to look.
        report: called now and then with the part that is done, 0 to 1; it may raise to stop the work.
    """
    divisor = max(1, rate // _ENOUGH_RATE)
    sound = resample_poly(samples, 1, divisor) if divisor > 1 and len(samples) > 1 else samples
    rate_here = rate / divisor
    longest = int(np.ceil(rate_here / hertz_of(lowest))) + 2
    shortest = max(2, int(rate_here / hertz_of(highest)))
    # One longest period is compared with the one after it; both together are centred on the hop.
    hop = HOP_SECONDS * rate_here
    count = int(len(sound) / hop) + 1
    size = 1 << int(np.ceil(np.log2(3 * longest)))
    padded = np.pad(np.asarray(sound, np.float64), (longest, 2 * longest + int(hop) + 2))
    starts = np.round(np.arange(count) * hop).astype(int)
    parts = []
    for first in range(0, count, _BLOCK):
        pieces = padded[starts[first : first + _BLOCK, None] + np.arange(2 * longest)]
        parts.append(_estimate(pieces, longest, shortest, size))
        report(min(1.0, (first + _BLOCK) / count))
    period, doubt, level = (np.concatenate(values) for values in zip(*parts, strict=True))
    return Track(midi_of(rate_here / period), doubt, level, HOP_SECONDS)


def _estimate(pieces: Curve, longest: int, shortest: int, size: int) -> tuple[Curve, Curve, Curve]:
    """Period in frames, doubt and level of each piece, (pieces, 2 * longest)."""
    head = np.fft.rfft(pieces[:, :longest], size, axis=1)
    whole = np.fft.rfft(pieces, size, axis=1)
    alike = np.fft.irfft(np.conj(head) * whole, size, axis=1)[:, :longest]
    total = np.pad(np.cumsum(pieces**2, axis=1), ((0, 0), (1, 0)))
    power = total[:, longest : 2 * longest] - total[:, :longest]
    difference = np.maximum(power[:, :1] + power - 2 * alike, 0.0)
    difference[:, 0] = 0.0
    lags = np.arange(longest)
    mean = np.cumsum(difference, axis=1) / np.maximum(lags, 1)
    normal = np.where(mean > 1e-12, difference / np.maximum(mean, 1e-12), 1.0)
    normal[:, :shortest] = 1.0
    valley = np.zeros(normal.shape, bool)
    valley[:, 1:-1] = (normal[:, 1:-1] <= normal[:, :-2]) & (normal[:, 1:-1] < normal[:, 2:])
    clear = valley & (normal < CLEAR)
    best = np.where(clear.any(axis=1), clear.argmax(axis=1), np.where(valley, normal, 2.0).argmin(axis=1))
    best = np.clip(best, 1, longest - 2)
    rows = np.arange(len(best))
    left, here, right = (difference[rows, best + shift] for shift in (-1, 0, 1))
    bend = left - 2 * here + right
    period = best + np.where(bend > 1e-12, 0.5 * (left - right) / np.maximum(bend, 1e-12), 0.0).clip(-1, 1)
    return period, normal[rows, best], np.sqrt(total[:, -1] / (2 * longest))


def hertz_of(note: float) -> float:
    """Frequency of a MIDI note number, A4 = 69 = 440 Hz."""
    return float(440.0 * 2.0 ** ((note - 69.0) / 12.0))


def midi_of(hertz: Curve) -> Curve:
    """MIDI note numbers, with fractions, of frequencies."""
    notes: Curve = 69.0 + 12.0 * np.log2(hertz / 440.0)
    return notes
