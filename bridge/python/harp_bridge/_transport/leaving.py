# SPDX-License-Identifier: MIT
"""Takes back a job that nobody waits for, in whatever state it is: unanswered, queued without a listener, running."""

from __future__ import annotations

import asyncio
import json
import time
from dataclasses import dataclass
from typing import Literal

import httpx

from .._errors import HarpError
from .._json import Malformed, loads, object_
from .._settings import Settings
from .._text import clean, log
from .joining import Joining
from .link import Link
from .patience import nap
from .sse import EventParser

__all__ = ["Session", "take_back"]

# How often a server that does not know of the job is asked again: the request may just be on its way through it.
_LOOKS = 3

_Found = Literal["there", "unknown", "silent"]


@dataclass(frozen=True)
class Session:
    """What a server knows one job by before it has given it a name."""

    link: Link
    settings: Settings
    function: int
    hash: str


async def take_back(session: Session, joining: Joining, *, followed: bool) -> None:
    """Tells the server that nobody wants the result any more, as soon as it is there to be told.

    `followed` when the stream of the job was opened: leaving that has taken it out of the queue already. Otherwise it
    is opened and left for that: `/cancel` alone stops what runs, but before Gradio 5.50 it leaves in the queue what
    waits there. Both know a job by its session too, so that one whose name never came is found all the same.
    """
    try:
        event = await joining.settled()
        if event is None:
            return
        if not followed:
            seen = (await _look(session, session.settings.idle_timeout, event))[1] if event else await _search(session)
            if seen is None:
                return
            event = event or seen
        body = {"session_hash": session.hash, "fn_index": session.function, "event_id": event}
        reply = await session.link.post(f"{session.link.prefix}/cancel", json.dumps(body).encode(), harmless=True)
        log.info("cancelling %s: status %d", event or "a job without a name", reply.status)
    except (HarpError, Malformed) as error:
        log.info("cancelling did not reach the server: %s", error)


async def _search(session: Session) -> str | None:
    """The name under which a server has the job, "" when it does not say, None when it does not have it.

    A server that knows of none is asked a few times, one that does not answer for as long as a late answer may take.
    """
    deadline = time.monotonic() + session.settings.late_answer
    looks, pause = _LOOKS, session.settings.late_look
    while True:
        found, event = await _look(session, max(deadline - time.monotonic(), pause))
        looks -= found == "unknown"
        if found == "there":
            return event
        if looks <= 0 or time.monotonic() + pause > deadline:
            return None
        await nap(pause, session.link.alive, session.settings)
        pause = min(2 * pause, session.settings.longest_pause)


async def _look(session: Session, patience: float, known: str = "") -> tuple[_Found, str]:
    """Opens the stream and leaves it. Unless the job is `known`, its first event says which there is."""
    link, parser = session.link, EventParser(session.settings.reply_limit)
    path = f"{link.prefix}/queue/data?session_hash={session.hash}"
    try:
        async with link.stream(path, silence=patience) as response:
            if response.status_code != 200:
                return ("unknown" if response.status_code in (401, 403, 404) else "silent"), ""
            if known:
                return "there", known
            try:
                message = await asyncio.wait_for(_first(response, parser), session.settings.late_event)
            except asyncio.TimeoutError:
                return "there", ""  # who does not know the session says so at once
            if message is not None:
                known = clean(message.get("event_id"), 200)
                return ("unknown", "") if message.get("msg") == "unexpected_error" else ("there", known)
    except (httpx.ConnectError, httpx.ConnectTimeout):
        return "unknown", ""  # the server is gone, and the job with it
    except (httpx.HTTPError, Malformed) as error:
        log.info("looking for a job without a name: %s", error)
    return "silent", ""


async def _first(response: httpx.Response, parser: EventParser) -> dict[str, object] | None:
    async for chunk in response.aiter_raw():
        for raw in parser.feed(chunk):
            return object_(await loads(raw), "an event")
    return None
