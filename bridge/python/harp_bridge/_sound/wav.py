# SPDX-License-Identifier: MIT
"""Writes WAV in chunks, without an encoder and without a copy of the whole: 32 bit float or 16 bit."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

from .audio import FloatArray

__all__ = ["CHUNK_FRAMES", "chunks", "header"]

CHUNK_FRAMES = 32_768
_PCM, _FLOAT = 1, 3
_MAX_RIFF = 0xFFFF_FFFF


def header(frames: int, channels: int, rate: int, bits: int = 32) -> bytes:
    """All bytes before the samples; 32 bits are float. Above 4 GiB the file is RF64, with its sizes in 64 bits."""
    width = bits // 8 * channels
    size = frames * width
    kind = _FLOAT if bits == 32 else _PCM
    format_ = struct.pack("<4sIHHIIHHH", b"fmt ", 18, kind, channels, rate, rate * width, width, bits, 0)
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
    """The samples, shaped (frames, channels) in any memory order, as interleaved little-endian float32."""
    for start in range(0, samples.shape[0], CHUNK_FRAMES):
        yield np.ascontiguousarray(samples[start : start + CHUNK_FRAMES], dtype="<f4").tobytes()
