# SPDX-License-Identifier: MIT
"""Pitch shift with the time kept: a phase vocoder stretches, resampling brings the length back.

The stretch moves an analysis window through the sound at another speed than it writes. Each spectral peak continues
the phase that it had in the output so far, and the bins around it follow in step (locked phases keep a note a note
instead of a cloud). All channels turn by the same angle, so a stereo image stays where it is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import numpy.typing as npt
from scipy.signal import resample_poly

Samples = npt.NDArray[np.float32]
Spectrum = npt.NDArray[np.complexfloating]

OVERLAP = 4
LOUDEST_CORRECTION = 8.0
"""The most by which keeping the formants may raise a part of the spectrum (18 dB): above that it raises noise."""


def shift_pitch(
    samples: Samples,
    semitones: float,
    *,
    window: int = 2048,
    keep_formants: bool = False,
    report: Callable[[float], None] = lambda fraction: None,
) -> Samples:
    """Shift the pitch and keep time, length and channels.

    Args:
        samples: float32, shape (frames, channels).
        semitones: how far, fractions allowed, -24 to 24.
        window: frames per analysis window, a power of two; short keeps attacks, long keeps chords clear.
        keep_formants: keep the spectral envelope where it was, so that a voice stays the same person.
        report: called now and then with the part that is done, 0 to 1; it may raise to stop the work.

    Returns:
        float32, the shape of `samples`. At 0 semitones these are the samples themselves.
    """
    if semitones == 0 or samples.size == 0:
        return samples.copy()
    ratio = Fraction(2.0 ** (semitones / 12)).limit_denominator(3000)
    wanted = math.ceil(len(samples) * ratio) + 1
    stretched = _stretch(samples, float(ratio), wanted, window, keep_formants, report)
    shifted = resample_poly(stretched, ratio.denominator, ratio.numerator, axis=0)
    return np.ascontiguousarray(shifted[: len(samples)], dtype=np.float32)


def _stretch(
    samples: Samples, ratio: float, wanted: int, window: int, keep_formants: bool, report: Callable[[float], None]
) -> Samples:
    """Make the sound `ratio` times as long at the same pitch: (wanted, channels)."""
    hop = window // OVERLAP
    shape = np.hanning(window + 1)[:-1].astype(np.float32)
    # The window of output frame t is centred on t * hop, so that sound and stretched sound begin together.
    before = window // 2 + hop
    padded = np.pad(samples, ((before, window + hop), (0, 0)))
    steps = wanted // hop + 2
    out = np.zeros((steps * hop + window, samples.shape[1]), np.float32)
    previous: Spectrum | None = None
    for step in range(steps):
        start = min(round(step * hop / ratio), len(samples)) + hop
        here = np.fft.rfft(padded[start : start + window] * shape[:, None], axis=0)
        if previous is not None:
            earlier = np.fft.rfft(padded[start - hop : start - hop + window] * shape[:, None], axis=0)
            here = here * _rotation(previous, earlier, here)[:, None]
        previous = here
        if keep_formants:
            here = here * _formant_gain(here, ratio)[:, None]
        out[step * hop : step * hop + window] += np.fft.irfft(here, window, axis=0).astype(np.float32) * shape[:, None]
        if step % 64 == 0:
            report(step / steps)
    # Hann times Hann at a quarter of its length adds up to 1.5.
    return out[window // 2 : window // 2 + wanted] / np.float32(1.5)


def _rotation(previous: Spectrum, earlier: Spectrum, here: Spectrum) -> npt.NDArray[np.complexfloating]:
    """The turn per bin that lets each peak go on from the phase that the output has reached.

    `earlier` is the input one hop before `here`: what happens between these two happens once more in the output.
    Summing over channels weighs them by their energy.
    """
    turn = np.sum(previous * np.conj(earlier), axis=1)
    size = np.abs(turn)
    turn = np.where(size > 1e-30, turn / np.maximum(size, 1e-30), 1.0)
    return turn[_peak_of_each_bin(np.sum(np.abs(here), axis=1))]


def _peak_of_each_bin(magnitude: npt.NDArray[np.floating]) -> npt.NDArray[np.intp]:
    """For each bin the index of the nearest spectral peak, which its phase follows."""
    inner = magnitude[2:-2]
    is_peak = (
        (inner > magnitude[1:-3]) & (inner >= magnitude[3:-1]) & (inner > magnitude[:-4]) & (inner >= magnitude[4:])
    )
    peaks = np.flatnonzero(is_peak) + 2
    if len(peaks) == 0:
        return np.arange(len(magnitude))
    borders = (peaks[1:] + peaks[:-1] + 1) // 2
    return peaks[np.searchsorted(borders, np.arange(len(magnitude)), side="right")]


def _formant_gain(spectrum: Spectrum, ratio: float) -> npt.NDArray[np.floating]:
    """What to multiply so that the envelope is back at its place after resampling has moved it by `ratio`."""
    envelope = _log_envelope(np.sum(np.abs(spectrum), axis=1))
    bins = np.arange(len(envelope))
    gain: npt.NDArray[np.floating] = np.exp(np.interp(bins * ratio, bins, envelope) - envelope)
    gain = np.clip(gain, 1.0 / LOUDEST_CORRECTION, LOUDEST_CORRECTION)
    # A sound with one partial has no formants to keep: without this it would only become softer.
    power = np.sum(np.abs(spectrum) ** 2, axis=1)
    gain *= np.sqrt((np.sum(power) + 1e-20) / (np.sum(power * gain**2) + 1e-20))
    return gain


def _log_envelope(magnitude: npt.NDArray[np.floating]) -> npt.NDArray[np.floating]:
    """The smooth outline of a spectrum: its cepstrum without the fine structure that the pitch makes."""
    log = np.log(np.maximum(magnitude, 1e-7))
    size = 2 * (len(magnitude) - 1)
    cepstrum = np.fft.irfft(log, size)
    keep = max(8, size // 40)
    cepstrum[keep : size - keep + 1] = 0.0
    return np.fft.rfft(cepstrum).real


def blend(dry: Samples, wet: Samples, mix: float) -> Samples:
    """`mix` 0 is the original sample for sample, 1 the result sample for sample."""
    if mix <= 0.0:
        return dry
    if mix >= 1.0:
        return wet
    return (dry * np.float32(1.0 - mix) + wet * np.float32(mix)).astype(np.float32)
