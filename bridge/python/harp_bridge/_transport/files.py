# SPDX-License-Identifier: MIT
"""Files that the caller supplies, on their way to the server."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import AsyncGenerator, Callable
from pathlib import Path

from .._errors import fail
from .._threads import Stop, in_thread

__all__ = ["FileBody", "FileLike", "file_body"]

FileLike = str | os.PathLike[str] | bytes
"""A path, or the content itself."""

_PIECE = 1 << 18
_LOOKED_AT = 4096


class FileBody:
    """Read piece by piece; a file that becomes shorter meanwhile raises file_unreadable."""

    format = "file"
    mime = "application/octet-stream"

    def __init__(self, name: str, content: Path | bytes, size: int, start: bytes) -> None:
        self.name = name
        self.size: int | None = size
        self.start = start
        self._length = size
        self._content = content

    async def pieces(self, sent: Callable[[float], None]) -> AsyncGenerator[bytes, None]:
        done = 0
        if isinstance(self._content, bytes):
            for done in range(0, self._length, _PIECE):
                sent(min(done + _PIECE, self._length) / self._length)
                yield self._content[done : done + _PIECE]
            return
        try:
            with self._content.open("rb") as file:
                while done < self._length:
                    count = min(_PIECE, self._length - done)
                    piece = await in_thread(lambda stop, count=count: file.read(count))  # type: ignore[misc]
                    if not piece:
                        raise fail("file_unreadable", detail=f"{self._content.name} has become shorter")
                    done += len(piece)
                    sent(done / self._length)
                    yield piece
        except OSError as error:
            raise _unreadable(self._content, error) from None

    def notes(self) -> list[str]:
        return []

    def digest(self, stop: Stop) -> bytes:
        """Raises file_unreadable."""
        state = hashlib.blake2b(digest_size=20)
        if isinstance(self._content, bytes):
            state.update(self._content)
            return state.digest()
        try:
            with self._content.open("rb") as file:
                while piece := file.read(1 << 20):
                    stop.check()
                    state.update(piece)
        except OSError as error:
            raise _unreadable(self._content, error) from None
        return state.digest()


def file_body(content: FileLike, name: Callable[[str, bytes], str]) -> FileBody:
    """`name(path, start)` gives the name that the server hears. Raises file_unreadable."""
    if isinstance(content, bytes):
        return FileBody(name("", content[:_LOOKED_AT]), content, len(content), content[:_LOOKED_AT])
    path = Path(content)
    try:
        with path.open("rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise fail("file_unreadable", detail=f"{path} is no file")
            start = file.read(_LOOKED_AT)
    except OSError as error:
        raise _unreadable(path, error) from None
    return FileBody(name(str(path), start), path, found.st_size, start)


def _unreadable(path: Path, error: OSError) -> Exception:
    return fail("file_unreadable", detail=f"{path}: {error.strerror or error}")
