# SPDX-License-Identifier: MIT
"""Samples as NumPy arrays: (frames, channels) float32, or (frames,) for one channel."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["Audio", "as_frames"]

Audio: TypeAlias = NDArray[np.float32]
"""(frames, channels) float32, full scale is 1.0."""


def as_frames(samples: ArrayLike | NDArray[Any]) -> Audio:
    """Any float array as (frames, channels) float32, C order; integers must be scaled by the caller."""
    array = np.asarray(samples)
    if array.dtype.kind != "f":
        raise TypeError(f"Samples are floats, full scale 1.0, not {array.dtype}")
    if array.ndim == 1:
        array = array[:, None]
    if array.ndim != 2 or array.shape[1] == 0:
        raise ValueError(f"Samples have the shape (frames,) or (frames, channels), not {array.shape}")
    return np.ascontiguousarray(array, dtype=np.float32)
