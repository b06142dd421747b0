# SPDX-License-Identifier: MIT
"""A TCP proxy that makes a server on this machine far away: delay, limited bandwidth, costly connections, cuts.

    with SlowProxy("http://127.0.0.1:7860", rtt=0.04, up=100e6, down=100e6, round_trips=1) as far:
        harp_bridge.process(far.address, samples, 44100)

What it models: half of the round trip in each direction, one bottleneck for each direction that all connections share
(bytes wait in line, nothing is lost), and for each new connection the round trip of TCP plus `round_trips` more, which
stand for TLS (1 for TLS 1.3, 2 for TLS 1.2). What it does not model: slow start, loss, and the work of encryption.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from types import TracebackType
from urllib.parse import urlsplit

from .accepting import accepted

__all__ = ["SlowProxy"]

# A piece takes the bottleneck about this long, so that connections share it fairly.
_PIECE_SECONDS = 0.002
_SMALLEST, _LARGEST = 1460, 1 << 16


class _Direction:
    """One way through the bottleneck, shared by all connections."""

    def __init__(self, delay: float, bits_per_second: float) -> None:
        self.delay = delay
        self.bytes = 0
        self._rate = bits_per_second / 8
        self._free_at = 0.0
        self.piece = int(min(max(self._rate * _PIECE_SECONDS, _SMALLEST), _LARGEST))

    def leaves_at(self, count: int, now: float) -> float:
        """When the last of `count` bytes that come now has passed the bottleneck."""
        self._free_at = max(now, self._free_at) + count / self._rate
        self.bytes += count
        return self._free_at


class SlowProxy:
    """Runs on a thread of its own until `stop`.

    Args:
        target: base URL of the server; only its host and port count.
        rtt: seconds from here to there and back.
        up: bits per second towards the server. `down`: towards the client.
        round_trips: further round trips that opening a connection costs, beside the one of TCP.
    """

    def __init__(
        self, target: str, *, rtt: float = 0.0, up: float = 1e10, down: float = 1e10, round_trips: int = 0
    ) -> None:
        self.lead_to(target)
        self._path = urlsplit(target).path.rstrip("/")
        self._opening = rtt * (1 + round_trips)
        self._up, self._down = _Direction(rtt / 2, up), _Direction(rtt / 2, down)
        self._window = max(int(rtt * max(up, down) / 8), 1 << 15)
        self.connections = 0
        self._open: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._answers = asyncio.Event()
        self._answers.set()
        self._listening = threading.Event()
        self._thread = threading.Thread(target=self._run, name="slow proxy")
        self._thread.start()
        assert self._listening.wait(60)

    @property
    def address(self) -> str:
        """Base URL to be used instead of the target's."""
        return f"http://127.0.0.1:{self.port}{self._path}"

    @property
    def bytes_up(self) -> int:
        """What clients have sent through so far, headers included."""
        return self._up.bytes

    @property
    def bytes_down(self) -> int:
        return self._down.bytes

    def lead_to(self, target: str) -> None:
        """Sends new connections to another server, one that was started anew for example."""
        parts = urlsplit(target)
        assert parts.hostname is not None
        self._target = (parts.hostname, parts.port or {"http": 80, "https": 443}[parts.scheme])

    def cut(self) -> int:
        """Breaks every open connection at once; returns how many. New ones are accepted."""

        async def cut() -> int:
            tasks = tuple(self._open)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            return len(tasks)

        return asyncio.run_coroutine_threadsafe(cut(), self._loop).result(60)

    def hold_answers(self) -> None:
        """What the server sends stays here from now on; what is sent to it still arrives."""
        self._loop.call_soon_threadsafe(self._answers.clear)

    def pass_answers(self) -> None:
        """What was held goes on its way."""
        self._loop.call_soon_threadsafe(self._answers.set)

    def stop(self) -> None:
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._accepting.cancel)
            self._thread.join(60)
            assert not self._thread.is_alive()

    def __enter__(self) -> SlowProxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # --- on the thread ------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
            # What the system keeps for the reader would look to the client as if it had been sent.
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, min(self._window, 1 << 22))
            listener.setblocking(False)
            self.port = listener.getsockname()[1]
            self._accepting = self._loop.create_task(self._accept(listener))
            self._listening.set()
            with contextlib.suppress(asyncio.CancelledError):
                self._loop.run_until_complete(self._accepting)
            for task in self._open:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*self._open, return_exceptions=True))
        self._loop.close()

    async def _accept(self, listener: socket.socket) -> None:
        while True:
            connection = await accepted(listener)
            self.connections += 1
            task = self._loop.create_task(self._serve(connection))
            self._open.add(task)
            task.add_done_callback(self._open.discard)
            # A task that is cancelled before it begins closes nothing itself.
            task.add_done_callback(lambda _, connection=connection: connection.close())  # type: ignore[misc]

    async def _serve(self, connection: socket.socket) -> None:
        opened = self._loop.time()
        onward = socket.socket()
        onward.setblocking(False)
        both = (connection, onward)
        try:
            for end in both:
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await self._loop.sock_connect(onward, self._target)
            up = self._loop.create_task(self._pass(connection, onward, self._up, opened + self._opening))
            down = self._loop.create_task(self._pass(onward, connection, self._down, 0.0))
            try:
                await asyncio.wait([up, down], return_when=asyncio.FIRST_COMPLETED)
                if not down.done():
                    up.result()
                    await down  # a client that has said all may still listen
            finally:
                up.cancel()
                down.cancel()
                await asyncio.gather(up, down, return_exceptions=True)
        except OSError:
            pass
        finally:
            for end in both:
                end.close()

    async def _pass(self, source: socket.socket, sink: socket.socket, way: _Direction, not_before: float) -> None:
        """Bytes of one direction of one connection, each piece at its time."""
        travelling: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(maxsize=max(64, self._window // way.piece))

        async def arrive() -> None:
            while True:
                when, piece = await travelling.get()
                await asyncio.sleep(max(when - self._loop.time(), 0.0))
                if not piece:
                    sink.shutdown(socket.SHUT_WR)
                    return
                if way is self._down:
                    await self._answers.wait()
                await self._loop.sock_sendall(sink, piece)

        arriving = self._loop.create_task(arrive())
        await asyncio.sleep(max(not_before - self._loop.time(), 0.0))
        try:
            while True:
                piece = await self._loop.sock_recv(source, way.piece)
                leaves = way.leaves_at(len(piece), self._loop.time())
                await travelling.put((leaves + way.delay, piece))
                if not piece:
                    await arriving
                    return
                if arriving.done():
                    arriving.result()
                await asyncio.sleep(max(leaves - self._loop.time(), 0.0))
        finally:
            arriving.cancel()
            await asyncio.gather(arriving, return_exceptions=True)
