# SPDX-License-Identifier: MIT
"""Carries audio to the server and files back, in bounded memory."""

from __future__ import annotations

import io
import secrets
import tempfile
from collections.abc import AsyncGenerator, Callable
from typing import BinaryIO
from urllib.parse import quote

import httpx

from .._errors import fail
from .._json import Malformed, array, loads
from .._sound import wav
from .._sound.audio import Audio
from .._sound.decode import sniff
from .._threads import Stop, in_thread
from .http import Link
from .queue import refusal

__all__ = ["Budget", "download", "file_data", "upload"]

# Up to here a downloaded file stays in memory; above it goes to a temporary file that has no name.
_IN_MEMORY = 16 << 20


class Budget:
    """How many bytes the results of one job may still take."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.left = limit

    def take(self, count: int) -> None:
        """Raises result_too_large when nothing is left."""
        self.left -= count
        if self.left < 0:
            raise fail("result_too_large", detail=f"the results of this job may take {self.limit} bytes")


def file_data(path: str) -> dict[str, object]:
    """An uploaded file as an argument of an API function."""
    return {"path": path, "orig_name": "region.wav", "meta": {"_type": "gradio.FileData"}}


async def upload(link: Link, audio: Audio, sent: Callable[[float], None]) -> str:
    """Streams the audio as float32 WAV; returns the path under which the server keeps it.

    `sent` hears the fraction of bytes handed to the network. Raises upload_refused and what a broken connection raises.
    """
    head = wav.header(audio.frames, audio.channels, round(audio.rate))
    boundary = secrets.token_hex(16)
    before = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="region.wav"\r\n'
        "Content-Type: audio/wav\r\n\r\n"
    ).encode() + head
    after = f"\r\n--{boundary}--\r\n".encode()
    total = len(before) + audio.frames * audio.channels * 4 + len(after)

    async def body() -> AsyncGenerator[bytes, None]:
        done = len(before)
        sent(0.0)
        yield before
        for chunk in wav.chunks(audio.samples):
            yield chunk
            done += len(chunk)
            sent(done / total)
        yield after

    headers = {"content-type": f"multipart/form-data; boundary={boundary}", "content-length": str(total)}
    try:
        reply = await link.send(f"{link.prefix}/upload", body, headers)
        if reply.status in (401, 403):
            raise fail("login_required", await refusal(reply.body), f"upload answers with status {reply.status}")
        if reply.status != 200:
            raise fail("upload_refused", await refusal(reply.body), f"upload answers with status {reply.status}")
        paths = array(await loads(reply.body), "the reply of upload", 1)
    except Malformed as error:
        raise fail("upload_refused", detail=f"upload: {error}") from None
    if len(paths) != 1 or not isinstance(paths[0], str) or not 0 < len(paths[0]) <= 4096:
        raise fail("upload_refused", detail="upload did not say where the file is")
    return paths[0]


async def download(link: Link, path: str, budget: Budget, received: Callable[[float], None]) -> BinaryIO:
    """Fetches a file that a function returned; the caller closes it.

    The server's `url` and file name are not used: the address is built on the origin that was asked in the first place.
    Raises result_invalid, result_too_large and what a broken connection raises.
    """

    if any(part in (".", "..") for part in path.split("/")):
        raise fail("result_invalid", detail="the path of the result goes upwards")

    async def attempt() -> BinaryIO:
        remaining = Budget(budget.left)
        spool = _Spool()
        try:
            async with link.stream(f"{link.prefix}/file={quote(path)}") as response:
                await _receive(response, spool, remaining, received)
            budget.take(budget.left - remaining.left)
            return spool.file
        except BaseException:
            spool.file.close()
            raise

    try:
        return await link.repeated(attempt)
    except Malformed as error:
        raise fail("result_invalid", detail=f"the file of the result: {error}") from None


class _Spool:
    """Written in large pieces; in memory while it is small, above that in a temporary file without a name."""

    def __init__(self) -> None:
        self.file: BinaryIO = io.BytesIO()
        self._pending = bytearray()

    async def write(self, chunk: bytes) -> None:
        self._pending += chunk
        if len(self._pending) >= 1 << 20:
            await self.flush()

    async def flush(self) -> None:
        content = bytes(self._pending)
        self._pending.clear()
        if isinstance(self.file, io.BytesIO):
            if self.file.tell() + len(content) <= _IN_MEMORY:
                self.file.write(content)
                return
            content = self.file.getvalue() + content
            self.file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 (whoever asked for the file closes it)
        file = self.file
        await in_thread(lambda stop: _write(file, content, stop))


async def _receive(response: httpx.Response, spool: _Spool, budget: Budget, received: Callable[[float], None]) -> None:
    if response.status_code in (502, 503, 504):
        raise httpx.RemoteProtocolError(f"status {response.status_code}")  # something in between; worth another try
    if response.status_code != 200:
        raise Malformed(f"status {response.status_code}")
    length = response.headers.get("content-length", "")
    expected = int(length) if length.isascii() and length.isdigit() and len(length) < 20 else 0
    if expected > budget.left:
        raise fail("result_too_large", detail=f"the server announces a file of {expected} bytes")
    first = b""
    done = 0
    async for chunk in response.aiter_raw():
        budget.take(len(chunk))
        done += len(chunk)
        if len(first) < 12:
            first = (first + chunk)[:12]
            _check_start(first)
        await spool.write(chunk)
        if expected:
            received(done / expected)
    if len(first) < 12:
        raise Malformed(f"{done} bytes are no audio")
    await spool.flush()


def _check_start(first: bytes) -> None:
    if len(first) == 12 and not sniff(first):
        raise Malformed("it is neither WAV nor FLAC")


def _write(file: BinaryIO, content: bytes, stop: Stop) -> None:
    view = memoryview(content)
    while view:
        stop.check()
        view = view[file.write(view[: 1 << 22]) :]
