# SPDX-License-Identifier: MIT
"""Carries files to the server and back, in bounded memory."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncGenerator, Callable
from typing import BinaryIO
from urllib.parse import quote

import httpx

from .._errors import fail
from .._json import Malformed, array, loads
from .._settings import Settings
from .._sound.decode import sniff
from .._text import clean
from .distance import Transfer, Way
from .link import Link
from .refusals import declined, refusal, refused
from .replies import content_length, whole
from .seam import Body
from .seam import Budget as AnyBudget
from .spool import Budget, Spool

__all__ = ["Budget", "download", "holds", "upload"]

_LENGTH_REQUIRED = 411


async def upload(link: Link, body: Body, sent: Callable[[int, float], None]) -> str:
    """Streams a file; returns the path under which the server keeps it.

    `sent` hears how many bytes were handed to the network, and which fraction of the whole that is. Raises
    upload_refused, login_required and what a broken connection raises.
    """
    way = link.distance.up
    form = _Form(body, sent, way)
    try:
        reply = await link.send(f"{link.prefix}/upload", form.pieces, form.headers)
        if reply.status == _LENGTH_REQUIRED and body.size is None:
            with await _collected(body) as file:
                form = _Form(_Known(body, file), sent, way)
                reply = await link.send(f"{link.prefix}/upload", form.pieces, form.headers)
        if reply.status != 200:
            raise await refused(reply, "upload", otherwise="upload_refused")
        paths = array(await loads(reply.body), "the reply of upload", 1)
    except Malformed as error:
        raise fail("upload_refused", detail=f"upload: {error}") from None
    # A path that could not be written as it is would not be found again.
    if len(paths) != 1 or not isinstance(paths[0], str) or not paths[0] or paths[0] != clean(paths[0], 4096):
        raise fail("upload_refused", detail="upload did not say where the file is")
    form.transfer.ended()
    return paths[0]


class _Form:
    """One file as the body of a form."""

    def __init__(self, body: Body, sent: Callable[[int, float], None], way: Way) -> None:
        boundary = secrets.token_hex(16)
        self._way = way
        self.transfer = way.begin()
        self._body = body
        self._sent = sent
        self._before = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{body.name}"\r\n'
            f"Content-Type: {body.mime}\r\n\r\n"
        ).encode()
        self._after = f"\r\n--{boundary}--\r\n".encode()
        self._fraction = 0.0
        self.done = 0
        self.headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
        if body.size is not None:
            self.headers["content-length"] = str(len(self._before) + body.size + len(self._after))

    async def pieces(self) -> AsyncGenerator[bytes, None]:
        self.done, self._fraction = 0, 0.0
        self.transfer = self._way.begin()
        self._sent(0, 0.0)
        yield self._before
        pieces = self._body.pieces(self._comes)
        try:
            async for piece in pieces:
                yield piece
                self.done += len(piece)
                self.transfer.moved(len(piece))
                self._sent(self.done, self._fraction)
        finally:
            await pieces.aclose()  # at once: it may hold the audio
        yield self._after

    def _comes(self, fraction: float) -> None:
        self._fraction = fraction


class _Known:
    """A file whose length has become known, for a server that does not take one without."""

    def __init__(self, body: Body, file: BinaryIO) -> None:
        self.name, self.mime = body.name, body.mime
        self.size: int | None = file.tell()
        self._file = file

    async def pieces(self, sent: Callable[[float], None]) -> AsyncGenerator[bytes, None]:
        self._file.seek(0)
        while piece := self._file.read(1 << 18):
            sent(self._file.tell() / (self.size or 1))
            yield piece


async def _collected(body: Body) -> BinaryIO:
    spool = Spool()
    pieces = body.pieces(lambda fraction: None)
    try:
        async for piece in pieces:
            await spool.write(piece)
        await spool.flush()
    except BaseException:
        spool.file.close()
        raise
    finally:
        await pieces.aclose()
    return spool.file


async def holds(link: Link, path: str) -> bool:
    """Whether the server would give this file back. Raises what a broken connection raises."""
    try:
        status, _ = await link.status(f"{link.prefix}/file={quote(path)}")
    except Malformed:
        return False
    return status == 200


async def download(
    link: Link,
    settings: Settings,
    path: str,
    budget: AnyBudget,
    received: Callable[[int, int | None], None],
    *,
    audio: bool = True,
) -> BinaryIO:
    """Fetches a file that a function returned; the caller closes it. With `audio` it must be a WAV or FLAC file.

    The server's `url` and file name are not used: the address is built on the origin that was asked in the first place.
    Raises result_invalid, result_too_large, login_required, rate_limited, no_sign_of_life for a trickle, and what a
    broken connection raises.
    """

    if any(part in (".", "..") for part in path.split("/")):
        raise fail("result_invalid", detail="the path of the result goes upwards")

    async def attempt() -> BinaryIO:
        incoming = _Incoming(settings, Budget(budget.left), received, audio)
        try:
            transfer = link.distance.down.begin()
            async with link.stream(f"{link.prefix}/file={quote(path)}") as response:
                await incoming.take(response, link.alive, transfer)
            transfer.ended()
            budget.take(incoming.done)
            return incoming.spool.file
        except BaseException:
            incoming.spool.file.close()
            raise

    try:
        return await link.repeated(attempt)
    except Malformed as error:
        raise fail("result_invalid", detail=f"the file of the result: {error}") from None


class _Incoming:
    """One attempt to receive a file."""

    def __init__(
        self, settings: Settings, budget: Budget, received: Callable[[int, int | None], None], audio: bool
    ) -> None:
        self.spool = Spool()
        self.done = 0
        self._settings = settings
        self._budget = budget
        self._received = received
        self._audio = audio

    async def take(self, response: httpx.Response, alive: Callable[[], None], transfer: Transfer) -> None:
        if response.status_code != 200:
            reply = await whole(response, self._settings, self._settings.reply_timeout, alive)
            if reply.status == 403:  # so Gradio calls a file that it gives nobody; who has to log in hears 401
                raise fail("result_invalid", await refusal(reply.body), "the file of the result: status 403")
            raise await declined(reply, "the file of the result", "result_invalid", harmless=True)
        expected = content_length(response)
        if expected is not None and expected > self._budget.left:
            raise fail("result_too_large", detail=f"the server announces a file of {expected} bytes")
        first = b""
        begin = time.monotonic()
        async for chunk in response.aiter_raw():
            alive()
            self._budget.take(len(chunk))
            self.done += len(chunk)
            transfer.moved(len(chunk))
            if self._audio and len(first) < 12:
                first = (first + chunk)[:12]
                if len(first) == 12 and not sniff(first):
                    raise Malformed("it does not begin like any kind of audio file")
            await self.spool.write(chunk)
            self._received(self.done, expected)
            self._check_rate(time.monotonic() - begin)
        if self._audio and len(first) < 12:
            raise Malformed(f"{self.done} bytes are no audio")
        await self.spool.flush()

    def _check_rate(self, elapsed: float) -> None:
        late = elapsed - self._settings.transfer_grace
        if late > 0 and self.done < late * self._settings.transfer_floor:
            raise fail("no_sign_of_life", detail=f"only {self.done} bytes of the result came within {elapsed:.0f} s")
