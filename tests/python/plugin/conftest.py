# SPDX-License-Identifier: MIT
"""The real plug-in in the real host, with settings of its own for every test."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from harp_bridge.ara_host import Host
from support.servers import ENDPOINTS, EndpointServer, start_endpoint

from .built import BUNDLE
from .studio import Studio


@pytest.fixture(autouse=True)
def private_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


@pytest.fixture
def host(private_settings: None) -> Iterator[Host]:
    with Host(BUNDLE) as opened:
        yield opened


@pytest.fixture
def studio(host: Host) -> Studio:
    return Studio(host)


@pytest.fixture
def plain_http() -> Iterator[str]:
    """A web server that is no Gradio app."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<html><body>Welcome to my band.</body></html>")

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def endpoint_of_its_own() -> Iterator[Callable[..., EndpointServer]]:
    """Starts an app of support/endpoints for one test alone, which may kill it."""
    started: list[EndpointServer] = []

    def start(name: str, **options: Any) -> EndpointServer:
        started.append(start_endpoint(ENDPOINTS / f"{name}.py", **options))
        return started[-1]

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def workers() -> Callable[[], list[int]]:
    """The process ids of this process's own HARP workers."""

    def read(path: Path) -> str:
        try:
            return path.read_text()
        except OSError:  # a thread or a process that ends in this moment
            return ""

    def find() -> list[int]:
        children = {p for thread in Path("/proc/self/task").iterdir() for p in read(thread / "children").split()}
        return [int(pid) for pid in children if read(Path("/proc") / pid / "comm").strip() == "harp_worker"]

    return find
