# SPDX-License-Identifier: MIT
"""Runs a function of an old Gradio: 3 by plain requests, 4.0 to 4.8 through the queue as it was then."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from urllib.parse import quote, urlencode

from .._errors import HarpError, fail
from .._json import Malformed, array, loads, object_
from .._progress import Progress, Stages
from .._settings import Settings
from .._text import clean, log
from .admission import Admission
from .link import Link
from .queue import Background, QueueCall, unquoted
from .refusals import BUSY, NotNow, declined, not_now, refusal, refused
from .replies import whole
from .seam import Function, Reply
from .sse import EventParser

__all__ = ["OldQueueCall", "RunCall"]


class RunCall:
    """One call to `/run/NAME`: answered when the function has ended, without a queue, progress or messages.

    Gradio 3 carries those over a web socket (see SocketCall). A function that gives its results step by step is asked
    for one step after the other.
    """

    def __init__(
        self, link: Link, function: Function, settings: Settings, stages: Stages, background: Background
    ) -> None:
        self._link = link
        self._function = function
        self._settings = settings
        self._stages = stages
        self._background = background
        self._session = secrets.token_hex(16)
        self._admission = Admission(settings, stages, asyncio.Event())

    async def run(self, data: list[object], *, malformed: str = "result_invalid") -> list[object]:
        """The values that the function returned; of several, the last ones.

        Raises server_error with the server's own words, server_lost, no_sign_of_life, login_required, and `malformed`
        for an answer that is none. Nothing stops a function of Gradio 3 between two steps.
        """
        body = {"data": data, "fn_index": self._function.index, "session_hash": self._session}
        content = json.dumps(body, allow_nan=False).encode()
        last: list[object] | None = None
        try:
            while True:
                reply = await self._admitted(content, again=last is None)
                values, more = await self._read(reply)
                if not more:
                    return values if last is None else last
                last = values
                self._stages.generating = True
        except Malformed as error:
            raise fail(malformed, detail=f"run/{self._function.name}: {error}") from None
        except BaseException:
            if last is not None:
                self._background(self._forget())
            raise

    async def _admitted(self, content: bytes, *, again: bool) -> Reply:
        """The answer; asked `again` while the server says that it has not begun and is not ready to.

        Status 503 does not say that: something in between may have given up on a model that is at work, which would
        then work twice.
        """
        while True:
            reply = await self._accompanied(content)
            words = "" if reply.status == 200 else await refusal(reply.body)
            why = not_now(reply.status, words)
            if why in (None, "down") or not again:
                return reply
            error = await refused(reply, f"run/{self._function.name}")
            await self._admission.wait(why, error, reply.retry_after)

    async def _accompanied(self, content: bytes) -> Reply:
        """Posts, and asks the server meanwhile whether it is there: the request itself says nothing until it ends.

        Raises no_sign_of_life when it has not answered for `idle_timeout` seconds.
        """
        self._stages.at(Progress("queued"))  # until there is a sign that it was not refused
        path = f"{self._link.prefix}/run/{quote(self._function.name, safe='')}"
        posting = asyncio.ensure_future(self._link.post(path, content, silence=self._settings.job_limit))
        asking: asyncio.Future[bool] | None = None
        alive, usual = time.monotonic(), self._settings.silence_notice / 2
        pause = min(self._settings.tick, usual)
        try:
            while True:
                await asyncio.wait([posting], timeout=pause)
                if not posting.done():
                    pause, asking = usual, asyncio.ensure_future(self._there())
                    # A result that comes meanwhile does not wait for what is asked beside it.
                    await asyncio.wait([posting, asking], return_when=asyncio.FIRST_COMPLETED)
                if posting.done():
                    self._stages.at(Progress("running" if posting.result().status == 200 else "queued"))
                    return posting.result()
                if asking is not None and asking.result():
                    alive = time.monotonic()
                if time.monotonic() - alive > self._settings.idle_timeout:
                    raise fail("no_sign_of_life", detail=f"nothing for {self._settings.idle_timeout:g} s")
        finally:
            under_way = [task for task in (posting, asking) if task is not None]
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def _there(self) -> bool:
        """Whether the server answers while it has the request; then the model runs, as far as can be told."""
        try:
            reply = await self._link.get(f"{self._link.prefix}/queue/status")
        except (HarpError, Malformed) as error:
            log.info("no answer while the model runs: %s", error)
            return False
        self._stages.alive()
        if reply.status != 429 and reply.status not in BUSY:
            self._stages.at(Progress("running"))
        return True

    async def _read(self, reply: Reply) -> tuple[list[object], bool]:
        """The values, and whether there is more to come."""
        if reply.status != 200:
            error = await refused(reply, f"run/{self._function.name}")
            raise fail(error.code, await _reason(reply.body), error.detail)
        answer = object_(await loads(reply.body), "the answer")
        return array(answer.get("data"), "the result", 1000), answer.get("is_generating") is True

    async def _forget(self) -> None:
        """Tells the server to drop a function that was left between two steps."""
        body = {"session_hash": self._session, "fn_index": self._function.index}
        with contextlib.suppress(HarpError, Malformed):
            await self._link.post(f"{self._link.prefix}/reset", json.dumps(body).encode(), harmless=True)


async def _reason(body: bytes) -> str:
    with contextlib.suppress(Malformed):
        words = object_(await loads(body), "the answer").get("error")
        if isinstance(words, str) and words:
            return unquoted(clean(words))
    return await refusal(body)


class OldQueueCall(QueueCall):
    """One call over one stream, on which the server asks for the arguments when it wants them."""

    _event = ""
    """What the server calls the job, once it has asked for the arguments."""

    async def run(self, data: list[object], *, malformed: str = "result_invalid") -> list[object]:
        """As QueueCall. Leaving takes the job out of the queue; a running one ends at its next step."""
        try:
            while True:
                try:
                    return await self._attempt(data)
                except NotNow as later:
                    await self._admission.wait(later.why, later.error, later.wish)
        except Malformed as error:
            self._leave_old()
            raise fail(malformed, detail=f"the stream of events: {error}") from None
        except BaseException:
            self._leave_old()
            raise

    def _leave_old(self) -> None:
        if self._event:
            self._background(self._reset(self._event))

    async def _attempt(self, data: list[object]) -> list[object]:
        """The result. Raises NotNow when the server has not taken the job."""
        async with aclosing(self._messages()) as messages:
            async for message in messages:
                if message.get("msg") == "queue_full":
                    raise NotNow("full", fail("queue_full"))
                if message.get("msg") == "send_data":
                    self._event = clean(message.get("event_id"), 200)
                    await self._send(data, self._event)
                elif (result := self._hear({**message, "event_id": None}, self._event)) is not None:
                    return result
        raise fail("server_lost", detail="the stream of events ended before the result")

    async def _messages(self) -> AsyncGenerator[dict[str, object], None]:
        parser = EventParser(self._settings.reply_limit)
        query = urlencode({"fn_index": self._function, "session_hash": self._session})
        with self._link.translated():
            async with self._link.stream(f"{self._link.prefix}/queue/join?{query}") as response:
                if response.status_code != 200:
                    reply = await whole(response, self._settings, self._settings.reply_timeout, self._stages.alive)
                    raise await declined(reply, "queue/join")
                async for chunk in response.aiter_raw():
                    self._stages.alive()
                    for raw in parser.feed(chunk):
                        yield object_(await loads(raw), "an event")

    async def _send(self, data: list[object], event: str) -> None:
        body = {"data": data, "event_id": event, "session_hash": self._session, "fn_index": self._function}
        reply = await self._link.post(f"{self._link.prefix}/queue/data", json.dumps(body, allow_nan=False).encode())
        if reply.status != 200:
            raise await refused(reply, "queue/data")

    async def _reset(self, event: str) -> None:
        """Ends a function that gives its results step by step; for one that has ended it means nothing."""
        body = json.dumps({"event_id": event}).encode()
        with contextlib.suppress(HarpError, Malformed):
            await self._link.post(f"{self._link.prefix}/reset", body, harmless=True)
