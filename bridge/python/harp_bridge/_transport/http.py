# SPDX-License-Identifier: MIT
"""HTTP as a job needs it: bounded, same-origin, a cookie jar and an affinity header for each job, shared connections.

The environment is not trusted (`trust_env=False`): httpx would otherwise send passwords from ~/.netrc to any host of
that name, and audio through a proxy that some shell variable names.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import secrets
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import certifi
import httpx

from .._errors import HarpError, fail
from .._json import Malformed
from .._settings import Settings
from .._text import clean, log
from .._version import __version__
from .distance import Distance
from .seam import Reply

__all__ = ["Link", "Pool", "Reply", "certificates", "content_length"]

T = TypeVar("T")

_REDIRECTS = {301, 302, 303, 307, 308}
_BUSY = {502, 503, 504}
_MAX_REDIRECTS = 3

# Seconds for requests to end that are under way when the client is closed.
_LAST_MOMENT = 1.0


class _Shared(httpx.AsyncBaseTransport):
    """Connections that outlive the job that opened them; hosts may be pinned to an address."""

    def __init__(self, secure: bool, settings: Settings, pins: Mapping[str, str]) -> None:
        # Without certificates nothing can be verified, so https over the plain one fails instead of being unsafe.
        context = certificates() if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=16, keepalive_expiry=4.0)
        self._inner = httpx.AsyncHTTPTransport(verify=context, trust_env=False, limits=limits)
        self._pins = pins
        self._asking: dict[asyncio.Task[object], int] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        pinned = self._pins.get(request.url.host)
        if pinned is not None:
            request.extensions = {**request.extensions, "sni_hostname": request.url.host}
            request.url = request.url.copy_with(host=pinned)
        task = asyncio.current_task()
        assert task is not None
        self._asking[task] = self._asking.get(task, 0) + 1
        try:
            return await self._inner.handle_async_request(request)
        except BaseException:
            await self._drop_abandoned()
            raise
        finally:
            self._asking[task] -= 1
            if not self._asking[task]:
                del self._asking[task]

    async def _drop_abandoned(self) -> None:
        """Removes connections that a cancelled request left before its first byte.

        httpcore (1.0) keeps such a one for ever: neither idle nor closed nor anybody's. Each makes every later request
        slower, because the pool looks at all of them each time.
        """
        pool = self._inner._pool
        owned = {id(waiting.connection) for waiting in pool._requests}
        for connection in list(pool._connections):
            kept = id(connection) in owned or connection.is_idle() or connection.is_closed()
            if not kept and not connection.has_expired():
                pool._connections.remove(connection)
                with contextlib.suppress(Exception):
                    await connection.aclose()

    async def aclose(self) -> None:
        """A job that ends leaves the connections to the next one."""

    async def close_for_good(self) -> None:
        # A connection that is just being made belongs to nobody whom closing would reach.
        tasks = [task for task in self._asking if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=_LAST_MOMENT)
        await self._inner.aclose()


def certificates() -> ssl.SSLContext:
    context = ssl.create_default_context()  # the system's, with those that a company added
    context.load_verify_locations(certifi.where())  # some Pythons come without any
    return context


class Pool:
    """All connections of one client."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._transports: dict[bool, _Shared] = {}
        self.pins: dict[str, str] = dict(settings.hosts)
        self._distances: dict[tuple[str, str, int | None], Distance] = {}

    def distance(self, base: str) -> Distance:
        """What is known of the way to the server at this address."""
        return self._distances.setdefault(_origin(base), Distance())

    def transport(self, secure: bool) -> _Shared:
        if secure not in self._transports:
            self._transports[secure] = _Shared(secure, self._settings, self.pins)
        return self._transports[secure]

    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.close_for_good()
        self._transports.clear()


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
        self.distance = pool.distance(base)
        self.alive: Callable[[], None] = _nothing
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
            for _ in range(_MAX_REDIRECTS + 1):
                reply = await self._small("GET", url, silence=silence)
                if not follow or reply.status not in _REDIRECTS:
                    return reply
                url = self._redirected(url, reply.location)
            raise Malformed(f"the server redirects more than {_MAX_REDIRECTS} times")

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
            async with self._open("HEAD", self.base + path, silence=self._settings.reply_timeout) as response:
                async for _ in response.aiter_raw():  # nothing comes, but the connection can be used again after it
                    break
                return response.status_code, content_length(response)

        return await self.repeated(attempt)

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
    async def stream(self, path: str) -> AsyncIterator[httpx.Response]:
        """An answer of any length; after a redirect, the one it leads to on the same origin."""
        url = self.base + path
        for _ in range(_MAX_REDIRECTS + 1):
            async with self._open("GET", url, silence=self._settings.idle_timeout) as response:
                if response.status_code not in _REDIRECTS:
                    yield response
                    return
                url = self._redirected(url, response.headers.get("location", ""))
        raise Malformed(f"the server redirects more than {_MAX_REDIRECTS} times")

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
        request = self._client.build_request(method, url, content=content, headers=headers, timeout=timeout)
        begin = time.monotonic()
        response = await self._client.send(request, stream=True)
        self.alive()
        if content is None or isinstance(content, bytes):
            self.distance.answered(time.monotonic() - begin)
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
        silence = self._settings.reply_timeout if silence is None else silence
        async with self._open(method, url, silence=silence, content=content, headers=headers) as response:
            body = bytearray()
            # A server that drips one byte now and then is as good as silent.
            deadline = time.monotonic() + 10 * silence
            async for chunk in response.aiter_raw():
                self.alive()
                body += chunk
                if len(body) > self._settings.reply_limit:
                    raise Malformed(f"the reply is longer than {self._settings.reply_limit} bytes")
                if time.monotonic() > deadline:
                    raise httpx.ReadTimeout("the reply never ends")
            location, later = response.headers.get("location", ""), _seconds(response.headers.get("retry-after", ""))
            cookies = tuple(response.headers.get_list("set-cookie"))
            return Reply(response.status_code, bytes(body), location, later, cookies)

    def _redirected(self, url: str, location: str) -> str:
        target = urljoin(url, location)
        if not location or _origin(target) != _origin(url):
            shown = clean(location, 300)
            raise Malformed(f"the server redirects to {shown}; if you trust it, type that address")
        return target

    async def repeated(self, attempt: Callable[[], Awaitable[T]], *, harmless: bool = True) -> T:
        """Runs a step again, after short pauses, when the connection breaks.

        One that is not `harmless` only when it could not even be made: the server has heard nothing then.
        """
        broken = (httpx.NetworkError, httpx.RemoteProtocolError) if harmless else (httpx.ConnectError,)
        with self.translated():
            for pause in self._settings.retry_pauses:
                try:
                    result = await attempt()
                    if not (harmless and isinstance(result, Reply) and result.status in _BUSY):
                        return result
                except broken as error:
                    log.info("repeating after %s: %s", type(error).__name__, error)
                await asyncio.sleep(pause * (1 + self._settings.retry_jitter * random.random()))
            return await attempt()

    def translated(self) -> _Translated:
        """Turns what httpx raises into our errors."""
        return _Translated(self)

    def error(self, error: httpx.HTTPError) -> HarpError:
        detail = f"{type(error).__name__}: {error}"
        if "CERTIFICATE_VERIFY_FAILED" in detail:
            return fail("certificate_invalid", detail=detail)
        if isinstance(error, (httpx.ConnectError, httpx.ConnectTimeout)):
            return fail("host_unreachable" if self.connecting else "server_lost", detail=detail)
        if isinstance(error, httpx.TimeoutException):
            return fail("no_sign_of_life", detail=detail)
        if self.connecting:
            # Somebody took the call, but it was no conversation in HTTP.
            return fail("not_gradio", detail=detail)
        return fail("server_lost", detail=detail)


def content_length(response: httpx.Response) -> int | None:
    """What the answer says of its own length, when that is a number."""
    said = response.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else None


def _seconds(said: str) -> float | None:
    return float(said) if said.isascii() and said.isdigit() and len(said) < 7 else None


def _nothing() -> None:
    return None


class _Translated:
    def __init__(self, link: Link) -> None:
        self._link = link

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, httpx.HTTPError):
            raise self._link.error(error) from None


def _origin(url: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
        return parts.scheme, (parts.hostname or "").lower(), port
    except ValueError:
        return "", "", None
