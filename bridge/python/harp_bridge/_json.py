# SPDX-License-Identifier: MIT
"""Reads JSON that a stranger sent: bounded work, and clear words about what is wrong with it."""

from __future__ import annotations

import asyncio
import json
import math
from typing import NoReturn

from ._text import clean

__all__ = ["Malformed", "array", "integer", "loads", "number", "object_", "text"]

# Above this many separators (about as many values) a text is refused: 16 MiB of "[],[],..." would take half a GiB.
_MAX_VALUES = 2_000_000

# From this size on a text is parsed on a thread.
_LARGE = 256 << 10


class Malformed(ValueError):
    """A reply that is not what it should be; the text says what was expected."""


async def loads(data: bytes | bytearray) -> object:
    """Parses UTF-8 JSON without blocking the event loop for long. Raises Malformed."""
    if len(data) < _LARGE:
        return _parse(data)
    return await asyncio.to_thread(_parse, data)


def _parse(data: bytes | bytearray) -> object:
    if sum(data.count(mark) for mark in (b",", b"[", b"{")) > _MAX_VALUES:
        raise Malformed("JSON with too many values")
    # The C parser does not let go of the interpreter lock by itself; a call into Python for each object does.
    hook = _pass_on if len(data) >= _LARGE else None
    try:
        value: object = json.loads(data, parse_constant=_refuse_constant, object_hook=hook)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise Malformed(f"not JSON: {reason}") from None
    return value


def _pass_on(value: dict[str, object]) -> dict[str, object]:
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def object_(value: object, what: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Malformed(f"{what} is not an object")
    return value


def array(value: object, what: str, limit: int = 100_000) -> list[object]:
    if not isinstance(value, list):
        raise Malformed(f"{what} is not a list")
    if len(value) > limit:
        raise Malformed(f"{what} has more than {limit} entries")
    return value


def text(value: object, what: str, limit: int = 10_000) -> str:
    if not isinstance(value, str):
        raise Malformed(f"{what} is not a text")
    return clean(value, limit)


def number(value: object, what: str) -> int | float:
    """A finite number; whole numbers stay int. JSON allows 1e999, which Python reads as infinity."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or abs(value) > 1e300 or not math.isfinite(value):
        raise Malformed(f"{what} is not a finite number")
    return value


def integer(value: object, what: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) >= 1 << 53:
        raise Malformed(f"{what} is not a whole number")
    return value
