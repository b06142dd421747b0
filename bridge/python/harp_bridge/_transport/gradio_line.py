# SPDX-License-Identifier: MIT
"""gradio_client's stream of events, watched and hung up by us. Imported only where gradio_client is there."""

from __future__ import annotations

import contextlib
import copy
import re
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
from gradio_client import Client

from .._json import Malformed, object_

__all__ = ["WatchedClient"]


class _Line(httpx.HTTPTransport):
    """Carries one stream of events. Used by gradio_client's thread; hung up from any."""

    def __init__(self, secure: bool) -> None:
        super().__init__(verify=secure, trust_env=False)
        self.heard: float | None = None
        """When the last byte came (time.monotonic); None before the stream was asked for."""
        self._socket: socket.socket | None = None
        self._hung_up = False

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.heard = time.monotonic()
        response = super().handle_request(request)
        self._socket = response.extensions["network_stream"].get_extra_info("socket")
        if self._hung_up:
            self.hang_up()
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _Heard(response.stream, self)
        return response

    def hang_up(self) -> None:
        """Whoever reads comes to the end at once, and the server sees that nobody listens any more."""
        self._hung_up = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _Heard(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, line: _Line) -> None:
        self._inner = inner
        self._line = line

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            self._line.heard = time.monotonic()
            yield chunk

    def close(self) -> None:
        self._inner.close()


class WatchedClient(Client):  # type: ignore[misc]  # it has no types
    """For one job, with an app whose functions are known to lie below `prefix`. Raises Malformed."""

    def __init__(self, src: str, prefix: str, **options: Any) -> None:
        self.line = _Line(src.startswith("https://"))
        self._prefix = prefix
        super().__init__(src, **options)

    def _get_config(self) -> dict[str, Any]:
        """Looked at before anything else is asked for: by its word requests, headers included, go to other hosts."""
        config = object_(super()._get_config(), "/config")
        if "/" + str(config.get("api_prefix") or "").strip("/") != (self._prefix or "/"):
            raise Malformed("the app says that it is somewhere else")
        if not re.match(r"([4-9]|[1-9]\d+)\.", str(config.get("version"))):
            raise Malformed("the app says that it is older than Gradio 4")
        return config

    def stream_messages(self, protocol: str, session_hash: str) -> None:
        """As its own, with other options for this connection, which that takes from `httpx_kwargs`."""
        # Kept: when such an object goes, it shuts the pools of threads that both share.
        self._view = copy.copy(self)
        self._view.httpx_kwargs = {"timeout": None, "trust_env": False, "transport": self.line}
        Client.stream_messages(self._view, protocol, session_hash)
