# SPDX-License-Identifier: MIT
"""Runs process functions of every kind to their end: plain, async, generator, async generator."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncGenerator, Callable, Generator
from typing import Any

from ._jobs import Cancelled, check_cancelled

__all__ = ["Outcome", "deliverable", "is_asynchronous", "run_async", "run_plain"]

#: What a function returned, and what it raised.
Outcome = tuple[Any, "BaseException | None"]


def is_asynchronous(function: Callable[..., Any]) -> bool:
    """Whether the function belongs into an event loop."""
    return inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)


def run_plain(function: Callable[..., Any], args: tuple[Any, ...]) -> Outcome:
    """Call a plain function. Of a generator the last value counts, and it can be cancelled wherever it yields."""
    try:
        value = function(*args)
        return (_last(value) if inspect.isgenerator(value) else value), None
    except BaseException as error:
        return None, deliverable(error)


async def run_async(function: Callable[..., Any], args: tuple[Any, ...]) -> Outcome:
    """Await an async function or the end of an async generator; asyncio's cancellation becomes `Cancelled`."""
    try:
        value = function(*args)
        return (await _last_async(value) if inspect.isasyncgenfunction(function) else await value), None
    except asyncio.CancelledError:
        return None, Cancelled()
    except BaseException as error:
        return None, deliverable(error)


def deliverable(error: BaseException) -> BaseException:
    """What may be raised in the event loop: an exit or interrupt raised by a model must not end the server."""
    if isinstance(error, (Exception, Cancelled)):
        return error
    wrapper = RuntimeError(f"The process function raised {type(error).__name__}.")
    wrapper.__cause__ = error
    return wrapper


def _last(values: Generator[Any, Any, Any]) -> Any:
    """The value that a generator returns, or else the last one that it yields."""
    last = None
    try:
        while True:
            last = next(values)
            check_cancelled()
    except StopIteration as end:
        return last if end.value is None else end.value
    finally:
        values.close()


async def _last_async(values: AsyncGenerator[Any, None]) -> Any:
    last = None
    try:
        async for value in values:
            last = value
            check_cancelled()
    finally:
        await values.aclose()
    return last
