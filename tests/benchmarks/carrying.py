# SPDX-License-Identifier: MIT
"""What the bytes alone cost: the same files to the same server and back, all at once, without a model in between."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx

from tests.python.support.sounds import wav_bytes

from .timing import RATE, Samples

__all__ = ["Carried"]


class Carried:
    """All files go to a Gradio server at the same time, then all come back; nothing is checked or decoded."""

    def __init__(self, address: str) -> None:
        self._base = f"{address}/gradio_api"
        self._bodies: list[bytes] = []
        self._loop = asyncio.new_event_loop()
        self._client = httpx.AsyncClient(trust_env=False, timeout=60)

    def prepare(self, regions: list[Samples]) -> None:
        self._bodies = [wav_bytes(region, RATE, subtype="FLOAT") for region in regions]

    def run(self) -> None:
        self._loop.run_until_complete(self._run())

    async def _run(self) -> None:
        paths = await asyncio.gather(*(self._up(body) for body in self._bodies))
        sizes = await asyncio.gather(*(self._down(path) for path in paths))
        assert sizes == [len(body) for body in self._bodies]

    async def _up(self, body: bytes) -> str:
        head = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="region.wav"\r\n\r\n'
        content = [head, *(body[at : at + (1 << 18)] for at in range(0, len(body), 1 << 18)), b"\r\n--edge--\r\n"]
        headers = {
            "content-type": "multipart/form-data; boundary=edge",
            "content-length": str(sum(len(piece) for piece in content)),
        }
        reply = await self._client.post(f"{self._base}/upload", content=_each(content), headers=headers)
        return str(reply.raise_for_status().json()[0])

    async def _down(self, path: str) -> int:
        size = 0
        async with self._client.stream("GET", f"{self._base}/file={path}") as response:
            response.raise_for_status()
            async for chunk in response.aiter_raw():
                size += len(chunk)
        return size

    def close(self) -> None:
        self._loop.run_until_complete(self._client.aclose())
        self._loop.close()


async def _each(content: list[bytes]) -> AsyncIterator[bytes]:
    for piece in content:
        yield piece
