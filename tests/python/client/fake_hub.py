# SPDX-License-Identifier: MIT
"""A Hub of our own: serves what the real one documents for Spaces, with states that change, and lies on request.

The routes and replies are those that Gradio's own clients use: `/api/spaces/{id}/host` gives `{"subdomain", "host"}`,
`/api/spaces/{id}/runtime` gives `{"stage", "hardware", ...}`, `/api/spaces/by-subdomain/{name}` the id and the runtime.
Without a token, a private Space and one that does not exist look alike (401); with one, what does not exist is a 404.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

TOKEN = "hf_" + "TestTokenOfTheFakeHub0123456789abc"

Reply = tuple[int, bytes]


@dataclass
class FakeSpace:
    """`stages` are said one after the other, the last one for ever; `after_knock` those once its page was asked for."""

    host: str
    stages: list[str] = field(default_factory=lambda: ["RUNNING"])
    after_knock: list[str] | None = None
    private: bool = False
    subdomain: str = ""
    error: str = ""
    hardware: str = "cpu-basic"
    knocked: Callable[[], bool] = lambda: False

    def stage(self) -> str:
        if self.after_knock is not None and self.knocked():
            self.stages, self.after_knock = self.after_knock, None
        return self.stages.pop(0) if len(self.stages) > 1 else self.stages[0]

    def runtime(self) -> dict[str, object]:
        said: dict[str, object] = {
            "stage": self.stage(),
            "hardware": {"current": self.hardware, "requested": self.hardware},
        }
        return said | {"gcTimeout": 172800, "storage": None} | ({"errorMessage": self.error} if self.error else {})


@dataclass
class Asked:
    path: str
    authorization: str | None


class FakeHub:
    """`spaces` by id; `broken` holds replies for paths that do not answer as documented, each list used up in order."""

    def __init__(self) -> None:
        self.spaces: dict[str, FakeSpace] = {}
        self.broken: dict[str, list[Reply]] = {}
        self.asked: list[Asked] = []
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = unquote(self.path)
                hub.asked.append(Asked(path, self.headers.get("authorization")))
                status, body = hub.answer(path, self.headers.get("authorization"))
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *ignored: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, path: str, authorization: str | None) -> Reply:
        if self.broken.get(path):
            replies = self.broken[path]
            return replies.pop(0) if len(replies) > 1 else replies[0]
        if authorization not in (None, f"Bearer {TOKEN}"):
            return _error(401, "Invalid credentials in Authorization header")
        parts = path.removeprefix("/api/spaces/").split("/")
        name, what = "/".join(parts[:2]), "".join(parts[2:])
        if parts[0] == "by-subdomain":
            name = next((key for key, space in self.spaces.items() if space.subdomain == parts[1]), "")
        space = self.spaces.get(name)
        if space is None or (space.private and authorization is None):
            return _error(401 if authorization is None else 404, "Repository not found")
        if what == "host":
            return _json({"subdomain": space.subdomain or "fake-space", "host": space.host})
        if what == "runtime":
            return _json(space.runtime())
        return _json({"id": name, "private": space.private, "sdk": "gradio", "runtime": space.runtime()})

    def paths(self) -> list[str]:
        return [request.path for request in self.asked]

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


def _json(value: object) -> Reply:
    return 200, json.dumps(value).encode()


def _error(status: int, words: str) -> Reply:
    return status, json.dumps({"error": words}).encode()
