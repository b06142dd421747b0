# SPDX-License-Identifier: MIT
"""Where a file that a server sends is kept while it comes, and how much of them a job may keep."""

from __future__ import annotations

import io
import tempfile
from typing import BinaryIO

from .._errors import fail
from .._threads import Stop, in_thread

__all__ = ["Budget", "Spool"]

# Up to here a file stays in memory; above it goes to a temporary file that has no name.
_IN_MEMORY = 16 << 20

_PIECE = 1 << 20


class Budget:
    """How many bytes the results of one job may still take."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.left = limit

    def take(self, count: int) -> None:
        """Raises result_too_large when nothing is left."""
        self.left -= count
        if self.left < 0:
            raise fail("result_too_large", detail=f"the results of this job may take {self.limit} bytes")


class Spool:
    """Written in large pieces; in memory while it is small, above that in a temporary file without a name.

    Whoever takes `file` closes it.
    """

    def __init__(self) -> None:
        self.file: BinaryIO = io.BytesIO()
        self._pending = bytearray()

    async def write(self, chunk: bytes) -> None:
        fits = isinstance(self.file, io.BytesIO) and self.file.tell() + len(chunk) <= _IN_MEMORY
        if fits and not self._pending:
            self.file.write(chunk)
            return
        self._pending += chunk
        if len(self._pending) >= _PIECE:
            await self.flush()

    async def flush(self) -> None:
        if not self._pending:
            return
        content = bytes(self._pending)
        self._pending.clear()
        if isinstance(self.file, io.BytesIO):
            memory = self.file
            self.file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (whoever asked for the file closes it)
            fresh = self.file
            await in_thread(lambda stop: _write(fresh, memory.getbuffer(), stop))
        file = self.file
        await in_thread(lambda stop: _write(file, content, stop))


def _write(file: BinaryIO, content: bytes | memoryview, stop: Stop) -> None:
    view = memoryview(content)
    while view:
        stop.check()
        view = view[file.write(view[: 1 << 22]) :]
