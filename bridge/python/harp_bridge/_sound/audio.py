# SPDX-License-Identifier: MIT
"""Audio as numpy arrays of float32, shaped (frames, channels); any memory order, so a planar block's transpose too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Audio", "FloatArray", "as_frames", "from_planar", "replace_unusable"]

FloatArray = npt.NDArray[np.float32]

# 120 dB over full scale: no sound, and nothing that a loudspeaker or an ear should meet.
_LOUDEST = np.float32(1e6)

_MAX_CHANNELS = 32


@dataclass(frozen=True)
class Audio:
    """`samples` is shaped (frames, channels), `rate` is in frames per second."""

    samples: FloatArray
    rate: float

    @property
    def frames(self) -> int:
        return int(self.samples.shape[0])

    @property
    def channels(self) -> int:
        return int(self.samples.shape[1])

    @property
    def seconds(self) -> float:
        return self.frames / self.rate


def as_frames(samples: npt.ArrayLike) -> FloatArray:
    """Any array of floats, shaped (frames,) or (frames, channels), as float32 shaped (frames, channels).

    Copies only when the type changes. Raises TypeError for whole numbers (their scale is not known) and ValueError for
    other shapes or more than 32 channels.
    """
    array = np.asarray(samples)
    if array.dtype.kind != "f":
        raise TypeError(f"samples must be floating point with full scale 1.0, not {array.dtype}")
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2:
        raise ValueError(f"samples must be shaped (frames, channels), not {array.shape}")
    if not 1 <= array.shape[1] <= _MAX_CHANNELS:
        raise ValueError(f"{array.shape[1]} channels: samples must be shaped (frames, channels), with 1 to 32 channels")
    frames: FloatArray = array.astype(np.float32, copy=False)
    return frames


def from_planar(block: FloatArray) -> FloatArray:
    """The (frames, channels) view of a planar block shaped (channels, frames). No copy."""
    frames: FloatArray = block.T
    return frames


def replace_unusable(block: FloatArray) -> int:
    """Sets samples that are not finite, or more than 120 dB over full scale, to 0 in place; returns how many."""
    if block.size == 0 or max(block.max(), -block.min()) <= _LOUDEST:  # false for NaN as well
        return 0
    unusable = ~(np.abs(block) <= _LOUDEST)
    block[unusable] = 0.0
    return int(np.count_nonzero(unusable))
