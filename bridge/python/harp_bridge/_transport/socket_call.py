# SPDX-License-Identifier: MIT
"""Runs a function of Gradio 3 through its queue, over a web socket; where that cannot be had, by a plain request."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing

from .._errors import fail
from .._json import Malformed, loads, object_
from .._progress import Stages
from .._settings import Settings
from .._text import log
from .legacy import RunCall
from .link import Link
from .queue import Background, QueueCall
from .refusals import NotNow
from .seam import Function
from .websocket import NoWebSocket, web_socket

__all__ = ["SocketCall"]


class SocketCall(QueueCall):
    """One call. Leaving closes its socket, which takes the job out of the queue; a model in steps ends at its next one.

    The queue tells what a plain request does not: the place in it, progress, and what the model says.
    """

    def __init__(
        self, link: Link, function: Function, settings: Settings, stages: Stages, background: Background
    ) -> None:
        super().__init__(link, function.index, settings, stages, background)
        self._plain = RunCall(link, function, settings, stages, background)

    async def run(self, data: list[object], *, malformed: str = "result_invalid") -> list[object]:
        """As QueueCall. The server takes nothing back by name: it looks whether somebody still listens."""
        try:
            while True:
                try:
                    return await self._attempt(data)
                except NotNow as later:
                    await self._admission.wait(later.why, later.error, later.wish)
        except NoWebSocket as error:
            log.info("asking plainly: %s", error)
        except Malformed as error:
            raise fail(malformed, detail=f"the queue: {error}") from None
        return await self._plain.run(data, malformed=malformed)

    async def _attempt(self, data: list[object]) -> list[object]:
        async with aclosing(self._messages(data)) as messages:
            async for message in messages:
                if message.get("msg") == "queue_full":
                    raise NotNow("full", fail("queue_full"))
                if (result := self._hear({**message, "event_id": None}, "")) is not None:
                    return result
        raise fail("server_lost", detail="the queue ended before the result")

    async def _messages(self, data: list[object]) -> AsyncGenerator[dict[str, object], None]:
        """What the server says; what it asks for is given at once."""
        own = {"fn_index": self._function, "session_hash": self._session}
        with self._link.translated():
            async with web_socket(self._link, f"{self._link.prefix}/queue/join", self._settings) as socket:
                while (raw := await socket.receive()) is not None:
                    self._stages.alive()
                    message = object_(await loads(raw), "a message")
                    if message.get("msg") == "send_hash":
                        await socket.send(json.dumps(own).encode())
                    elif message.get("msg") == "send_data":
                        asked = {**own, "data": data, "event_data": None}
                        await socket.send(json.dumps(asked, allow_nan=False).encode())
                    else:
                        yield message
