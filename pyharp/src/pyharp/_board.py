# SPDX-License-Identifier: MIT
"""Tells forked processes which jobs were cancelled.

ZeroGPU runs the process function in a fork of the server, and keeps that fork for later jobs; a model may fork too.
What is written into anonymous shared memory before a fork is seen on both sides of it ever after.
"""

from __future__ import annotations

import mmap
import threading

__all__ = ["ID_BYTES", "is_posted", "post"]

ID_BYTES = 16
_SLOTS = 256  # a fork that looks at its cancellation only every 256 cancelled jobs misses it

_memory = mmap.mmap(-1, ID_BYTES * _SLOTS)
_lock = threading.Lock()
_next = 0


def post(job: bytes) -> None:
    """Write down that a job was cancelled; only the server's own process does.

    Args:
        job: its id, ID_BYTES long.
    """
    global _next
    with _lock:
        _memory[_next * ID_BYTES : (_next + 1) * ID_BYTES] = job
        _next = (_next + 1) % _SLOTS


def is_posted(job: bytes) -> bool:
    """Whether that job was cancelled, asked in any process."""
    content = _memory[:]
    return any(content[start : start + ID_BYTES] == job for start in range(0, len(content), ID_BYTES))
