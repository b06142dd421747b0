# SPDX-License-Identifier: MIT
"""Reads the plainest audio file there is, WAV with float32 samples, without a decoder in between.

A decoder asks for each piece through Python, on a thread that then waits for the one that moves bytes: for what most
models return that costs more than all the rest. Everything that is not perfectly plain is left to the decoder.
"""

from __future__ import annotations

import io
import os
import struct
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np

from .._json import Malformed
from .audio import FloatArray

__all__ = ["PlainWav"]

_FLOAT, _EXTENSIBLE = 3, 0xFFFE
_FLOAT_GUID = struct.pack("<H", _FLOAT) + bytes.fromhex("000000001000800000aa00389b71")
_MOST_CHUNKS = 32


@dataclass(frozen=True)
class PlainWav:
    """Where the samples lie. All of them are there: what a header claims beyond the end of the file is not plain."""

    frames: int
    channels: int
    rate: int
    start: int

    @staticmethod
    def look(file: BinaryIO) -> PlainWav | None:
        """None for every other kind of file."""
        end = file.seek(0, os.SEEK_END)
        file.seek(0)
        head = file.read(12)
        if head[:4] != b"RIFF" or head[8:] != b"WAVE":
            return None
        shape: tuple[int, int] | None = None
        for _ in range(_MOST_CHUNKS):
            name, size = _chunk(file.read(8))
            start = file.tell()
            if not name or start + size > end:
                return None
            if name == b"data":
                return None if shape is None else _whole(shape, start, size)
            if name == b"fmt ":
                shape = _shape(file.read(min(size, 40)))
                if shape is None:
                    return None
            file.seek(start + size + size % 2)
        return None

    def fill(self, file: BinaryIO, first: int, out: FloatArray) -> None:
        """Frames from `first` on, as many as `out` has. Raises Malformed when the file has become shorter."""
        width = 4 * self.channels
        start, size = self.start + first * width, len(out) * width
        if isinstance(file, io.BytesIO):
            data: bytes | memoryview = file.getbuffer()[start : start + size]  # not copied
        else:
            file.seek(start)
            data = file.read(size)
        found = len(data)
        if found == size:
            out[:] = np.frombuffer(data, "<f4").reshape(-1, self.channels)
        del data  # a file in memory cannot be closed while somebody looks into it
        if found < size:
            raise Malformed("the audio ends before its own end")


def _chunk(head: bytes) -> tuple[bytes, int]:
    return (head[:4], int.from_bytes(head[4:], "little")) if len(head) == 8 else (b"", 0)


def _shape(content: bytes) -> tuple[int, int] | None:
    """Channels and rate of float32; None for any other format."""
    if len(content) < 16:
        return None
    kind, channels, rate, _, width, bits = struct.unpack("<HHIIHH", content[:16])
    if kind == _EXTENSIBLE and content[24:40] == _FLOAT_GUID:
        kind = _FLOAT
    plain = kind == _FLOAT and bits == 32 and channels > 0 and width == 4 * channels
    return (channels, rate) if plain else None


def _whole(shape: tuple[int, int], start: int, size: int) -> PlainWav | None:
    channels, rate = shape
    frames, rest = divmod(size, 4 * channels)
    # Whoever writes a file as it comes may leave the size at 0: the decoder knows what to make of that.
    return None if rest or not frames else PlainWav(frames, channels, rate, start)
