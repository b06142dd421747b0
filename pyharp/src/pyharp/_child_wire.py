# SPDX-License-Identifier: MIT
"""Messages between the server and its child process: pickled, each behind its length; both ends run the same code.

A message itself holds nothing but numbers, text and bytes, so it can always be read. What belongs to the model, the
arguments and the result, travels in it as bytes, which are opened where a failure can be told as one of that job.
"""

from __future__ import annotations

import numbers
import pickle
import struct
from typing import Any, BinaryIO

__all__ = ["opened", "packed", "plain", "receive", "sealed", "send"]

_LENGTH = struct.Struct("<Q")


def sealed(value: Any) -> bytes:
    """Something of the model as bytes in a message.

    Raises:
        Exception: something in it cannot be pickled; pickle, and the objects themselves, raise errors of many kinds.
    """
    return pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)


def opened(content: bytes) -> Any:
    """The opposite of `sealed`.

    Raises:
        BaseException: whatever making the objects again raises, for example because their module is not found here.
    """
    return pickle.loads(content)


def plain(value: Any) -> Any:
    """A value that any message may hold: numbers and text as they are, everything else as text."""
    if value is None or isinstance(value, bool):
        return value
    try:
        if isinstance(value, numbers.Integral):
            return int(value)
        return float(value) if isinstance(value, numbers.Real) else str(value)
    except Exception:
        return type(value).__name__


def packed(message: tuple[Any, ...]) -> bytes:
    """The bytes of a message, which holds numbers, text, bytes, and dataclasses, lists and dictionaries of them."""
    content = sealed(message)
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
        Exception: what came is no message; nothing that follows can be read either.
    """
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    message = pickle.loads(_exactly(stream, length))
    if not isinstance(message, tuple) or not message:
        raise ValueError("no message")
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
