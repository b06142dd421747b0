# SPDX-License-Identifier: MIT
"""Remembers what was uploaded, so that the same file is not sent twice to a server that still has it."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass

from .._settings import Settings

__all__ = ["Shelf", "UploadMemory"]


@dataclass(frozen=True)
class Shelf:
    """What two uploads that might be the same have in common; cheap to know, so that few contents are compared."""

    base: str
    instance: str
    """Of the app: a server that was started anew has forgotten what it was sent."""
    format: str
    size: int
    shape: tuple[float, ...] = ()
    sample: bytes = b""
    """Of the content: where this differs, there is no need to look at everything."""


@dataclass(frozen=True)
class _Kept:
    path: str
    notes: tuple[str, ...]
    since: float


class UploadMemory:
    """At most `settings.upload_memory` uploads, none older than `settings.upload_age`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._kept: OrderedDict[tuple[Shelf, bytes], _Kept] = OrderedDict()

    def may_hold(self, shelf: Shelf) -> bool:
        """Whether it is worth knowing the digest of a file of this shelf."""
        self._forget_old()
        return any(known == shelf for known, _ in self._kept)

    def find(self, shelf: Shelf, digest: bytes) -> tuple[str, tuple[str, ...]] | None:
        """Path on the server, and what was said about the file when it was sent."""
        kept = self._kept.get((shelf, digest))
        return None if kept is None else (kept.path, kept.notes)

    def keep(self, shelf: Shelf, digest: bytes, path: str, notes: tuple[str, ...]) -> None:
        if not shelf.instance:
            return  # nobody would notice that the server was started anew
        self._kept[shelf, digest] = _Kept(path, notes, time.monotonic())
        self._kept.move_to_end((shelf, digest))
        while len(self._kept) > self._settings.upload_memory:
            self._kept.popitem(last=False)

    def forget(self, shelf: Shelf, digest: bytes) -> None:
        self._kept.pop((shelf, digest), None)

    def _forget_old(self) -> None:
        oldest = time.monotonic() - self._settings.upload_age
        for key in [key for key, kept in self._kept.items() if kept.since < oldest]:
            del self._kept[key]
