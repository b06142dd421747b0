# SPDX-License-Identifier: MIT
"""Gradio's protocol over httpx, on Gradio 4.20 to 6: configuration, upload, queue, cancel, download."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

__all__ = ["Job", "JobCancelled", "JobFailed", "NotReachable", "TimedOut", "Wire"]

#: No result of a test job is larger than this many bytes.
LARGEST_DOWNLOAD = 256 << 20


class NotReachable(Exception):
    """Nothing answers at the address, or it is no Gradio app; the text says which."""


class JobFailed(Exception):
    """The app reported an error; `str()` is what a user would read (empty when the app keeps it to itself).

    Attributes:
        meant: whether Gradio tells it as a gr.Error, which the app has raised for its user.
    """

    def __init__(self, said: str, meant: bool = False) -> None:
        super().__init__(said)
        self.meant = meant


class JobCancelled(Exception):
    """The job ended without a result because it was cancelled."""


class TimedOut(Exception):
    """The app did not answer within the time limit."""


class Wire:
    """One Gradio app at one address.

    Args:
        address: base URL.
        timeout: seconds that one request or one job may take.
        headers: sent with every request, for example an Authorization.

    Raises:
        NotReachable: nothing answers, or something else than Gradio does.
    """

    def __init__(self, address: str, timeout: float = 60.0, headers: dict[str, str] | None = None) -> None:
        self.address = address.rstrip("/")
        self.timeout = timeout
        # The environment is not trusted: a proxy that some variable names must not see the sound of a test.
        self.http = httpx.Client(timeout=timeout, trust_env=False, headers=headers)
        try:
            self.config = self._configuration()
        except BaseException:
            self.http.close()
            raise
        self.prefix = str(self.config.get("api_prefix") or "")
        self.version = str(self.config.get("version") or "")

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        self.http.close()

    def url(self, path: str) -> str:
        return f"{self.address}{self.prefix}{path}"

    @property
    def functions(self) -> dict[str, dict[str, Any]]:
        """API name -> Gradio's description of the function; only those that run on the server."""
        found = [entry for entry in self.config["dependencies"] if isinstance(entry, dict)]
        return {
            str(entry["api_name"]).lstrip("/"): {"id": number, **entry}
            for number, entry in enumerate(found)
            if isinstance(entry.get("api_name"), str) and entry.get("backend_fn", True)
        }

    def components(self, name: str, role: str) -> list[dict[str, Any]]:
        """Gradio's components that are the `inputs` or `outputs` of a function, in their order."""
        known = {entry["id"]: entry for entry in self.config.get("components", []) if "id" in entry}
        return [known.get(number, {}) for number in self.functions[name].get(role, [])]

    def upload(self, content: bytes, name: str) -> dict[str, Any]:
        """Send a file and return the value that stands for it among the arguments of a job."""
        reply = self.http.post(self.url("/upload"), files={"files": (name, content)})
        reply.raise_for_status()
        return {"path": reply.json()[0], "orig_name": name, "meta": {"_type": "gradio.FileData"}}

    def download(self, value: Any) -> bytes:
        """The content of a file that a job returned.

        Raises:
            JobFailed: it is no file, or the app does not hand it out.
        """
        path = value.get("path") if isinstance(value, dict) else None
        if not isinstance(path, str):
            raise JobFailed(f"{value!r} is no file")
        content = bytearray()
        with self.http.stream("GET", self.url("/file=" + quote(path))) as reply:
            if reply.status_code != 200:
                raise JobFailed(f"the app answers {reply.status_code} when the file {Path(path).name} is fetched")
            for chunk in reply.iter_bytes():
                content += chunk
                if len(content) > LARGEST_DOWNLOAD:
                    raise JobFailed(f"the file {Path(path).name} is larger than {LARGEST_DOWNLOAD >> 20} MiB")
        return bytes(content)

    def join(self, name: str, arguments: list[Any]) -> Job:
        """Put a job into the queue.

        Raises:
            KeyError: the app has no function of this name.
            JobFailed: the app did not take it.
        """
        function = int(self.functions[name]["id"])
        session = uuid.uuid4().hex
        body = {"data": arguments, "fn_index": function, "session_hash": session}
        reply = self.http.post(self.url("/queue/join"), json=body)
        if reply.status_code != 200:
            raise JobFailed(f"the queue answers {reply.status_code}: {reply.text[:200]}")
        return Job(self, session, str(reply.json()["event_id"]), function)

    def run(self, name: str, arguments: list[Any]) -> list[Any]:
        """The values that a function returns; raises as `Job.result` does."""
        return self.join(name, arguments).result()

    def _configuration(self) -> dict[str, Any]:
        try:
            reply = self.http.get(f"{self.address}/config", follow_redirects=True)
            config = reply.raise_for_status().json()
        except httpx.HTTPStatusError as error:
            raise NotReachable(f"the address answers {error.response.status_code} instead of a Gradio app") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise NotReachable(f"nothing answers at {self.address} ({error})") from error
        except ValueError as error:
            raise NotReachable("something answers, but it is no Gradio app") from error
        if not isinstance(config, dict) or not isinstance(config.get("dependencies"), list):
            raise NotReachable("something answers, but it is no Gradio app")
        return config


