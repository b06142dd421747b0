# SPDX-License-Identifier: MIT
"""Runs one API function through Gradio's queue: joins, follows the stream of events, and takes a cancelled job back."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AsyncExitStack

import httpx

from .._errors import fail
from .._json import Malformed, array, integer, loads, number, object_
from .._progress import Level, Progress, Stages
from .._settings import Settings
from .._text import clean
from .admission import Admission
from .joining import Joining
from .leaving import Session, take_back
from .link import Link
from .refusals import declined
from .replies import whole
from .sse import EventParser

__all__ = ["Background", "QueueCall", "unquoted"]

# How Gradio says goodbye.
_STOPPED = "Server stopped unexpectedly."

# What Gradio itself puts over messages; a title of the model's own is worth showing.
_USUAL_TITLES = {"", "Error", "Info", "Warning", "Success"}

_LEVELS: dict[object, Level] = {"info": "info", "success": "success", "warning": "warning", "error": "error"}

Background = Callable[[Coroutine[object, object, None]], None]


class QueueCall:
    """One call. Each has a session of its own: cancelling by session can then never reach another job."""

    def __init__(self, link: Link, function: int, settings: Settings, stages: Stages, background: Background) -> None:
        self._link = link
        self._function = function
        self._settings = settings
        self._stages = stages
        self._background = background
        # Whoever knows it can cancel the job, without any login.
        self._session = secrets.token_hex(16)
        self._left = asyncio.Event()
        self._followed = False
        self._over = False
        self._admission = Admission(settings, stages, self._left)

    async def run(self, data: list[object], *, malformed: str = "result_invalid") -> list[object]:
        """The values that the function returned.

        Raises server_error with the server's own words, server_lost, no_sign_of_life, queue_full, rate_limited, and
        `malformed` for an answer that is none. When it is left before the function has ended (asyncio's cancellation
        included), the server is told to stop it, in the background.
        """
        joining = Joining(self._link, self._settings, self._admission, self._function, self._session, data)
        try:
            return await self._follow(await joining.event())
        except Malformed as error:
            self._leave(joining)
            raise fail(malformed, detail=f"the stream of events: {error}") from None
        except BaseException:
            self._leave(joining)
            raise

    def _leave(self, joining: Joining) -> None:
        self._left.set()
        if self._over:
            return
        session = Session(self._link, self._settings, self._function, self._session)
        self._background(take_back(session, joining, followed=self._followed))

    async def _follow(self, event: str) -> list[object]:
        parser = EventParser(self._settings.reply_limit)
        path = f"{self._link.prefix}/queue/data?session_hash={self._session}"
        with self._link.translated():
            async with AsyncExitStack() as stack:
                response = await self._opened(stack, path)
                self._followed = True
                incoming = response.aiter_raw()
                async for chunk in incoming:
                    self._stages.alive()
                    for raw in parser.feed(chunk):
                        result = self._hear(object_(await loads(raw), "an event"), event)
                        if result is not None:
                            await _drain(incoming, self._settings.drain_wait)
                            return result
        raise fail("server_lost", detail="the stream of events ended before the result")

    async def _opened(self, stack: AsyncExitStack, path: str) -> httpx.Response:
        """The stream, which `stack` closes. As long as the server cannot have opened it, the job is not lost by asking
        again; leaving one that it has opened takes the job out of the queue."""

        async def attempt() -> httpx.Response:
            async with AsyncExitStack() as opening:
                response = await opening.enter_async_context(self._link.stream(path))
                if response.status_code != 200:
                    settings = self._settings
                    reply = await whole(response, settings, settings.reply_timeout, self._stages.alive)
                    raise await declined(reply, "queue/data", "server_lost")
                stack.push_async_exit(opening.pop_all())
                return response

        return await self._link.repeated(attempt, harmless=False)

    def _hear(self, message: dict[str, object], event: str) -> list[object] | None:
        """One event; the result when it is the last one."""
        kind = message.get("msg")
        if message.get("event_id") not in (None, event):
            return None
        if kind == "process_completed":
            self._over = True
            return _result(message)
        if kind == "unexpected_error":
            words = clean(message.get("message"))
            lost = message.get("session_not_found") is True or words == _STOPPED
            raise fail("server_lost" if lost else "server_error", words)
        if kind in ("close_stream", _STOPPED):
            raise fail("server_lost", detail=f"the server ended the job: {kind}")
        if kind == "estimation":
            rank, size = _count(message.get("rank")), _count(message.get("queue_size"))
            self._stages.at(Progress("queued", rank=rank, queue_size=size, eta=_seconds(message.get("rank_eta"))))
        elif kind == "process_starts":
            self._stages.at(Progress("running", eta=_seconds(message.get("eta"))))
        elif kind == "process_generating":
            self._stages.generating = True
        elif kind == "progress":
            self._stages.at(_progress(array(message.get("progress_data"), "progress_data", 1000)))
        elif kind == "log":
            words = _titled(message.get("title"), clean(message.get("log")))
            self._stages.say(words, _LEVELS.get(message.get("level"), "info"))
        return None


async def _drain(rest: AsyncIterator[bytes], patience: float) -> None:
    """Reads the end of the stream, which follows at once, so that the connection can be used again."""

    async def read() -> None:
        with contextlib.suppress(httpx.HTTPError):
            async for _ in rest:
                pass

    reading = asyncio.ensure_future(read())
    try:
        await asyncio.wait([reading], timeout=patience)
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


def _result(message: dict[str, object]) -> list[object]:
    output = object_(message.get("output"), "output")
    if message.get("success") is not True:
        words = _titled(output.get("title"), unquoted(clean(output.get("error"))))
        raise fail("server_error", words, "" if words else "the server gave no reason")
    if "data" not in output:
        # Gradio's way of saying that somebody else cancelled the job.
        raise fail("server_error", detail="the job was stopped on the server")
    return array(output["data"], "the result", 1000)


def _titled(title: object, words: str) -> str:
    shown = clean(title, 200)
    if shown in _USUAL_TITLES:
        return words
    return f"{shown}: {words}" if words else shown


def unquoted(words: str) -> str:
    """Gradio 4 sends the text of an error as Python would write it."""
    if len(words) >= 2 and words[0] == words[-1] and words[0] in "'\"":
        with contextlib.suppress(ValueError, SyntaxError, MemoryError, RecursionError):
            value = ast.literal_eval(words)
            return clean(value) if isinstance(value, str) else words
    return words


def _progress(units: list[object]) -> Progress:
    """Of nested progress bars the outermost tells how far the job is, the innermost what it is doing."""
    fraction: float | None = None
    words = ""
    for unit in (object_(entry, "progress_data") for entry in units):
        if fraction is None:
            fraction = _fraction(unit)
        words = clean(unit.get("desc")) or words
    return Progress("running", fraction=fraction, message=words)


def _fraction(unit: dict[str, object]) -> float | None:
    try:
        if unit.get("progress") is not None:
            return min(max(float(number(unit["progress"], "progress")), 0.0), 1.0)
        index, length = number(unit.get("index"), "index"), number(unit.get("length"), "length")
        return min(max(index / length, 0.0), 1.0) if length > 0 else None
    except Malformed:
        return None


def _count(value: object) -> int | None:
    try:
        return max(integer(value, "a count"), 0)
    except Malformed:
        return None


def _seconds(value: object) -> float | None:
    try:
        return max(float(number(value, "a time")), 0.0)
    except Malformed:
        return None
