# SPDX-License-Identifier: MIT
"""Server-sent events: bytes in, the data of whole events out."""

from __future__ import annotations

from .._json import Malformed

__all__ = ["EventParser"]


class EventParser:
    """Holds at most one event of `limit` bytes; a longer one raises Malformed."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._buffer = bytearray()
        self._searched = 0
        self._data: list[bytes] = []
        self._held = 0

    def feed(self, chunk: bytes) -> list[bytes]:
        """The data of every event that this chunk completes; comments and other fields are left out."""
        self._buffer += chunk
        events: list[bytes] = []
        start = 0
        while (end := self._buffer.find(b"\n", max(start, self._searched))) >= 0:
            line = bytes(self._buffer[start:end]).rstrip(b"\r")
            start = end + 1
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

    def _field(self, line: bytes) -> None:
        if line.startswith(b"data:"):
            value = line[5:]
            self._data.append(value[1:] if value.startswith(b" ") else value)
            self._held += len(value) + 1
            self._check(0)

    def _check(self, pending: int) -> None:
        if self._held + pending > self._limit:
            raise Malformed(f"one event is longer than {self._limit} bytes")
