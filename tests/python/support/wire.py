# SPDX-License-Identifier: MIT
"""Gradio's protocol in plain HTTP, step by step, so that a test sees exactly what went over the wire."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

__all__ = ["Job", "Wire", "WireError", "file_data", "wait_for"]

PREFIX = "/gradio_api"


class WireError(Exception):
    """The server answered a job with a failure; `str()` is its error text."""


def file_data(path: str) -> dict[str, Any]:
    """An uploaded file as an argument."""
    return {"path": path, "orig_name": Path(path).name, "meta": {"_type": "gradio.FileData"}}


@dataclass
class Job:
    """A job in Gradio's queue, with all messages that have arrived so far."""

    wire: Wire
    session: str
    event: str
    function: int
    headers: dict[str, str]
    messages: list[dict[str, Any]] = field(default_factory=list)

    def follow(self) -> Generator[dict[str, Any], None, None]:
        """Messages of the job as they arrive, until the server closes the stream; `close()` leaves it early."""
        url, query = f"{self.wire.prefix}/queue/data", {"session_hash": self.session}
        with self.wire.http.stream("GET", url, params=query, headers=self.headers) as reply:
            for line in reply.iter_lines():
                if line.startswith("data:"):
                    message = json.loads(line[5:])
                    self.messages.append(message)
                    yield message
                    if message["msg"] == "close_stream":
                        return

    def result(self) -> list[Any]:
        """The values of the finished job.

        Raises:
            WireError: it failed or was cancelled.
        """
        for _ in self.follow():
            pass
        completed = [message for message in self.messages if message["msg"] == "process_completed"]
        assert len(completed) == 1, self.messages
        if not completed[0]["success"]:
            raise WireError(completed[0]["output"]["error"])
        data = completed[0]["output"].get("data")
        if data is None:
            raise WireError("cancelled")
        return list(data)

    def progress(self) -> list[tuple[float | None, str | None]]:
        """The progress reports so far: fraction and message."""
        reports = [message["progress_data"] for message in self.messages if message["msg"] == "progress"]
        return [(units[-1]["progress"], units[-1]["desc"]) for units in reports if units]

    def cancel(self) -> None:
        body = {"session_hash": self.session, "fn_index": self.function, "event_id": self.event}
        self.wire.http.post(f"{self.wire.prefix}/cancel", json=body).raise_for_status()


class Wire:
    """One server, spoken to through one connection pool."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=120.0, trust_env=False)
        self.config = self.http.get("/config").raise_for_status().json()
        self.prefix = self.config.get("api_prefix") or ""  # Gradio 4 has none

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *exception: object) -> None:
        self.http.close()

    def api_names(self) -> set[str]:
        """Names that run something on the server; the others belong to the page."""
        return {dependency["api_name"] for dependency in self.config["dependencies"] if dependency["backend_fn"]}

    def upload(self, content: bytes, name: str = "in.wav") -> dict[str, Any]:
        reply = self.http.post(f"{self.prefix}/upload", files={"files": (name, content)}).raise_for_status()
        return file_data(reply.json()[0])

    def download(self, value: dict[str, Any]) -> bytes:
        assert value["meta"] == {"_type": "gradio.FileData"}, value
        return self.http.get(f"{self.prefix}/file={value['path']}").raise_for_status().content

    def join(self, name: str, arguments: list[Any], headers: dict[str, str] | None = None) -> Job:
        """Put a job into the queue."""
        function = next(d["id"] for d in self.config["dependencies"] if d["api_name"] == name)
        session = uuid.uuid4().hex
        body = {"data": arguments, "fn_index": function, "session_hash": session}
        reply = self.http.post(f"{self.prefix}/queue/join", json=body, headers=headers).raise_for_status().json()
        return Job(self, session, reply["event_id"], function, headers or {})

    def run(self, name: str, arguments: list[Any]) -> list[Any]:
        return self.join(name, arguments).result()

    def call(self, name: str, arguments: list[Any], headers: dict[str, str] | None = None) -> tuple[str, Any, str]:
        """The route that HARP 3 uses: last event, its data, and the whole stream as text."""
        reply = self.http.post(f"{self.prefix}/call/{name}", json={"data": arguments}, headers=headers)
        assert reply.status_code == 200, reply.text
        stream = self.http.get(f"{self.prefix}/call/{name}/{reply.json()['event_id']}").raise_for_status().text
        events = [line[7:] for line in stream.splitlines() if line.startswith("event: ")]
        data = [line[6:] for line in stream.splitlines() if line.startswith("data: ")]
        return events[-1], json.loads(data[-1]), stream


def wait_for(condition: Any, seconds: float = 120.0) -> Any:
    """Ask until the answer is true and return it.

    Raises:
        AssertionError: it did not become true in time.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = condition()
        if answer:
            return answer
        time.sleep(0.01)
    raise AssertionError(f"did not become true within {seconds:g} s: {condition}")
