# SPDX-License-Identifier: MIT
"""Runs one API function through Gradio's queue: joins, follows the stream of events, and takes a cancelled job back."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import json
import random
import secrets
import time
from collections.abc import AsyncIterator, Callable, Coroutine

import httpx

from .._errors import HarpError, fail
from .._json import Malformed, array, integer, loads, number, object_
from .._progress import Level, Progress, Stages
from .._settings import Settings
from .._text import clean, log
from .link import Link
from .seam import Reply
from .sse import EventParser

__all__ = ["Background", "QueueCall", "refusal", "unquoted"]

# Seconds for the few bytes that follow the result.
_DRAIN = 0.03

# How Gradio says goodbye.
_STOPPED = "Server stopped unexpectedly."

# Longest pause between two attempts to join a full queue, and longest that a server may ask for.
_LONGEST_PAUSE = 30.0
_LONGEST_WISH = 300.0

# What Gradio itself puts over messages; a title of the model's own is worth showing.
_USUAL_TITLES = {"", "Error", "Info", "Warning", "Success"}

_LEVELS: dict[object, Level] = {"info": "info", "success": "success", "warning": "warning", "error": "error"}

# Statuses that mean "not now": Gradio's own for a full queue, and what stands in front of a server that is busy.
_FULL = {429, 503}
_FULL_WORDS = "The model's queue is full; HARP goes on asking for a place."

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

    async def run(self, data: list[object], *, malformed: str = "result_invalid") -> list[object]:
        """The values that the function returned.

        Raises server_error with the server's own words, server_lost, no_sign_of_life, queue_full, and `malformed` for
        an answer that is none. When it is left before the function has ended (asyncio's cancellation included), the
        server is told to stop it.
        """
        joining = asyncio.ensure_future(self._join(data))
        try:
            # Shielded: a request that is torn down half-way may still start a job, whose name nobody would know.
            event = await asyncio.shield(joining)
            return await self._follow(event)
        except Malformed as error:
            self._leave(joining)
            raise fail(malformed, detail=f"the stream of events: {error}") from None
        except BaseException:
            self._leave(joining)
            raise

    def _leave(self, joining: asyncio.Future[str]) -> None:
        self._left.set()
        self._background(self._take_back(joining))

    async def _join(self, data: list[object]) -> str:
        body = {
            "data": data,
            "fn_index": self._function,
            "session_hash": self._session,
            "event_data": None,
            "trigger_id": None,
        }
        reply = await self._admitted(json.dumps(body, allow_nan=False).encode())
        if reply.status != 200:
            reason = await refusal(reply.body)
            if reply.status in (401, 403):
                raise fail("login_required", reason, f"queue/join answers with status {reply.status}")
            code = "queue_full" if reply.status in _FULL else "server_error"
            raise fail(code, reason, f"queue/join answers with status {reply.status}")
        event = object_(await loads(reply.body), "the reply of queue/join").get("event_id")
        if not isinstance(event, str) or not 0 < len(event) <= 200:
            raise Malformed("queue/join gave no event_id")
        return event

    async def _admitted(self, body: bytes) -> Reply:
        """The answer of queue/join, after as many attempts as a full queue makes necessary and the settings allow."""
        deadline = time.monotonic() + self._settings.queue_full_wait
        pause = self._settings.queue_full_pause
        while True:
            # A model that holds the interpreter keeps its whole server from answering: as patient as with the model.
            silence = self._settings.idle_timeout
            reply = await self._link.post(f"{self._link.prefix}/queue/join", body, silence=silence)
            if reply.status not in _FULL:
                return reply
            wish = min(reply.retry_after or 0.0, _LONGEST_WISH)
            wait = max(pause * (1 + self._settings.retry_jitter * random.random()), wish)
            if time.monotonic() + wait > deadline:
                return reply
            self._stages.at(Progress("queued", message=_FULL_WORDS, level="warning"))
            await self._nap(wait)
            pause = min(2 * pause, _LONGEST_PAUSE)

    async def _nap(self, seconds: float) -> None:
        """Waits on purpose: silence in the meantime is nobody's fault. Raises cancelled when the job was left."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self._left.is_set():
            self._stages.alive()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._left.wait(), min(left, self._settings.silence_notice / 2))
        if self._left.is_set():
            raise fail("cancelled")

    async def _follow(self, event: str) -> list[object]:
        parser = EventParser(self._settings.reply_limit)
        path = f"{self._link.prefix}/queue/data?session_hash={self._session}"
        with self._link.translated():
            async with self._link.stream(path) as response:
                if response.status_code != 200:
                    raise fail("server_lost", detail=f"queue/data answers with status {response.status_code}")
                incoming = response.aiter_raw()
                async for chunk in incoming:
                    self._stages.alive()
                    for raw in parser.feed(chunk):
                        result = self._hear(object_(await loads(raw), "an event"), event)
                        if result is not None:
                            await _drain(incoming)
                            return result
        raise fail("server_lost", detail="the stream of events ended before the result")

    def _hear(self, message: dict[str, object], event: str) -> list[object] | None:
        """One event; the result when it is the last one."""
        kind = message.get("msg")
        if message.get("event_id") not in (None, event):
            return None
        if kind == "process_completed":
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

    async def _take_back(self, joining: asyncio.Future[str]) -> None:
        """Tells the server that nobody wants the result any more; waits for the name of the job if need be."""
        try:
            event = await joining
            body = {"session_hash": self._session, "fn_index": self._function, "event_id": event}
            path = f"{self._link.prefix}/cancel"
            reply = await self._link.post(path, json.dumps(body).encode(), harmless=True)
            log.info("cancelling %s: status %d", event, reply.status)
        except (HarpError, Malformed) as error:
            log.info("cancelling did not reach the server: %s", error)


async def _drain(rest: AsyncIterator[bytes]) -> None:
    """Reads the end of the stream, which follows at once, so that the connection can be used again."""

    async def read() -> None:
        with contextlib.suppress(httpx.HTTPError):
            async for _ in rest:
                pass

    reading = asyncio.ensure_future(read())
    try:
        await asyncio.wait([reading], timeout=_DRAIN)
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def refusal(body: bytes) -> str:
    """The reason in the body of a reply that is no success, as text; empty when it gives none."""
    try:
        detail = object_(await loads(body), "the reply").get("detail", "")
    except Malformed:
        return ""
    return clean(detail if isinstance(detail, str) else json.dumps(detail))


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
