# SPDX-License-Identifier: MIT
"""Messages between the server and its child process: pickled, each behind its length; both ends run the same code."""

from __future__ import annotations

import pickle
import struct
from typing import Any, BinaryIO

__all__ = ["packed", "receive", "send"]

_LENGTH = struct.Struct("<Q")


def packed(message: tuple[Any, ...]) -> bytes:
    """The bytes of a message.

    Raises:
        Exception: something in it cannot be pickled; pickle raises errors of many kinds for that.
    """
    content = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(content)) + content


def send(stream: BinaryIO, message: bytes) -> None:
    """Write a whole packed message.

    Raises:
        OSError: the other side is gone.
    """
    view = memoryview(message)
    while view:
        view = view[stream.write(view) :]


def receive(stream: BinaryIO) -> tuple[Any, ...]:
    """Wait for the next message.

    Raises:
        EOFError: the other side is gone.
    """
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    message: tuple[Any, ...] = pickle.loads(_exactly(stream, length))
    return message


def _exactly(stream: BinaryIO, size: int) -> bytearray:
    content = bytearray(size)
    view = memoryview(content)
    while view:
        count = stream.readinto(view)  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        view = view[count:]
    return content
