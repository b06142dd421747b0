# SPDX-License-Identifier: MIT
"""A scripted Gradio server on real sockets: does what it is told, honest or not, and remembers what it received.

Runs on a thread of its own, so that clients in this process, in a worker and on the command line can talk to it.
Without any instruction it is a well-behaved endpoint that returns the audio it was sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from support.accepting import accepted

from .helpers import wait_until

AUDIO_TO_AUDIO: dict[str, object] = {
    "card": {"name": "Fake", "description": "", "author": "", "tags": []},
    "inputs": [
        {"label": "In", "info": None, "required": True, "type": "audio_track"},
        {"label": "Gain", "info": None, "minimum": 0, "maximum": 10, "step": 1, "value": 5, "type": "slider"},
    ],
    "outputs": [{"label": "Out", "info": None, "required": True, "type": "audio_track"}],
}


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, object]:
        value = json.loads(self.body)
        assert isinstance(value, dict)
        return value


class Answer:
    """Writes one response; a handler may also write raw bytes or hang up."""

    def __init__(self, writer: asyncio.StreamWriter, reader: asyncio.StreamReader) -> None:
        self.writer, self.reader = writer, reader
        self.keep = True

    async def raw(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: int, headers: dict[str, str]) -> None:
        lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
        await self.raw(f"HTTP/1.1 {status} Scripted\r\n{lines}\r\n".encode())

    async def send(self, status: int, body: bytes, **headers: str) -> None:
        named = {key.replace("_", "-"): value for key, value in headers.items()}
        await self.head(status, {"content-length": str(len(body)), **named})
        await self.raw(body)

    async def json(self, status: int, value: object) -> None:
        await self.send(status, json.dumps(value).encode(), content_type="application/json")

    async def chunk(self, data: bytes) -> None:
        await self.raw(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    async def event(self, message: dict[str, object]) -> None:
        await self.chunk(b"data: " + json.dumps(message).encode() + b"\n\n")

    def hang_up(self) -> None:
        self.keep = False
        self.writer.transport.abort()


Handler = Callable[[Request, Answer], Awaitable[None]]
Events = Callable[["FakeGradio", list[object]], AsyncIterator["dict[str, object] | bytes"]]


async def echo(fake: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    """The events of a job that returns its first argument."""
    yield {"msg": "estimation", "rank": 0, "queue_size": 1, "rank_eta": 0.5}
    yield {"msg": "process_starts", "eta": 0.5}
    yield {"msg": "process_completed", "success": True, "output": {"data": [data[0]]}}


class FakeGradio:
    def __init__(self, *, root: str = "", prefix: str = "/gradio_api") -> None:
        self.root, self.prefix = root, prefix
        self.controls: object = AUDIO_TO_AUDIO
        self.config: dict[str, object] = {
            "version": "6.0.0",
            "app_id": 1,
            "protocol": "sse_v3",
            "dependencies": [{"id": 3, "api_name": "controls"}, {"id": 8, "api_name": "process"}],
        }
        if prefix:
            self.config["api_prefix"] = prefix
        self.events: Events = echo
        # Of this server alone: one that is started in place of another knows nothing of what was sent there.
        self.folder = f"/tmp/fake/{secrets.token_hex(4)}"
        self.files: dict[str, bytes] = {}
        self.requests: list[Request] = []
        self.routes: dict[str, Handler] = {}
        self.connections = 0
        self.open_streams = 0
        self._jobs: dict[str, tuple[int, list[object], str]] = {}
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="fake gradio")
        self._thread.start()
        assert self._started.wait(60)

    # --- what tests look at -------------------------------------------------------------------------------------------

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.root}"

    def seen(self, path: str) -> list[Request]:
        return [request for request in tuple(self.requests) if request.path == path]

    def wait_for(self, path: str, count: int = 1) -> Request:
        wait_until(lambda: len(self.seen(path)) >= count, f"{count} x {path}")
        return self.seen(path)[-1]

    @property
    def audio_bytes(self) -> int:
        """Bytes that arrived at the upload route."""
        return sum(len(request.body) for request in self.seen(f"{self.prefix}/upload"))

    def hang_up(self) -> None:
        """Closes every connection, and takes new ones."""

        async def close() -> None:
            for task in self._tasks:
                task.cancel()

        asyncio.run_coroutine_threadsafe(close(), self._loop).result(60)

    # --- the server ---------------------------------------------------------------------------------------------------

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)

        with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
            listener.setblocking(False)
            self.port = listener.getsockname()[1]
            self._accepting = self._loop.create_task(self._accept(listener))
            self._started.set()
            self._loop.run_forever()
        self._loop.close()

    async def _accept(self, listener: socket.socket) -> None:
        # By hand: asyncio's own server may hold a connection that nobody else knows of yet when it is stopped.
        while True:
            connection = await accepted(listener)
            self.connections += 1
            task = self._loop.create_task(self._connected(connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(lambda _, connection=connection: connection.close())  # type: ignore[misc]

    def stop(self) -> None:
        async def stop() -> None:
            open_ = [self._accepting, *self._tasks]
            for task in open_:
                task.cancel()
            await asyncio.gather(*open_, return_exceptions=True)
            self._loop.stop()

        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(stop(), self._loop)
            self._thread.join(60)
            assert not self._thread.is_alive()

    async def _connected(self, connection: socket.socket) -> None:
        reader, writer = await asyncio.open_connection(sock=connection, limit=1 << 26)
        try:
            answer = Answer(writer, reader)
            while answer.keep and (request := await self._read(reader)) is not None:
                self.requests.append(request)
                await self._route(request)(request, answer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            if writer.transport.get_write_buffer_size():
                writer.transport.abort()  # nobody takes what is left
            writer.close()
            with contextlib.suppress(Exception):
                await writer.wait_closed()

    async def _read(self, reader: asyncio.StreamReader) -> Request | None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").rstrip().split("\r\n")
        method, target, _ = first.split(" ")
        headers = {key.lower(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
        if headers.get("transfer-encoding") == "chunked":
            body = await self._read_chunks(reader)
        else:
            body = await reader.readexactly(int(headers.get("content-length", 0)))
        parts = urlsplit(target)
        path = unquote(parts.path)
        return Request(method, path.removeprefix(self.root), parse_qs(parts.query), headers, body)

    async def _read_chunks(self, reader: asyncio.StreamReader) -> bytes:
        body = bytearray()
        while size := int(await reader.readline(), 16):
            body += await reader.readexactly(size)
            await reader.readline()
        await reader.readline()
        return bytes(body)

    def _route(self, request: Request) -> Handler:
        if request.method == "HEAD" and "/file=" not in request.path:
            return self._refused
        if request.path in self.routes:
            return self.routes[request.path]
        inner = request.path.removeprefix(self.prefix)
        if inner.startswith("/file="):
            return self.routes.get("file", self._file)
        usual: dict[str, Handler] = {
            "/config": self._config,
            "/upload": self._upload,
            "/queue/join": self._join,
            "/queue/data": self._data,
            "/cancel": self._cancel,
        }
        if request.path != "/config" and not request.path.startswith(self.prefix):
            return self._unknown
        return usual.get(inner, self._unknown)

    async def _refused(self, request: Request, answer: Answer) -> None:
        await answer.head(405, {"content-length": "0"})

    async def _unknown(self, request: Request, answer: Answer) -> None:
        await answer.json(404, {"detail": "Not Found"})

    async def _config(self, request: Request, answer: Answer) -> None:
        await answer.json(200, self.config)

    async def _upload(self, request: Request, answer: Answer) -> None:
        boundary = request.headers["content-type"].partition("boundary=")[2].encode()
        content = request.body.partition(b"\r\n\r\n")[2].rpartition(b"\r\n--" + boundary + b"--")[0]
        path = f"{self.folder}/{len(self.files)}/in put.wav"
        self.files[path] = content
        await answer.json(200, [path])

    async def _file(self, request: Request, answer: Answer) -> None:
        content = self.files.get(request.path.partition("/file=")[2])
        if request.method == "HEAD":
            await answer.head(403 if content is None else 200, {"content-length": str(len(content or b""))})
        elif content is None:
            await answer.json(403, {"detail": "File not allowed"})
        else:
            await answer.send(200, content)

    async def _join(self, request: Request, answer: Answer) -> None:
        body = request.json()
        event = f"event-{len(self._jobs)}"
        data, function = body["data"], body["fn_index"]
        assert isinstance(data, list) and isinstance(function, int)
        self._jobs[str(body["session_hash"])] = (function, data, event)
        await answer.json(200, {"event_id": event})

    async def _data(self, request: Request, answer: Answer) -> None:
        job = self._jobs.get(request.query["session_hash"][0])
        if job is None:  # from before this server was started
            lost = {"msg": "unexpected_error", "message": "404: Session not found.", "session_not_found": True}
            await answer.send(200, b"data: " + json.dumps(lost).encode() + b"\n\n")
            return
        function, data, event = job
        await answer.head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
        if function == 3:
            done = {"msg": "process_completed", "event_id": event, "success": True, "output": {"data": [self.controls]}}
            await answer.event(done)
        else:
            self.open_streams += 1
            try:
                async for message in self.events(self, data):
                    if isinstance(message, bytes):
                        await answer.chunk(message)
                    else:
                        await answer.event({"event_id": event, **message})
            finally:
                self.open_streams -= 1
        await answer.event({"msg": "close_stream"})
        await answer.raw(b"0\r\n\r\n")

    async def _cancel(self, request: Request, answer: Answer) -> None:
        await answer.json(200, {"success": True})
