# SPDX-License-Identifier: MIT
"""Writes FLAC as a stream: what is encoded is handed out at once, and nothing is ever gone back to.

An encoder usually returns to the head of the file when it has finished, to write how long it became. Here that is known
before, so it is written into the head as it passes; the check sum over all samples stays zero, which means "not given".
"""

from __future__ import annotations

import os

import numpy as np
import numpy.typing as npt
import soundfile

__all__ = ["MAX_CHANNELS", "FlacStream", "takes"]

MAX_CHANNELS = 8

# fLaC, the head of its first block, and the first 10 bytes of that: rates, widths and lengths follow.
_LENGTH_AT = 21
_HEAD = 42


def takes(channels: int, rate: int) -> bool:
    """Whether audio of this shape fits into FLAC that every decoder reads."""
    return channels <= MAX_CHANNELS and 8_000 <= rate <= 192_000 and (rate <= 65_535 or rate % 10 == 0)


class _Sink:
    """What libsndfile takes for a file. Writes over what was handed out already are left out."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._gone = 0
        self._position = 0

    def write(self, data: bytes) -> int:
        start = self._position - self._gone
        if start >= 0:
            self._pending[start : start + len(data)] = data
        self._position += len(data)
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        end = self._gone + len(self._pending)
        self._position = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: end}[whence]
        return self._position

    def tell(self) -> int:
        return self._position

    def take(self) -> bytes:
        """Everything that was written since the last time."""
        data = bytes(self._pending)
        self._gone += len(data)
        self._pending.clear()
        return data


class FlacStream:
    """24 bit FLAC of `frames` frames. Each call works on one thread at a time, for as long as its block takes."""

    def __init__(self, frames: int, channels: int, rate: int) -> None:
        self._frames = frames
        self._sink = _Sink()
        self._first = True
        self._file = soundfile.SoundFile(
            self._sink, "w", samplerate=rate, channels=channels, format="FLAC", subtype="PCM_24"
        )

    def encode(self, block: npt.NDArray[np.int32]) -> bytes:
        """The bytes that became ready; `block` is shaped (frames, channels), full scale in 32 bits, lowest 8 zero."""
        self._file.write(block)
        return self._taken()

    def finish(self) -> bytes:
        """The last bytes. Also to be called when the rest is not wanted: it frees the encoder."""
        self._file.close()
        return self._taken()

    def _taken(self) -> bytes:
        data = self._sink.take()
        if not self._first or len(data) < _HEAD:
            assert not data or not self._first
            return data
        self._first = False
        head = bytearray(data[:_HEAD])
        head[_LENGTH_AT] = (head[_LENGTH_AT] & 0xF0) | (self._frames >> 32 & 0x0F)
        head[_LENGTH_AT + 1 : _LENGTH_AT + 5] = (self._frames & 0xFFFF_FFFF).to_bytes(4, "big")
        return bytes(head) + data[_HEAD:]
