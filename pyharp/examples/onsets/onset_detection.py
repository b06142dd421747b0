# SPDX-License-Identifier: MIT
"""Finds where sounds begin.

The spectrum is looked at in bands, logarithmic in frequency and in level, as the ear does. Where bands become louder
than they and their neighbours were a moment before (so that vibrato does not count, Böck and Widmer 2013), something
begins. The level of the sound itself then gives the moment to a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.ndimage import maximum_filter1d, median_filter

Samples = npt.NDArray[np.float32]
Curve = npt.NDArray[np.floating]

WINDOW_SECONDS = 0.023
HOP_SECONDS = 0.005
BANDS_PER_OCTAVE = 4
BACK = 3
"""Hops between the two spectra that are compared: about the time in which a window is half renewed."""
LOW_HERTZ, HIGH_HERTZ = 200.0, 3000.0
BLOCK = 1024
QUIET = 1e-3
"""Level, as part of the loudest, below which nothing counts as a beginning."""


@dataclass(frozen=True)
class Onset:
    """A beginning: when (seconds), how strong (1 is the strongest of the sound), and in which register most of it."""

    time: float
    strength: float
    register: str


def detect(
    samples: Samples,
    rate: int,
    *,
    sensitivity: float = 0.5,
    gap: float = 0.05,
    report: Callable[[float], None] = lambda fraction: None,
) -> list[Onset]:
    """Find all beginnings, in order of time.

    Args:
        samples: float32, shape (frames, channels).
        rate: in hertz.
        sensitivity: 0 finds only the clearest, 1 every stir.
        gap: least seconds between two.
        report: called now and then with the part that is done, 0 to 1; it may raise to stop the work.
    """
    loudest = float(np.abs(samples).max(initial=0.0))
    if loudest < 1e-6:
        return []
    bands, centres, hop = _bands(samples / loudest, rate, report)
    rise = bands[BACK:] - maximum_filter1d(bands, 3, axis=1)[:-BACK]
    rise = np.maximum(rise, 0.0)
    novelty = rise.mean(axis=1)
    # The end of the sound would look like a stroke to the windows that reach beyond it.
    novelty[max(len(samples) // hop - round(WINDOW_SECONDS / HOP_SECONDS / 2), BACK) :] = 0.0
    candidates = []
    for peak in _peaks(novelty, hop / rate, sensitivity):
        # Spectrum n is centred on frame n * hop; what begins lies between the two that were compared.
        time = _attack(samples, rate, max(0, round((peak - BACK / 2) * hop)))
        candidates.append(Onset(time, float(novelty[peak]), _register(rise[peak], centres)))
    found: list[Onset] = []
    for onset in sorted(candidates, key=lambda candidate: -candidate.strength):
        if all(abs(onset.time - other.time) >= gap for other in found):
            found.append(onset)
    top = found[0].strength if found else 1.0
    return sorted((replace(onset, strength=onset.strength / top) for onset in found), key=lambda onset: onset.time)


def _bands(samples: Samples, rate: int, report: Callable[[float], None]) -> tuple[Curve, Curve, int]:
    """Level of each band over time, (spectra, bands), as log (1 + 1000 * level); the bands' centres in hertz; the hop.

    Spectrum n is centred on frame n * hop. What was before the sound counts as silence.
    """
    hop = max(1, round(HOP_SECONDS * rate))
    window = max(64, 1 << round(np.log2(WINDOW_SECONDS * rate)))
    edges = np.geomspace(40.0, max(rate / 2, 100.0), max(4, int(BANDS_PER_OCTAVE * np.log2(max(rate / 80, 4.0)))))
    bins = np.unique(np.clip(np.round(edges * window / rate), 1, window // 2).astype(int))
    centres = np.sqrt(bins[:-1] * bins[1:]) * rate / window
    shape = (np.hanning(window + 1)[:-1] * 2.0 / window).astype(np.float32)
    steps = len(samples) // hop + 2
    before = window // 2
    padded = np.pad(samples, ((before, window + steps * hop - len(samples) + before), (0, 0)))
    levels = []
    for first in range(0, steps, BLOCK):
        last = min(first + BLOCK, steps)
        pieces = np.stack([padded[n * hop : n * hop + window] * shape[:, None] for n in range(first, last)])
        # The channels' powers are added: a stereo sound must not vanish where its channels are opposed.
        power = np.sum(np.abs(np.fft.rfft(pieces, axis=1)) ** 2, axis=2)
        levels.append(np.sqrt(np.add.reduceat(power[:, : bins[-1]], bins[:-1], axis=1)))
        report(last / steps)
    return np.log1p(1000.0 * np.concatenate([np.zeros((BACK, len(centres))), *levels])), centres, hop


def _peaks(novelty: Curve, hop_seconds: float, sensitivity: float) -> list[int]:
    """Local maxima that stand out from their surroundings."""
    around = max(1, round(0.03 / hop_seconds))
    surroundings = median_filter(novelty, size=2 * round(0.1 / hop_seconds) + 1, mode="constant")
    threshold = surroundings + 0.05 + 0.7 * (1.0 - sensitivity) ** 2
    highest = maximum_filter1d(novelty, 2 * around + 1, mode="nearest")
    return [int(n) for n in np.flatnonzero((novelty >= highest) & (novelty > threshold))]


def _attack(samples: Samples, rate: int, near: int) -> float:
    """The moment near a frame at which the level begins its steepest climb, in seconds."""
    reach, step = round(0.035 * rate), max(1, round(0.001 * rate))
    low, high = near - reach, min(len(samples), near + reach)
    around = np.pad(samples[max(0, low) : high], ((max(0, -low), 0), (0, 0)))
    # Differences raise the highs, in which an attack stands out from notes that still sound.
    piece = np.diff(around, axis=0, prepend=around[:1])
    count = len(piece) // step
    if count < 10:
        return min(near, len(samples) - 1) / rate
    power = np.sum(piece[: count * step].reshape(count, step, -1) ** 2, axis=(1, 2))
    level = np.log(np.convolve(power, np.ones(3) / 3, mode="same") + power.max() * QUIET**2 + 1e-20)
    ahead = 8
    climb = level[ahead:] - level[:-ahead]
    start = int(np.argmax(climb))
    # From the foot of the climb on: the first step that is clearly above it.
    foot, top = level[start], level[start : start + ahead + 1].max()
    first = start + int(np.argmax(level[start:] > foot + 0.25 * (top - foot)))
    return min(max(0, low + first * step), len(samples) - 1) / rate


def _register(rise: Curve, centres: Curve) -> str:
    parts = {
        "low": rise[centres < LOW_HERTZ],
        "middle": rise[(centres >= LOW_HERTZ) & (centres < HIGH_HERTZ)],
        "high": rise[centres >= HIGH_HERTZ],
    }
    return max(parts, key=lambda name: float(parts[name].mean()) if parts[name].size else 0.0)
