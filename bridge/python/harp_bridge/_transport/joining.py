# SPDX-License-Identifier: MIT
"""Puts a job into Gradio's queue, and knows afterwards whether the server may have it."""

from __future__ import annotations

import asyncio
import json
import time

from .._errors import fail
from .._json import Malformed, loads, object_
from .._settings import Settings
from .admission import Admission
from .link import Link
from .refusals import UNCLEAR, not_now, refusal, refused
from .seam import Reply

__all__ = ["Joining"]


class Joining:
    """One job on its way into the queue, running from its construction on until `event` has ended or `settled` has.

    It goes on when the job is left: a request that is torn down half-way may still start one, whose name nobody would
    know.
    """

    def __init__(
        self, link: Link, settings: Settings, admission: Admission, function: int, session: str, data: list[object]
    ) -> None:
        body = {
            "data": data,
            "fn_index": function,
            "session_hash": session,
            "event_data": None,
            "trigger_id": None,
        }
        self._link = link
        self._settings = settings
        self._admission = admission
        self._body = json.dumps(body, allow_nan=False).encode()
        self._posting: asyncio.Future[Reply] | None = None
        self._asking = asyncio.ensure_future(self._ask())
        self._asking.add_done_callback(_looked_at)

    async def event(self) -> str:
        """The name of the job. Raises queue_full, rate_limited, server_lost, no_sign_of_life, login_required, ..."""
        return await asyncio.shield(self._asking)

    async def settled(self) -> str | None:
        """For a job that was left: its name, "" when the server may have it under a name that we do not know, None when
        it has not taken it. Returns within `late_answer` seconds, and nothing is under way then."""
        deadline = time.monotonic() + self._settings.late_answer
        try:
            await asyncio.wait([self._asking], timeout=self._settings.late_answer)
            if self._posting is not None:
                await asyncio.wait([self._posting], timeout=max(deadline - time.monotonic(), 0.0))
            return await self._found()
        finally:
            under_way = [task for task in (self._asking, self._posting) if task is not None]
            for task in under_way:
                task.cancel()
            await asyncio.gather(*under_way, return_exceptions=True)

    async def _ask(self) -> str:
        while True:
            reply = await self._post()
            if reply.status == 200:
                return await _name(reply)
            error = await refused(reply, "queue/join")
            why = not_now(reply.status, await refusal(reply.body))
            if why is None:
                raise error
            await self._admission.wait(why, error, reply.retry_after)

    async def _post(self) -> Reply:
        # A model that holds the interpreter keeps its whole server from answering: as patient as with the model. The
        # request itself is more patient than we are: its answer has the name by which the job can be stopped.
        silence = self._settings.idle_timeout
        posting = self._link.post(
            f"{self._link.prefix}/queue/join", self._body, silence=silence + self._settings.late_answer
        )
        self._posting = asyncio.ensure_future(posting)
        self._posting.add_done_callback(_looked_at)
        await asyncio.wait([self._posting], timeout=silence)
        if not self._posting.done():
            raise fail("no_sign_of_life", detail=f"queue/join was not answered for {silence:g} s")
        return self._posting.result()

    async def _found(self) -> str | None:
        posting = self._posting
        if posting is None:
            return None
        if not posting.done() or posting.cancelled() or posting.exception() is not None:
            return ""
        reply = posting.result()
        if reply.status != 200:
            return "" if reply.status in UNCLEAR else None
        try:
            return await _name(reply)
        except Malformed:
            return ""


async def _name(reply: Reply) -> str:
    event = object_(await loads(reply.body), "the reply of queue/join").get("event_id")
    if not isinstance(event, str) or not 0 < len(event) <= 200:
        raise Malformed("queue/join gave no event_id")
    return event


def _looked_at(task: asyncio.Future[Reply] | asyncio.Future[str]) -> None:
    """Nobody has to complain that it was not."""
    if not task.cancelled():
        task.exception()
