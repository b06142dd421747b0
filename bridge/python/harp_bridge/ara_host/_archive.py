# SPDX-License-Identifier: MIT
"""Archives of documents, as bytes that can be kept, compared and damaged on purpose."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

__all__ = ["Archive", "AudioFileChunk"]


@dataclass(frozen=True)
class Archive:
    """What a plug-in stored.

    `archive_id` is the format the plug-in named when it wrote; `progress` the values it reported, rising within 0..1.
    """

    data: bytes
    archive_id: str = ""
    progress: tuple[float, ...] = ()

    def __len__(self) -> int:
        return len(self.data)

    def truncated(self, length: int) -> Archive:
        """The first `length` bytes only."""
        return replace(self, data=self.data[:length])

    def with_flipped_bit(self, position: int, bit: int = 0) -> Archive:
        """The same archive with one bit of the byte at `position` inverted."""
        damaged = bytearray(self.data)
        damaged[position] ^= 1 << bit
        return replace(self, data=bytes(damaged))


class AudioFileChunk(NamedTuple):
    """The state of one source for an audio file, and whether a host should open the plug-in by itself."""

    archive: Archive
    open_automatically: bool
