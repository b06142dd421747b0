# SPDX-License-Identifier: MIT
"""As much of a web socket (RFC 6455) as the queue of Gradio 3 needs: texts there and back."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final, Protocol

import httpcore
import httpx

from .._json import Malformed
from .._settings import Settings
from .link import Link
from .refusals import declined
from .replies import whole

__all__ = ["NoWebSocket", "WebSocket", "web_socket"]

_GUID: Final = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_CONTINUED, _TEXT, _BINARY, _CLOSE, _PING, _PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_PIECE = 1 << 16


class NoWebSocket(Exception):
    """The server, or something in front of it, does not speak it."""


class _Stream(Protocol):
    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes: ...

    async def write(self, buffer: bytes, timeout: float | None = None) -> None: ...


@asynccontextmanager
async def web_socket(link: Link, path: str, settings: Settings) -> AsyncIterator[WebSocket]:
    """Raises NoWebSocket, NotNow for a server that is not ready, and httpx's errors for a connection that breaks or
    falls silent. Closed when it is left."""
    key = base64.b64encode(secrets.token_bytes(16)).decode()
    headers = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": key,
    }
    async with link.upgraded(path, headers) as response:
        if response.status_code in (429, 503):  # nothing has begun, and what comes instead would pass by the queue
            raise await declined(await whole(response, settings, settings.reply_timeout, link.alive), path)
        expected = base64.b64encode(hashlib.sha1((key + _GUID).encode()).digest()).decode()
        if response.status_code != 101 or response.headers.get("sec-websocket-accept") != expected:
            raise NoWebSocket(f"{path} answers with status {response.status_code}")
        yield WebSocket(response.extensions["network_stream"], settings, link.alive)


class WebSocket:
    """An open one. A silent server is asked for a sign of life, and given up after `idle_timeout` seconds without."""

    def __init__(self, stream: _Stream, settings: Settings, alive: Callable[[], None]) -> None:
        self._stream = stream
        self._settings = settings
        self._alive = alive
        self._buffer = bytearray()

    async def send(self, text: bytes) -> None:
        await self._send(_TEXT, text)

    async def receive(self) -> bytes | None:
        """The next text; None when the server has closed. Raises Malformed."""
        message = bytearray()
        while True:
            last, kind, content = await self._frame()
            if kind == _CLOSE:
                return None
            if kind == _PING:
                await self._send(_PONG, content)
            elif kind in (_TEXT, _BINARY, _CONTINUED):
                message += content
                if len(message) > self._settings.reply_limit:
                    raise Malformed(f"one message is longer than {self._settings.reply_limit} bytes")
                if last:
                    return bytes(message)
            elif kind != _PONG:
                raise Malformed(f"a frame of kind {kind}")

    async def _frame(self) -> tuple[bool, int, bytes]:
        first, second = await self._take(2)
        if first & 0x70 or second & 0x80:
            raise Malformed("a frame that was not agreed upon")
        size = second & 0x7F
        if size >= 126:
            size = int.from_bytes(await self._take(2 if size == 126 else 8), "big")
        if size > self._settings.reply_limit:
            raise Malformed(f"one message is longer than {self._settings.reply_limit} bytes")
        return bool(first & 0x80), first & 0x0F, await self._take(size)

    async def _take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._buffer += await self._some()
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken

    async def _some(self) -> bytes:
        patience = self._settings.idle_timeout
        while True:
            step = min(self._settings.silence_notice / 2, patience)
            try:
                piece = await self._stream.read(_PIECE, step)
            except httpcore.ReadTimeout:
                patience -= step
                if patience <= 0:
                    raise httpx.ReadTimeout("not even a ping was answered") from None
                await self._send(_PING, b"")
            except httpcore.NetworkError as error:
                raise httpx.ReadError(str(error)) from None
            else:
                if not piece:
                    raise httpx.RemoteProtocolError("the connection was closed in the middle")
                self._alive()
                return piece

    async def _send(self, kind: int, content: bytes) -> None:
        """Masked, as everything that a client sends has to be."""
        mask = secrets.token_bytes(4)
        size = len(content)
        if size < 126:
            head = bytes((0x80 | kind, 0x80 | size))
        elif size < 1 << 16:
            head = bytes((0x80 | kind, 0x80 | 126)) + size.to_bytes(2, "big")
        else:
            head = bytes((0x80 | kind, 0x80 | 127)) + size.to_bytes(8, "big")
        key = (mask * (size // 4 + 1))[:size]
        masked = (int.from_bytes(content, "big") ^ int.from_bytes(key, "big")).to_bytes(size, "big")
        try:
            await self._stream.write(head + mask + masked, self._settings.idle_timeout)
        except httpcore.WriteTimeout:
            raise httpx.WriteTimeout("the server takes nothing any more") from None
        except httpcore.NetworkError as error:
            raise httpx.WriteError(str(error)) from None
