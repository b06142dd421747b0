# SPDX-License-Identifier: GPL-3.0-or-later
"""A short musical phrase, played by simple physical models: plucked strings and a bowed, voice-like lead."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.signal import butter, lfilter, sosfilt

Samples = npt.NDArray[np.float32]

BEAT = 60.0 / 96.0  # seconds
CHORDS = [("A2", "E3", "A3", "C4"), ("F2", "C3", "F3", "A3"), ("C3", "G3", "C4", "E4"), ("G2", "D3", "G3", "B3")]
MELODY = [
    ("E4", 1.5),
    ("D4", 0.5),
    ("C4", 1.0),
    ("A3", 1.0),
    ("C4", 1.5),
    ("D4", 0.5),
    ("E4", 2.0),
    ("G4", 1.5),
    ("E4", 0.5),
    ("D4", 1.0),
    ("C4", 1.0),
    ("B3", 1.5),
    ("C4", 0.5),
    ("D4", 2.0),
]


def frequency(note: str) -> float:
    """Hertz of a note name such as ``A3`` (A4 = 440 Hz)."""
    semitone = {"C": -9, "D": -7, "E": -5, "F": -4, "G": -2, "A": 0, "B": 2}[note[0]]
    return 440.0 * 2.0 ** ((semitone + 12 * (int(note[-1]) - 4)) / 12.0)


def plucked(hertz: float, seconds: float, rate: int, seed: int) -> npt.NDArray[np.float64]:
    """A plucked string: noise in a delay line with a low-pass in its loop, fed back until it has died away."""
    delay = int(rate / hertz - 0.5)
    burst = np.zeros(int(seconds * rate))
    burst[:delay] = np.random.default_rng(seed).uniform(-1.0, 1.0, delay)
    feedback = np.zeros(delay + 2)
    feedback[0] = 1.0
    feedback[delay] = feedback[delay + 1] = -0.4985
    tone = lfilter([1.0], feedback, burst)
    fade = int(0.02 * rate)
    tone[-fade:] *= np.linspace(1.0, 0.0, fade)
    return np.asarray(tone)


def guitar(rate: int = 44100) -> Samples:
    """Four bars of arpeggios, stereo: (frames, 2) float32 at ``rate``."""
    out = np.zeros((int(16.6 * BEAT * rate), 2))
    for bar, chord in enumerate(CHORDS):
        for step, string in enumerate([0, 2, 3, 1, 2, 3, 1, 2]):
            start = int((bar * 4 + step * 0.5) * BEAT * rate)
            tone = plucked(frequency(chord[string]), 1.6 * BEAT, rate, seed=bar * 8 + step)
            tone = tone[: len(out) - start]
            pan = 0.35 + 0.1 * string
            out[start : start + len(tone)] += tone[:, None] * [1.0 - pan, pan]
    return (0.5 * out / np.abs(out).max()).astype(np.float32)


def lead(rate: int = 48000) -> Samples:
    """The melody over it, mono with vibrato and vowel-like resonances: (frames,) float32 at ``rate``."""
    pieces = []
    for note, beats in MELODY:
        n = int(beats * BEAT * rate)
        t = np.arange(n) / rate
        vibrato = 1.0 + 0.006 * np.minimum(t / 0.3, 1.0) * np.sin(2 * np.pi * 5.4 * t)
        phase = 2 * np.pi * np.cumsum(frequency(note) * vibrato) / rate
        tone = sum(np.sin(k * phase) / k for k in range(1, 18))
        envelope = np.minimum(t / 0.04, 1.0) * np.minimum((n / rate - t) / 0.06, 1.0)
        pieces.append(tone * envelope)
    raw = np.concatenate(pieces)
    voiced = sum(
        gain * sosfilt(butter(1, [low, high], "bandpass", fs=rate, output="sos"), raw)
        for low, high, gain in [(300, 900, 1.0), (950, 1500, 0.6), (2300, 3100, 0.3)]
    )
    return np.asarray(0.45 * voiced / np.abs(voiced).max(), dtype=np.float32)
