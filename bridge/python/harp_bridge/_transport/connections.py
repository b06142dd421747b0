# SPDX-License-Identifier: MIT
"""The connections that the jobs of one client share.

The environment is not trusted (`trust_env=False`): httpx would otherwise send passwords from ~/.netrc to any host of
that name, and audio through a proxy that some shell variable names.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Mapping

import certifi
import httpcore
import httpx

from .._settings import Settings
from .distance import Distance
from .replies import origin

__all__ = ["Pool", "certificates"]


class _Connections(httpcore.AsyncConnectionPool):
    """Closes whatever it lets go of.

    httpcore (1.0) forgets the rest when the request is cancelled in whose name it closes connections: open for ever.
    """

    async def _close_connections(self, closing: list[httpcore.AsyncConnectionInterface]) -> None:
        if closing:
            await asyncio.shield(asyncio.gather(*[each.aclose() for each in closing], return_exceptions=True))


class _Response(httpx.AsyncByteStream):
    """Gives its connection back.

    httpcore (1.0) forgets to when the request is cancelled in that very moment: it stays somebody's for ever.
    """

    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self._inner.__aiter__()

    async def aclose(self) -> None:
        await asyncio.shield(self._inner.aclose())


class _Shared(httpx.AsyncBaseTransport):
    """Connections that outlive the job that opened them; hosts may be pinned to an address."""

    def __init__(self, secure: bool, settings: Settings, pins: Mapping[str, str]) -> None:
        # Without certificates nothing can be verified, so https over the plain one fails instead of being unsafe.
        context = certificates() if secure else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._inner = httpx.AsyncHTTPTransport(verify=context, trust_env=False)
        self._inner._pool = _Connections(
            context, max_connections=None, max_keepalive_connections=16, keepalive_expiry=settings.keepalive
        )
        self._settings = settings
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
            response = await self._inner.handle_async_request(request)
            # httpx reads where a redirect leads although it is to follow none, and stumbles over nonsense.
            aside = {name: response.headers.pop(name) for name in ("location",) if name in response.headers}
            response.extensions = {**response.extensions, "aside": aside}
            assert isinstance(response.stream, httpx.AsyncByteStream)
            response.stream = _Response(response.stream)
            return response
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
            await asyncio.wait(tasks, timeout=self._settings.close_wait)
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
        return self._distances.setdefault(origin(base), Distance())

    def transport(self, secure: bool) -> httpx.AsyncBaseTransport:
        if secure not in self._transports:
            self._transports[secure] = _Shared(secure, self._settings, self.pins)
        return self._transports[secure]

    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.close_for_good()
        self._transports.clear()
