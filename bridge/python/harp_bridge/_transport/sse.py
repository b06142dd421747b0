# SPDX-License-Identifier: MIT
"""Server-sent events: bytes in, the data of whole events out."""

from __future__ import annotations

from .._json import Malformed

__all__ = ["EventParser"]

_MARK = b"\xef\xbb\xbf"


class EventParser:
    """Holds at most one event of `limit` bytes; a longer one raises Malformed. Lines end with LF, CR, or both."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._searched = 0
        self._returned = False
        self._begun = False
        self._data: list[bytes] = []
        self._held = 0

    def feed(self, chunk: bytes) -> list[bytes]:
        """The data of every event that this chunk completes; comments and other fields are left out."""
        self._buffer += self._with_feeds_alone(chunk)
        events: list[bytes] = []
        start = 0
        while (end := self._buffer.find(b"\n", max(start, self._searched))) >= 0:
            line = bytes(self._buffer[start:end])
            start = end + 1
            if not self._begun:  # the stream may begin with the mark of its encoding
                self._begun, line = True, line.removeprefix(_MARK)
            if line:
                self._field(line)
            elif self._data:
                events.append(b"\n".join(self._data))
                self._data.clear()
                self._held = 0
        del self._buffer[:start]
        self._searched = len(self._buffer)
        self._check(len(self._buffer))
        return events

    def _with_feeds_alone(self, chunk: bytes) -> bytes:
        """A CR ends its line at once; an LF that comes after it, in the next chunk perhaps, belongs to it."""
        if self._returned and chunk.startswith(b"\n"):
            chunk, self._returned = chunk[1:], False
        if chunk:
            self._returned = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        if name == b"data":
            self._data.append(value.removeprefix(b" "))
            self._held += len(value) + 1
            self._check(0)

    def _check(self, pending: int) -> None:
        if self._held + pending > self._limit:
            raise Malformed(f"one event is longer than {self._limit} bytes")
