# SPDX-License-Identifier: MIT
"""Our own transport: one job over a `Link`, which shares its connections with the other jobs of the client."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from .._progress import Stages
from .._settings import Settings
from .legacy import OldQueueCall, RunCall
from .link import Link
from .queue import Background, QueueCall
from .seam import Body, Budget, Function, Reply
from .socket_call import SocketCall
from .transfer import download, holds, upload

__all__ = ["DirectTransport"]


class DirectTransport:
    """Implements `Transport` (see there); `background` takes what outlives the job: telling the server to stop it."""

    remembers = True

    def __init__(self, link: Link, settings: Settings, background: Background) -> None:
        self.link = link
        self._settings = settings
        self._background = background

    @property
    def base(self) -> str:
        return self.link.base

    @property
    def prefix(self) -> str:
        return self.link.prefix

    @prefix.setter
    def prefix(self, value: str) -> None:
        self.link.prefix = value

    @property
    def connecting(self) -> bool:
        return self.link.connecting

    @connecting.setter
    def connecting(self, value: bool) -> None:
        self.link.connecting = value

    async def far(self) -> bool:
        return await self.link.far()

    async def get(self, path: str) -> Reply:
        return await self.link.get(path)

    async def call(
        self, function: Function, data: list[object], stages: Stages, *, malformed: str = "result_invalid"
    ) -> list[object]:
        if function.style == "run":
            call = RunCall(self.link, function, self._settings, stages, self._background)
            return await call.run(data, malformed=malformed)
        if function.style == "socket":
            socket = SocketCall(self.link, function, self._settings, stages, self._background)
            return await socket.run(data, malformed=malformed)
        kind = OldQueueCall if function.style == "old_queue" else QueueCall
        return await kind(self.link, function.index, self._settings, stages, self._background).run(
            data, malformed=malformed
        )

    async def upload(self, body: Body, sent: Callable[[int, float], None]) -> str:
        return await upload(self.link, body, sent)

    async def holds(self, path: str) -> bool:
        return await holds(self.link, path)

    async def download(
        self, path: str, budget: Budget, received: Callable[[int, int | None], None], *, audio: bool = True
    ) -> BinaryIO:
        return await download(self.link, self._settings, path, budget, received, audio=audio)

    async def aclose(self) -> None:
        """Connections stay with the client."""
