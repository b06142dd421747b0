# SPDX-License-Identifier: MIT
"""JSON lines and file descriptors over a stream socket, on an asyncio loop; never blocks."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from collections import deque
from collections.abc import Callable

from .._text import without_own

__all__ = ["LINE_LIMIT", "Channel", "Message", "ProtocolBroken"]

LINE_LIMIT = 16 << 20
_PIECE = 1 << 18

Message = dict[str, object]


class ProtocolBroken(Exception):
    """The other side said something that is not in the protocol."""


class Channel:
    """`on_message(message, fds)` hears each line; `on_end(reason)` is called once, when nothing more can come."""

    def __init__(self, sock: socket.socket, on_message: Callable[[Message, list[int]], None]) -> None:
        self._socket = sock
        self._on_message = on_message
        self._loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[str] = self._loop.create_future()
        self._incoming = bytearray()
        self._searched = 0
        self._fds: deque[int] = deque()
        # Lines that the other side has not taken yet, with a mark: a newer line may replace one of the same mark.
        self._outgoing: deque[tuple[bytes, object]] = deque()
        self._sending = b""
        self._writing = False
        self._drained: asyncio.Future[None] | None = None
        sock.setblocking(False)
        self._loop.add_reader(sock, self._readable)

    def close(self) -> None:
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._socket.close()
        while self._fds:
            os.close(self._fds.popleft())

    def _end(self, reason: str) -> None:
        self._loop.remove_reader(self._socket)
        if not self.ended.done():
            self.ended.set_result(reason)

    def _readable(self) -> None:
        try:
            data, ancillary, flags, _ = self._socket.recvmsg(
                _PIECE, socket.CMSG_SPACE(253 * 4), getattr(socket, "MSG_CMSG_CLOEXEC", 0)
            )
            for level, kind, content in ancillary:
                if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                    usable = len(content) - len(content) % 4
                    self._fds.extend(memoryview(content[:usable]).cast("i"))
            if flags & socket.MSG_CTRUNC:
                raise ProtocolBroken("more file descriptors than fit")
            if not data:
                self._end("the other side is gone")
                return
            self._split(data)
        except (BlockingIOError, InterruptedError):
            return
        except (ProtocolBroken, OSError) as error:
            self._end(str(error))

    def _split(self, data: bytes) -> None:
        self._incoming += data
        start = 0
        while (end := self._incoming.find(b"\n", max(start, self._searched))) >= 0:
            self._line(bytes(self._incoming[start:end]))
            start = end + 1
        del self._incoming[:start]
        self._searched = len(self._incoming)
        if self._searched > LINE_LIMIT:
            raise ProtocolBroken("a line is too long")

    def _line(self, line: bytes) -> None:
        try:
            message = json.loads(line)
        except (ValueError, RecursionError):
            raise ProtocolBroken("a line is not JSON") from None
        if not isinstance(message, dict):
            raise ProtocolBroken("a line is not an object")
        count = message.get("fds", 0)
        if not isinstance(count, int) or not 0 <= count <= len(self._fds):
            raise ProtocolBroken("a line announces file descriptors that did not come")
        self._on_message(message, [self._fds.popleft() for _ in range(count)])

    def send(self, message: Message, *, replaces: object = None) -> None:
        """Queues a line. With `replaces`, a line of the same mark that still waits is overwritten when many wait."""
        line = without_own(json.dumps(message, allow_nan=False, separators=(",", ":"))).encode() + b"\n"
        if len(line) > LINE_LIMIT:
            raise ValueError("the message is too long")
        if replaces is not None and len(self._outgoing) > 64:
            for position in range(len(self._outgoing) - 1, -1, -1):
                if self._outgoing[position][1] == replaces:
                    self._outgoing[position] = (line, replaces)
                    return
        self._outgoing.append((line, replaces))
        if not self._writing:
            self._writable()

    def _writable(self) -> None:
        try:
            while self._sending or self._outgoing:
                if not self._sending:
                    self._sending = self._outgoing.popleft()[0]
                self._sending = self._sending[self._socket.send(self._sending[:_PIECE]) :]
        except (BlockingIOError, InterruptedError):
            if not self._writing:
                self._writing = True
                self._loop.add_writer(self._socket, self._writable)
            return
        except OSError as error:
            self._sending = b""
            self._outgoing.clear()
            self._end(str(error))
        if self._writing:
            self._writing = False
            self._loop.remove_writer(self._socket)
            if self._drained is not None and not self._drained.done():
                self._drained.set_result(None)

    async def flush(self, patience: float) -> None:
        """Waits until everything was taken, at most `patience` seconds."""
        if self._writing:
            self._drained = self._loop.create_future()
            await asyncio.wait([self._drained], timeout=patience)
