# SPDX-License-Identifier: MIT
"""Writes float32 WAV in chunks, without an encoder and without a copy of the whole."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from .audio import FloatArray

__all__ = ["CHUNK_FRAMES", "chunks", "header"]

CHUNK_FRAMES = 32_768
_FLOAT = 3
_MAX_RIFF = 0xFFFF_FFFF


def header(frames: int, channels: int, rate: int) -> bytes:
    """All bytes before the samples. Above 4 GiB the file is RF64, which carries its sizes in 64 bits."""
    size = frames * channels * 4
    format_ = struct.pack("<4sIHHIIHHH", b"fmt ", 18, _FLOAT, channels, rate, rate * channels * 4, channels * 4, 32, 0)
    if size + 50 <= _MAX_RIFF:
        fact = struct.pack("<4sII", b"fact", 4, frames)
        body = format_ + fact + struct.pack("<4sI", b"data", size)
        return struct.pack("<4sI4s", b"RIFF", 4 + len(body) + size, b"WAVE") + body
    fact = struct.pack("<4sII", b"fact", 4, min(frames, _MAX_RIFF))
    body = format_ + fact + struct.pack("<4sI", b"data", _MAX_RIFF)
    total = 4 + 36 + len(body) + size
    sizes = struct.pack("<4sIQQQI", b"ds64", 28, total, size, frames, 0)
    return struct.pack("<4sI4s", b"RF64", _MAX_RIFF, b"WAVE") + sizes + body


def chunks(samples: FloatArray) -> Iterator[bytes]:
    """The samples, shaped (frames, channels) in any memory order, interleaved and little-endian."""
    for start in range(0, samples.shape[0], CHUNK_FRAMES):
        yield np.ascontiguousarray(samples[start : start + CHUNK_FRAMES], dtype="<f4").tobytes()
