# SPDX-License-Identifier: MIT
"""Which jobs of this program have not ended yet, whatever their callers were told; `pyharp check` asks for it."""

from __future__ import annotations

import threading
from collections.abc import Callable

__all__ = ["begin", "end", "unfinished"]

_running: dict[str, Callable[[], bool]] = {}
_lock = threading.Lock()


def begin(name: str, has_ended: Callable[[], bool]) -> None:
    """Some work has begun.

    Args:
        name: different from that of all others.
        has_ended: whether it is over, or nobody can tell any more, although `end` was not called.
    """
    with _lock:
        _running[name] = has_ended


def end(name: str) -> None:
    """That work is over; a second call does nothing."""
    with _lock:
        _running.pop(name, None)


def unfinished() -> list[str]:
    """The names of all work that goes on; may be called from any thread."""
    with _lock:
        running = list(_running.items())
    return [name for name, has_ended in running if not has_ended()]
