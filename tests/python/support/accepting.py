# SPDX-License-Identifier: MIT
"""Takes connections without holding one that nobody knows of: `loop.sock_accept` loses one when it is cancelled."""

from __future__ import annotations

import asyncio
import contextlib
import socket

__all__ = ["accepted"]


async def accepted(listener: socket.socket) -> socket.socket:
    """The next connection, not blocking. Cancelled, it has taken none."""
    loop = asyncio.get_running_loop()
    while True:
        readable = loop.create_future()
        loop.add_reader(listener, lambda readable=readable: readable.done() or readable.set_result(None))  # type: ignore[misc]
        try:
            await readable
        finally:
            loop.remove_reader(listener)
        with contextlib.suppress(BlockingIOError, ConnectionAbortedError):
            connection, _ = listener.accept()
            connection.setblocking(False)
            # asyncio sets this only on sockets that name their protocol: small answers would wait 40 ms for another.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connection
