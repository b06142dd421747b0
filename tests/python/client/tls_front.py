# SPDX-License-Identifier: MIT
"""Puts TLS in front of a server, as a reverse proxy does, with certificates made for these tests and worth nothing."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import tempfile
import threading
from pathlib import Path

KEY = """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgeEpatB5bLlFr8dB+
Hns8ucblCpVSavbuJuga9Sw3E/2hRANCAATk4fpVS6vsME3W3DsbT6WHdWsm92Aj
VzkOh0LfTq18Ck6pj7g49vEjG5fli6ty7Z7/vC8xtFh8Ym20VYGIT6sS
-----END PRIVATE KEY-----
"""

#: For lab.test, *.hf.space, localhost and 127.0.0.1; signed by itself; until 2120.
GOOD = """\
-----BEGIN CERTIFICATE-----
MIIB4TCCAYagAwIBAgIUcDr8GP6MNyW0QtNXsBl+pTwRID0wCgYIKoZIzj0EAwIw
NDEfMB0GA1UECgwWQ2VydGlmaWNhdGVzIG9mIGEgdGVzdDERMA8GA1UEAwwIbGFi
LnRlc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMDQxHzAdBgNV
BAoMFkNlcnRpZmljYXRlcyBvZiBhIHRlc3QxETAPBgNVBAMMCGxhYi50ZXN0MFkw
EwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE5OH6VUur7DBN1tw7G0+lh3VrJvdgI1c5
DodC306tfApOqY+4OPbxIxuX5Yurcu2e/7wvMbRYfGJttFWBiE+rEqN0MHIwDwYD
VR0TAQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAoQwMAYDVR0RBCkwJ4IIbGFiLnRl
c3SCCiouaGYuc3BhY2WCCWxvY2FsaG9zdIcEfwAAATAdBgNVHQ4EFgQUDqdmmZw8
NwQQrX8eE0iIaQjw7MQwCgYIKoZIzj0EAwIDSQAwRgIhALsKlW1SZK7gmPq8WYT1
8lgL35ja24vGFj0O3wuBPktHAiEAz94+UFvo+KFfF7S5GGuR4Ztytia5jRBxXFb8
ZN1SFA8=
-----END CERTIFICATE-----
"""

#: The same, but it ended in 2021.
EXPIRED = """\
-----BEGIN CERTIFICATE-----
MIIB3zCCAYSgAwIBAgIUYpa1mZhPAuKhAKefKvRPnMTDPYowCgYIKoZIzj0EAwIw
NDEfMB0GA1UECgwWQ2VydGlmaWNhdGVzIG9mIGEgdGVzdDERMA8GA1UEAwwIbGFi
LnRlc3QwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAwMDAwWjA0MR8wHQYDVQQK
DBZDZXJ0aWZpY2F0ZXMgb2YgYSB0ZXN0MREwDwYDVQQDDAhsYWIudGVzdDBZMBMG
ByqGSM49AgEGCCqGSM49AwEHA0IABOTh+lVLq+wwTdbcOxtPpYd1ayb3YCNXOQ6H
Qt9OrXwKTqmPuDj28SMbl+WLq3Ltnv+8LzG0WHxibbRVgYhPqxKjdDByMA8GA1Ud
EwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgKEMDAGA1UdEQQpMCeCCGxhYi50ZXN0
ggoqLmhmLnNwYWNlgglsb2NhbGhvc3SHBH8AAAEwHQYDVR0OBBYEFA6nZpmcPDcE
EK1/HhNIiGkI8OzEMAoGCCqGSM49BAMCA0kAMEYCIQDzuiNdI2DBKMJ5h/O0fLgf
Y2q7zWNACcix/9Cb0TQWzgIhAN9N9kAS20S3T1Omz2RWVe3p9O0NoSzdy/Ufo0bv
LUg4
-----END CERTIFICATE-----
"""


class TlsFront:
    """Listens on a free port of loopback and passes what it decrypts on to `port`."""

    def __init__(self, port: int, certificate: str = GOOD) -> None:
        self._behind = port
        self._context = _context(certificate)
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="tls front")
        self._thread.start()
        assert self._ready.wait(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self._context))
        self.port: int = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in self._tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*self._tasks, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        behind = writer
        try:
            inner, behind = await asyncio.open_connection("127.0.0.1", self._behind)
            await asyncio.gather(_pump(reader, behind), _pump(inner, writer))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            behind.close()
            writer.close()
            self._tasks.discard(task)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        assert not self._thread.is_alive()


def _context(certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "both.pem"
        file.write_text(KEY + certificate)
        context.load_cert_chain(file)
    return context


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await source.read(65536):
            target.write(data)
            await target.drain()
        target.close()
