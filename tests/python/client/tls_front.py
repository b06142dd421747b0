# SPDX-License-Identifier: MIT
"""Puts TLS in front of a server, as a reverse proxy does, with certificates made for these tests and worth nothing."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import tempfile
import threading
from pathlib import Path

from support.accepting import accepted

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
        assert self._ready.wait(60)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
            listener.setblocking(False)
            self.port: int = listener.getsockname()[1]
            self._accepting = self._loop.create_task(self._accept(listener))
            self._ready.set()
            self._loop.run_forever()
        self._loop.close()

    async def _accept(self, listener: socket.socket) -> None:
        # By hand: asyncio's own server may hold a connection that nobody else knows of yet when it is stopped.
        while True:
            connection = await accepted(listener)
            task = self._loop.create_task(self._connected(connection))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            task.add_done_callback(lambda _, connection=connection: connection.close())  # type: ignore[misc]

    async def _connected(self, connection: socket.socket) -> None:
        reader = asyncio.StreamReader()
        protocol = asyncio.StreamReaderProtocol(reader)
        writers: list[asyncio.StreamWriter] = []
        try:
            transport, _ = await self._loop.connect_accepted_socket(lambda: protocol, connection, ssl=self._context)
            writers.append(asyncio.StreamWriter(transport, protocol, reader, self._loop))
            inner, behind = await asyncio.open_connection("127.0.0.1", self._behind)
            writers.append(behind)
            await asyncio.gather(_pump(reader, behind), _pump(inner, writers[0]))
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            for writer in writers:
                with contextlib.suppress(AttributeError):  # Python 3.11 says so of a transport that is closed already
                    writer.transport.abort()  # whoever closes has taken what it wants
            for writer in writers:
                with contextlib.suppress(Exception):
                    await writer.wait_closed()

    def stop(self) -> None:
        async def stop() -> None:
            open_ = [self._accepting, *self._tasks]
            for task in open_:
                task.cancel()
            await asyncio.gather(*open_, return_exceptions=True)
            for _ in range(5):  # what was cut off in the middle of its handshake closes a moment later
                await asyncio.sleep(0)
            self._loop.stop()

        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(stop(), self._loop)
            self._thread.join(60)
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
