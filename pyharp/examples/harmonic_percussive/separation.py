# SPDX-License-Identifier: MIT
"""Splits a sound into what lasts (notes, chords) and what strikes (drums, plucks, consonants).

In a spectrogram a held note is a horizontal line and a stroke is a vertical one. A median along time keeps the first
and removes the second, a median along frequency does the reverse (Fitzgerald 2010); the two results share every point
of the spectrogram between the stems. All channels are split alike, so a stereo image stays where it is.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.ndimage import median_filter

Samples = npt.NDArray[np.float32]
Grid = npt.NDArray[np.floating]

OVERLAP = 4
WINDOW_SECONDS = 0.046
BLOCK = 512
"""Spectra that are worked on at once: memory stays the same however long the sound is."""


def separate(
    samples: Samples,
    rate: int,
    *,
    lasting: float = 0.2,
    width: float = 500.0,
    sharpness: float = 1.0,
    report: Callable[[float], None] = lambda fraction: None,
) -> tuple[Samples, Samples]:
    """Split into a harmonic and a percussive stem that add up to the sound.

    Args:
        samples: float32, shape (frames, channels).
        rate: in hertz.
        lasting: seconds that a sound must last to count as harmonic.
        width: hertz that a stroke must fill to count as percussive.
        sharpness: 1 shares each point by power between the stems, 4 gives it almost wholly to the stronger one.
        report: called now and then with the part that is done, 0 to 1; it may raise to stop the work.

    Returns:
        Harmonic and percussive stem, float32, each of the shape of `samples`.
    """
    if not samples.any():
        return samples.copy(), np.zeros_like(samples)
    window = max(16, 1 << round(np.log2(WINDOW_SECONDS * rate)))
    hop = window // OVERLAP
    along_time = _odd(lasting * rate / hop)
    along_frequency = _odd(width * window / rate)
    shape = np.hanning(window + 1)[:-1].astype(np.float32)
    # The window of spectrum t is centred on frame (t - OVERLAP // 2) * hop: the first and last ones see the borders.
    steps = -(-len(samples) // hop) + OVERLAP + 1
    padded = np.pad(samples, ((window, window + (steps + OVERLAP) * hop - len(samples)), (0, 0)))
    out = np.zeros_like(padded)
    reach = along_time // 2
    for first in range(0, steps, BLOCK):
        last = min(first + BLOCK, steps)
        low, high = max(0, first - reach), min(steps, last + reach)
        spectra = _spectra(padded, low, high, hop, shape)
        size = np.sqrt(np.sum(np.abs(spectra) ** 2, axis=2))
        # Outside of the sound there is nothing to look at, so there its first and last moments count again.
        held = np.pad(size, ((low - (first - reach), last + reach - high), (0, 0)), mode="edge")
        harmonic = _median(held.T, along_time).T[reach : reach + last - first]
        size = size[first - low : last - low]
        share = _share(harmonic, _median(size, along_frequency), sharpness)
        kept = spectra[first - low : last - low] * share[:, :, None]
        for step, piece in enumerate(np.fft.irfft(kept, window, axis=1).astype(np.float32), first):
            out[step * hop : step * hop + window] += piece * shape[:, None]
        report(last / steps)
    # Hann times Hann at a quarter of its length adds up to 1.5.
    harmonic_stem = np.ascontiguousarray(out[window : window + len(samples)] / np.float32(1.5))
    return harmonic_stem, samples - harmonic_stem


def _spectra(padded: Samples, low: int, high: int, hop: int, shape: Samples) -> npt.NDArray[np.complexfloating]:
    """Spectra number `low` to `high`: (spectra, bins, channels)."""
    pieces = [padded[step * hop : step * hop + len(shape)] * shape[:, None] for step in range(low, high)]
    return np.fft.rfft(np.stack(pieces), axis=1).astype(np.complex64)


def _odd(length: float) -> int:
    return 2 * max(1, round(length / 2)) + 1


def _median(rows: Grid, length: int) -> Grid:
    """Running median along each row; laid end to end, because scipy's filter is much faster on one long row."""
    half = length // 2
    padded = np.pad(rows, ((0, 0), (half, half)), mode="edge")
    return np.asarray(median_filter(padded.ravel(), size=length)).reshape(padded.shape)[:, half : half + rows.shape[1]]


def _share(harmonic: Grid, percussive: Grid, sharpness: float) -> Grid:
    """The harmonic stem's share of each point, 0 to 1; where neither is anything, half."""
    largest = np.maximum(np.maximum(harmonic, percussive), np.float32(1e-30))
    one = (harmonic / largest) ** (2 * sharpness)
    other = (percussive / largest) ** (2 * sharpness)
    return np.where(one + other > 0, one / np.maximum(one + other, np.float32(1e-30)), np.float32(0.5))