class Job:
    """One job in the queue; its messages are read when somebody asks for them.

    Attributes:
        messages: what has arrived, each with the seconds since the job was sent.
    """

    def __init__(self, wire: Wire, session: str, event: str, function: int) -> None:
        self.messages: list[tuple[float, dict[str, Any]]] = []
        self._wire = wire
        self._ids = {"session_hash": session, "fn_index": function, "event_id": event}
        self._since = time.monotonic()
        self._reading = self._read()

    def follow(self) -> Iterator[dict[str, Any]]:
        """The messages that are still to come, until the job is over.

        Raises:
            TimedOut: the job took longer than the time limit.
        """
        for message in self._reading:
            self.messages.append((time.monotonic() - self._since, message))
            yield message

    def wait_until_running(self) -> bool:
        """Read until the function has begun; False when the job was over before that was seen."""
        return any(message.get("msg") in ("process_starts", "progress") for message in self.follow())

    def cancel(self) -> None:
        """Tell the app to stop this job."""
        self._wire.http.post(self._wire.url("/cancel"), json=self._ids).raise_for_status()

    def result(self) -> list[Any]:
        """Wait for the end and return the values.

        Raises:
            JobFailed, JobCancelled, TimedOut
        """
        for _ in self.follow():
            pass
        over = [message for _, message in self.messages if message.get("msg") == "process_completed"]
        if not over:
            lost = [message for _, message in self.messages if message.get("msg") == "unexpected_error"]
            raise JobFailed(str(lost[-1].get("message") or "")) if lost else JobCancelled
        output = over[-1].get("output")
        output = output if isinstance(output, dict) else {}
        if not over[-1].get("success"):
            raise JobFailed(str(output.get("error") or ""), "duration" in output)
        if not isinstance(output.get("data"), list):
            raise JobCancelled
        return list(output["data"])

    def close(self) -> None:
        """Stop listening."""
        self._reading.close()

    def _read(self) -> Any:
        wire = self._wire
        query = {"session_hash": str(self._ids["session_hash"])}
        try:
            with wire.http.stream("GET", wire.url("/queue/data"), params=query, timeout=wire.timeout) as reply:
                for line in reply.iter_lines():
                    if time.monotonic() - self._since > wire.timeout:
                        raise TimedOut(f"no result after {wire.timeout:g} s")
                    message = json.loads(line[5:]) if line.startswith("data:") else {}
                    yield message
                    if message.get("msg") in ("close_stream", "unexpected_error"):
                        return
                    # Gradio before 4.22 says no goodbye; the completed job is the only one of its session.
                    if message.get("msg") == "process_completed":
                        return
        except httpx.TimeoutException:
            raise TimedOut(f"no sign of life for {wire.timeout:g} s") from None
        except httpx.HTTPError as error:
            raise JobFailed(f"the connection broke: {error}") from error
