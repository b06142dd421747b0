# SPDX-License-Identifier: MIT
"""What a job needs of the wire, and nothing else: every way of reaching a server implements `Transport`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, field
from typing import BinaryIO, Protocol

from .._progress import Stages

__all__ = ["Body", "Budget", "Function", "Reply", "Transport"]


class Function(Protocol):
    """One API function, as the app's configuration lists it."""

    @property
    def index(self) -> int:
        """Its number in the queue."""

    @property
    def name(self) -> str:
        """Its API name, without a slash before it."""

    @property
    def style(self) -> str:
        """How it is called: "queue", "old_queue" (Gradio 4.0 to 4.8), "socket" or "run" (both Gradio 3)."""


@dataclass(frozen=True)
class Reply:
    """A small answer, complete."""

    status: int
    body: bytes
    location: str = ""
    retry_after: float | None = None
    """Seconds after which the server wants to be asked again."""
    cookies: tuple[str, ...] = field(default=(), repr=False)
    """The Set-Cookie lines."""


class Body(Protocol):
    """A file that goes to the server, made piece by piece, and anew for each attempt."""

    @property
    def name(self) -> str:
        """The name that the server hears: made here, with the ending of the format."""

    @property
    def mime(self) -> str: ...

    @property
    def size(self) -> int | None:
        """In bytes; None when it is only known at the end."""

    def pieces(self, sent: Callable[[float], None]) -> AsyncGenerator[bytes, None]:
        """The bytes, at most about a mebibyte each; tells `sent` which fraction of the content they hold so far.

        Nothing of the content is touched any more once the generator was closed.
        """


class Budget(Protocol):
    """How many bytes the results of one job may still take."""

    @property
    def left(self) -> int: ...

    def take(self, count: int) -> None:
        """Raises result_too_large when nothing is left."""


class Transport(Protocol):
    """One job's way to one server. Everything raises HarpError, and may be cancelled at any point.

    No method may follow a server to another host, use a file name that a server chose, hold more than the budget in
    memory or on disk, or send a token that was not given for this very server.
    """

    @property
    def base(self) -> str:
        """Address of the app without trailing slash."""

    prefix: str
    """What stands before every route but /config; whoever has read the configuration sets it."""

    connecting: bool
    """True until the server has shown that it is a Gradio app: decides how a broken connection is called."""

    remembers: bool
    """Whether what was uploaded for one job is there for the next one."""

    async def far(self) -> bool:
        """True when the measured round trips and transfers say that fewer bytes are worth the work of packing them.

        A few small questions are asked where too little has been measured to say so.
        """

    async def get(self, path: str) -> Reply:
        """A small reply (/config, /info), of any status; may be asked again when the connection breaks."""

    async def call(
        self, function: Function, data: list[object], stages: Stages, *, malformed: str = "result_invalid"
    ) -> list[object]:
        """The values that the function returned; on the way, `stages` hears of queue, progress and messages.

        Raises server_error with the server's own words, server_lost, no_sign_of_life, queue_full, login_required, and
        `malformed` for an answer that is none. Submitted once. Whenever this is left before the function has ended,
        asyncio's cancellation included, it is left at once, and the server is told in the background to stop it.
        """

    async def upload(self, body: Body, sent: Callable[[int, float], None]) -> str:
        """Returns the path under which the server keeps the file. Raises upload_refused, login_required.

        `sent` hears how many bytes have gone and which fraction of the whole that is.
        """

    async def holds(self, path: str) -> bool:
        """True when the server still has a file that was uploaded before."""

    async def download(
        self, path: str, budget: Budget, received: Callable[[int, int | None], None], *, audio: bool = True
    ) -> BinaryIO:
        """The file, which the caller closes; it has no name on disk. Raises result_invalid, result_too_large.

        With `audio`, what does not begin like an audio file is refused at once. `received` hears how many bytes
        have come, and of how many when that is known.
        """

    async def aclose(self) -> None:
        """Gives back what belongs to this job alone; messages about cancelled calls may still be on their way."""
