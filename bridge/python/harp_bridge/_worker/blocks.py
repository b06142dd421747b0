# SPDX-License-Identifier: MIT
"""Shared blocks of planar float32 audio, mapped from file descriptors."""

from __future__ import annotations

import gc
import mmap
import os
import weakref
from collections.abc import Callable

import numpy as np

from .._sound.audio import FloatArray
from .._text import log

__all__ = ["BlockLoan", "MapBlock", "close_all", "map_block"]

MapBlock = Callable[[int, int, int, bool], FloatArray]
"""(fd, channels, frames, writable) -> float32 array shaped (channels, frames); it is unmapped when the array dies.

The descriptor stays the caller's, who closes it afterwards.
"""


def map_block(fd: int, channels: int, frames: int, writable: bool) -> FloatArray:
    """The default MapBlock. Raises ValueError when the descriptor holds too little, OSError when mapping fails."""
    size = channels * frames * 4
    if size <= 0 or os.fstat(fd).st_size < size:
        raise ValueError(f"the block holds fewer than {channels} x {frames} samples")
    memory = mmap.mmap(fd, size, mmap.MAP_SHARED, mmap.PROT_READ | (mmap.PROT_WRITE if writable else 0))
    return np.frombuffer(memory, np.float32).reshape(channels, frames)


def close_all(fds: list[int]) -> None:
    """Closes and removes every descriptor. Raises nothing: whatever else went wrong matters more."""
    while fds:
        try:
            os.close(fds.pop())
        except OSError as error:
            log.error("a descriptor could not be closed: %s", error)


class BlockLoan:
    """The blocks that one job has mapped; makes sure that none is left when the job says so."""

    def __init__(self, map_: MapBlock) -> None:
        self._map = map_
        self._mapped: list[weakref.ref[FloatArray]] = []

    def take(self, fd: int, channels: int, frames: int, writable: bool) -> FloatArray:
        """Maps a block and closes the descriptor. Shaped (channels, frames)."""
        try:
            block = self._map(fd, channels, frames, writable)
        finally:
            close_all([fd])
        root = block
        while isinstance(root.base, np.ndarray):  # every view, and every view of a view, keeps this one
            root = root.base
        self._mapped.append(weakref.ref(root))
        return block

    def settle(self) -> bool:
        """Call when nobody holds a block on purpose any more. True when every mapping is gone."""
        if any(block() is not None for block in self._mapped):
            gc.collect()  # the frames of an exception may form a cycle that still holds one
        return all(block() is None for block in self._mapped)
