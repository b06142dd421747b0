# SPDX-License-Identifier: MIT
"""HTTP as a job needs it: bounded, same-origin, a cookie jar and an affinity header for each job."""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar

import httpx

from .._errors import HarpError
from .._json import Malformed
from .._settings import Settings
from .._text import log
from .._version import __version__
from .broken import Translated
from .connections import Pool
from .patience import Patience, nap
from .refusals import BUSY, WORDS, NotNow, Why
from .replies import MAX_REDIRECTS, REDIRECTS, content_length, redirected, whole
from .seam import Reply

__all__ = ["Link"]

T = TypeVar("T")


class Link:
    """One job's way to one server. `connecting` decides how a broken connection is called.

    `headers` and `cookies` go with every request: what belongs to this very origin and to no other (a Link never leaves
    its origin). `alive` is called whenever a byte comes, or a piece of a large body has gone.
    """

    def __init__(
        self,
        pool: Pool,
        base: str,
        settings: Settings,
        *,
        headers: Mapping[str, str] | None = None,
        cookies: Mapping[str, str] | None = None,
    ) -> None:
        self.base = base
        self.prefix = ""
        self.connecting = True
        self.patient = False
        """True for an endpoint that is known: it is there, and as slow to answer as its model lets it be."""
        self.waits_for_restart = True
        """False as long as looking for another way comes first."""
        self.distance = pool.distance(base)
        self.alive: Callable[[], None] = _nothing
        self.warn: Callable[[str], None] = _unsaid
        self.known: dict[str, Reply] = {}
        """Answers that are there already, by their path: each is given once instead of asking."""
        self._settings = settings
        self._pins = pool.pins
        own = secrets.token_hex(16)
        self._client = httpx.AsyncClient(
            transport=pool.transport(base.startswith("https://")),
            trust_env=False,
            follow_redirects=False,
            headers={
                "user-agent": f"harp-bridge/{__version__}",
                "accept-encoding": "identity",
                # What spreads jobs over several servers can keep all requests of one job together by this.
                "x-session-id": own,
                # By this pyharp 0.3.1 knows whose job it is that shall be cancelled.
                "x-harp-client": own,
                **(headers or {}),
            },
            cookies=dict(cookies or {}),
        )

    @property
    def headers(self) -> dict[str, str]:
        """What goes with every request, cookies apart. Holds secrets of this origin."""
        return dict(self._client.headers)

    @property
    def cookies(self) -> dict[str, str]:
        """What the jar of this job holds. Secrets of this origin."""
        return {cookie.name: cookie.value or "" for cookie in self._client.cookies.jar}

    @property
    def pinned(self) -> str | None:
        """The IP address that connections go to instead of asking for the host's name."""
        return self._pins.get(httpx.URL(self.base).host)

    async def get(self, path: str, *, silence: float | None = None, follow: bool = True) -> Reply:
        """A small reply; redirects are followed on the same origin; repeated when the connection breaks."""
        if path in self.known:
            return self.known.pop(path)

        async def attempt() -> Reply:
            url = self.base + path
            for _ in range(MAX_REDIRECTS + 1):
                reply = await self._small("GET", url, silence=silence)
                if not follow or reply.status not in REDIRECTS:
                    return reply
                url = redirected(url, reply.location)
            raise Malformed(f"the server redirects more than {MAX_REDIRECTS} times")

        return await self.repeated(attempt)

    async def post(
        self,
        path: str,
        content: bytes,
        *,
        harmless: bool = False,
        content_type: str = "application/json",
        silence: float | None = None,
    ) -> Reply:
        """Heard once at most, unless `harmless`: sent again only when no connection could be made.

        Redirects are not followed.
        """
        headers = {"content-type": content_type}

        async def attempt() -> Reply:
            return await self._small("POST", self.base + path, content=content, headers=headers, silence=silence)

        return await self.repeated(attempt, harmless=harmless)

    async def status(self, path: str) -> tuple[int, int | None]:
        """What asking for a file would answer: the status, and the length when it is said. Nothing is fetched."""

        async def attempt() -> tuple[int, int | None]:
            async with self._open("HEAD", self.base + path, silence=self._patience()) as response:
                async for _ in response.aiter_raw():  # nothing comes, but the connection can be used again after it
                    break
                return response.status_code, content_length(response)

        return await self.repeated(attempt)

    async def far(self) -> bool:
        """Whether the server is; looked at more closely before it passes for that: one next door may just be busy."""
        distance, settings = self.distance, self._settings
        with contextlib.suppress(HarpError, Malformed):
            for _ in range(distance.looks):
                if not distance.far(settings):
                    break
                await self.status("/config")  # whatever the answer is
        distance.found_far = distance.far(settings)
        return distance.found_far

    async def send(
        self, path: str, content: Callable[[], AsyncGenerator[bytes, None]], headers: dict[str, str]
    ) -> Reply:
        """A large body, made anew for each attempt."""

        async def attempt() -> Reply:
            silence, body = self._settings.idle_timeout, content()
            try:
                return await self._small(
                    "POST", self.base + path, content=self._heard(body), headers=headers, silence=silence
                )
            finally:
                await body.aclose()  # at once: it holds the audio

        return await self.repeated(attempt)

    async def _heard(self, body: AsyncGenerator[bytes, None]) -> AsyncIterator[bytes]:
        async for piece in body:
            yield piece
            self.alive()

    @asynccontextmanager
    async def stream(self, path: str, *, silence: float | None = None) -> AsyncIterator[httpx.Response]:
        """An answer of any length; after a redirect, the one it leads to on the same origin."""
        url = self.base + path
        for _ in range(MAX_REDIRECTS + 1):
            async with self._open("GET", url, silence=silence or self._settings.idle_timeout) as response:
                if response.status_code not in REDIRECTS:
                    yield response
                    return
                url = redirected(url, response.headers.get("location", ""))
        raise Malformed(f"the server redirects more than {MAX_REDIRECTS} times")

    @asynccontextmanager
    async def upgraded(self, path: str, headers: dict[str, str]) -> AsyncIterator[httpx.Response]:
        """The answer to a request for another protocol; with status 101 the connection is the caller's."""
        async with self._open("GET", self.base + path, silence=self._patience(), headers=headers) as response:
            yield response

    @asynccontextmanager
    async def _open(
        self,
        method: str,
        url: str,
        *,
        silence: float,
        content: bytes | AsyncIterator[bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> AsyncIterator[httpx.Response]:
        timeout = httpx.Timeout(silence, connect=self._settings.connect_timeout)
        try:
            request = self._client.build_request(method, url, content=content, headers=headers, timeout=timeout)
        except httpx.InvalidURL as error:  # redirects, prefixes and paths are what a server made them
            raise Malformed(f"the server leads to an address that is none: {error}") from None
        asked = self.distance.ask()
        response = await self._client.send(request, stream=True)
        response.headers.update(response.extensions["aside"])
        self.alive()
        if content is None or isinstance(content, bytes):
            asked.answered()
        try:
            if response.headers.get("content-encoding", "identity").lower() != "identity":
                raise Malformed("the reply is compressed although nobody asked for that")
            yield response
        finally:
            await response.aclose()

    async def _small(
        self,
        method: str,
        url: str,
        *,
        content: bytes | AsyncIterator[bytes] | None = None,
        headers: dict[str, str] | None = None,
        silence: float | None = None,
    ) -> Reply:
        silence = self._patience() if silence is None else silence
        async with self._open(method, url, silence=silence, content=content, headers=headers) as response:
            return await whole(response, self._settings, silence, self.alive)

    def _patience(self) -> float:
        """Seconds of silence until a plain question is answered."""
        return self._settings.idle_timeout if self.patient else self._settings.reply_timeout

    async def repeated(self, attempt: Callable[[], Awaitable[T]], *, harmless: bool = True) -> T:
        """Runs a step again, after short pauses, when the connection breaks.

        One that is not `harmless` only when it could not even be made: the server has heard nothing then. Where nobody
        was met before, a connection that takes too long is not tried again: who mistyped shall hear soon. A patient
        link goes on for `restart_wait` seconds when something in front of the server says that this is not there, and
        for `rate_limit_wait` seconds when there were too many requests from here (as NotNow, which a step may raise).
        """
        unmade = (httpx.ConnectError,) if self.connecting else (httpx.ConnectError, httpx.ConnectTimeout)
        broken = (*unmade, httpx.NetworkError, httpx.RemoteProtocolError) if harmless else unmade
        pauses = iter(self._settings.retry_pauses)
        longer = self._longer()
        with self.translated():
            while True:
                pause = next(pauses, None)
                try:
                    result = await attempt()
                except broken as error:
                    if pause is None:
                        raise
                    log.info("repeating after %s: %s", type(error).__name__, error)
                except NotNow as later:
                    if pause is None or later.why == "limited":  # whom many requests annoy is not asked at once
                        if not await self._waited(longer, later.why, later.wish):
                            raise later.error from None
                        continue
                else:
                    if not (harmless and isinstance(result, Reply) and result.status in BUSY):
                        return result
                    if pause is None:
                        if not await self._waited(longer, "down", result.retry_after):
                            return result
                        continue
                await asyncio.sleep(pause * (1 + self._settings.retry_jitter * random.random()))

    def _longer(self) -> dict[Why, Patience]:
        settings = self._settings
        waits = self.patient and self.waits_for_restart
        down = Patience(settings, settings.restart_pause, settings.restart_wait if waits else 0.0)
        limited = Patience(settings, settings.queue_full_pause, settings.rate_limit_wait if self.patient else 0.0)
        return {"down": down, "full": down, "limited": limited}

    async def _waited(self, longer: dict[Why, Patience], why: Why, wish: float | None) -> bool:
        """True when it is time to ask again, False when it has been long enough."""
        pause = longer[why].pause(wish)
        if pause is None:
            return False
        self.warn(WORDS[why].format(pause))
        await nap(pause, self.alive, self._settings)
        return True

    def translated(self) -> Translated:
        """Turns what httpx raises into our errors."""
        return Translated(self)


def _nothing() -> None:
    return None


def _unsaid(words: str) -> None:
    log.info("%s", words)
