# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws the arrangement before and after: waveform and spectrogram of both, processed spans marked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure


def overview(
    path: Path,
    before: npt.NDArray[np.float32],
    after: npt.NDArray[np.float32],
    rate: float,
    regions: Sequence[tuple[str, int, float, float, bool]],
) -> None:
    """Writes a PNG.

    ``before``, ``after``: (frames, channels) at ``rate``. ``regions``: (name, track, start, duration, was processed),
    in seconds.
    """
    figure = Figure(figsize=(13, 10), layout="constrained")
    axes = figure.subplots(4, 1, sharex=True)
    seconds = np.arange(len(before)) / rate
    for row, (title, audio, colour) in enumerate([("before", before, "#4c6a92"), ("after", after, "#b5533c")]):
        wave, spectrum = axes[2 * row], axes[2 * row + 1]
        mono = audio.mean(axis=1)
        wave.plot(seconds, mono, color=colour, linewidth=0.4)
        wave.set_ylim(-1.0, 1.0)
        wave.set_ylabel(f"{title}\namplitude")
        spectrum.specgram(
            mono + 1e-9 * np.random.default_rng(0).standard_normal(len(mono)),
            NFFT=4096,
            noverlap=3072,
            Fs=rate,
            cmap="magma",
            vmin=-140,
            vmax=-30,
        )
        spectrum.set_ylim(0, 8000)
        spectrum.set_ylabel(f"{title}\nfrequency (Hz)")
        for name, track, start, duration, processed in regions:
            fill = "#f2b441" if processed else "#c9ced6"
            wave.broken_barh([(start, duration)], (0.78 - 0.24 * track, 0.2), facecolor=fill, edgecolor="white")
            wave.text(
                start + 0.06,
                0.88 - 0.24 * track,
                name + (": processed" if processed else ": untouched"),
                fontsize=9,
                verticalalignment="center",
            )
            for edge in (start, start + duration):
                spectrum.axvline(edge, color="#f2b441" if processed else "#c9ced6", linewidth=1, linestyle=":")
    axes[-1].set_xlabel("seconds")
    axes[-1].set_xlim(0, seconds[-1])
    figure.suptitle("The arrangement through HARP, before and after processing two of its three regions")
    figure.savefig(path, dpi=90)
