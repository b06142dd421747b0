# SPDX-License-Identifier: MIT
"""The Python side of the worker: takes jobs from a program over a socket, audio in shared memory."""

from .serving import serve

__all__ = ["serve"]
