# SPDX-License-Identifier: MIT
"""The second transport: calls go through Gradio's own Python client, for comparison and as a way out.

One `gradio_client.Client` per job: cancelling a queued job of a shared one would end the other running jobs of it. What
it does not do (reading the configuration, fetching results within limits) is done by our own Link. Differences that
remain: a file is written to a temporary folder before it is sent, as this client reads nothing but files; its upload
tells no bytes; connections to an address that was pinned are made by that address for http, and refused for https; a
request that the server does not answer keeps its threads until the time limit, also when the job was cancelled.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import json
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import httpx

from .._errors import HarpError, fail
from .._json import Malformed, array
from .._progress import Level, Progress, Stages
from .._settings import Settings
from .._text import clean, log
from .._threads import in_thread
from .broken import named
from .direct import DirectTransport
from .link import Link
from .queue import Background, unquoted
from .refusals import BUSY
from .seam import Body, Function

if TYPE_CHECKING:
    from gradio_client.client import Job

    from .gradio_line import WatchedClient

__all__ = ["GradioClientTransport", "installed", "translated"]

_MISSING = "gradio_client is not installed: pip install 'harp-bridge[gradio-client]', or leave --transport away"


def installed() -> None:
    """Raises command_invalid when gradio_client cannot be imported."""
    # Read when its first Client is made: without this it sends a report on itself to Hugging Face.
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    try:
        import gradio_client  # noqa: F401
    except ImportError as error:
        raise fail("command_invalid", detail=f"{_MISSING} ({error})") from None


class GradioClientTransport(DirectTransport):
    """Implements `Transport` (see there) for one job."""

    remembers = False  # files are sent by the call itself

    def __init__(self, link: Link, settings: Settings, background: Background) -> None:
        installed()
        super().__init__(link, settings, background)
        self._folder: Path | None = None
        self._made: set[str] = set()
        self._heard: float | None = None

    async def upload(self, body: Body, sent: Callable[[int, float], None]) -> str:
        """Writes the file from which gradio_client will send it, and returns its name on this machine."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="harp-gradio-client-"))
        path = self._folder / f"{len(self._made)}{Path(body.name).suffix}"
        pieces = body.pieces(lambda fraction: None)
        sent(0, 0.0)
        try:
            with path.open("xb") as file:
                async for piece in pieces:
                    await in_thread(lambda stop, piece=piece: file.write(piece))  # type: ignore[misc]
        finally:
            await pieces.aclose()
        self._made.add(str(path))
        sent(path.stat().st_size, 1.0)
        return str(path)

    async def call(
        self, function: Function, data: list[object], stages: Stages, *, malformed: str = "result_invalid"
    ) -> list[object]:
        if function.style in ("run", "socket"):
            raise fail("not_harp", detail="gradio_client does not speak to Gradio 3")
        self._check_files(data)
        making = asyncio.ensure_future(asyncio.to_thread(self._client))
        try:
            client = await asyncio.shield(making)
            return await self._follow(client, function, data, stages)
        except asyncio.CancelledError:
            if not making.done():
                self._background(_leave(making))
            raise
        except HarpError:
            raise
        except Malformed as error:
            raise fail(malformed, detail=f"gradio_client: {error}") from None
        except Exception as error:
            raise translated(error, self.link, malformed) from None

    async def aclose(self) -> None:
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _check_files(self, value: object) -> None:
        """It sends whatever file of this machine a FileData names, and defaults come from the server: ours alone."""
        if isinstance(value, list):
            for entry in value:
                self._check_files(entry)
        elif isinstance(value, Mapping):
            if "path" in value and value.get("path") not in self._made:
                raise fail("inputs_unsupported", detail="the model asks for a file by its name on this computer")
            self._check_files(list(value.values()))

    def _client(self) -> WatchedClient:
        """Asks for the configuration, so it takes a while. Raises whatever it likes."""
        from .gradio_line import WatchedClient

        base, headers = self._reachable()
        settings = self._settings
        client = WatchedClient(
            base,
            self.link.prefix,
            token=False,  # None would be the token that is saved on this machine
            verbose=False,
            headers=headers,
            download_files=False,
            httpx_kwargs={
                "timeout": httpx.Timeout(settings.reply_timeout, connect=settings.connect_timeout),
                "trust_env": False,
                "cookies": self.link.cookies,
            },
            analytics_enabled=False,
            _skip_components=False,
        )
        client.httpx_kwargs["timeout"] = httpx.Timeout(settings.idle_timeout, connect=settings.connect_timeout)
        return client

    def _reachable(self) -> tuple[str, dict[str, str]]:
        """It cannot be told to which IP address it shall connect: for http the address itself stands for the name."""
        headers = dict(self.link.headers)
        url = httpx.URL(self.link.base)
        ip = self.link.pinned
        if ip is None:
            return self.link.base, headers
        if url.scheme != "http":
            raise fail("command_invalid", detail="gradio_client cannot be told to which IP address it shall connect")
        return str(url.copy_with(host=ip)), {**headers, "host": url.netloc.decode("ascii")}

    async def _follow(
        self, client: WatchedClient, function: Function, data: list[object], stages: Stages
    ) -> list[object]:
        over, loop = asyncio.Event(), asyncio.get_running_loop()

        def wake(_: object) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is gone
                loop.call_soon_threadsafe(over.set)

        job = client.submit(*data, fn_index=function.index)
        job.future.add_done_callback(wake)
        try:
            while not over.is_set():
                self._hear(job, stages)
                self._watch(client, stages)
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(over.wait(), self._settings.gradio_client_look)
            self._hear(job, stages)
            result = job.future.result()
        finally:
            self._background(_end(client, job, self.link, function.index, self._settings.gradio_client_look))
        several = len(client.endpoints[function.index].output_component_types) != 1
        return array(list(result) if several else [result], "the result", 1000)

    def _watch(self, client: WatchedClient, stages: Stages) -> None:
        """What is heard of the stream keeps the job alive; before there is one, files that go unseen do."""
        heard = client.line.heard
        if heard is None:
            if self._made:
                stages.alive()
            return
        if heard != self._heard:
            self._heard = heard
            stages.alive()
        if time.monotonic() - heard > self._settings.idle_timeout:
            raise fail("no_sign_of_life", detail=f"not a byte for {self._settings.idle_timeout:g} s")

    def _hear(self, job: Job, stages: Stages) -> None:
        assert job.communicator is not None
        while True:
            try:
                update = job.communicator.updates.get_nowait()
            except asyncio.QueueEmpty:
                return
            if update.type != "status":
                continue
            if update.code.name == "IN_QUEUE":
                stages.at(Progress("queued", rank=update.rank, queue_size=update.queue_size, eta=update.eta))
            elif update.code.name in ("PROCESSING", "ITERATING", "PROGRESS"):
                stages.at(_running(update.progress_data or []))
            elif update.code.name == "LOG" and update.log is not None:
                words, level = update.log
                stages.say(clean(words), level if level in get_args(Level) else "info")


def translated(error: Exception, link: Link, malformed: str) -> HarpError:
    """What gradio_client raised, in our words; `malformed` is the code for what is none of the known ways to fail."""
    detail = f"gradio_client: {type(error).__name__}: {error}"
    name, said = type(error).__name__, str(error)
    if isinstance(error, httpx.HTTPStatusError):
        return _refused(error, detail)
    if isinstance(error, httpx.HTTPError):
        return named(error, link.connecting)
    if name == "QueueError":
        return fail("queue_full", detail=detail)
    if name == "AppError" and "has not enabled" in said:
        return fail("server_error", detail=detail)
    if name in ("AppError", "ValidationError"):
        return fail("server_error", unquoted(clean(said)))
    if isinstance(error, KeyError) and "'data'" in said:
        return fail("server_error", detail="the job was stopped on the server")
    if isinstance(error, concurrent.futures.CancelledError) or said == "Server stopped.":
        # Nobody here cancelled it: its stream has ended.
        return fail("server_lost", detail=detail)
    if isinstance(error, ValueError) and "exceeds the maximum file size" in said:
        return fail("upload_refused", detail="the server does not take files of this size")
    return fail(malformed, detail=detail)


def _refused(error: httpx.HTTPStatusError, detail: str) -> HarpError:
    status = error.response.status_code
    if status in (401, 403):
        return fail("login_required", detail=detail)
    if status == 429:
        return fail("rate_limited", detail=detail)
    if status in BUSY:
        return fail("server_lost", detail=detail)
    upload = error.request.url.path.endswith("/upload")
    return fail("upload_refused" if upload else "server_error", detail=detail)


def _running(units: list[Any]) -> Progress:
    fraction: float | None = None
    words = ""
    for unit in units:
        share = unit.progress
        if share is None and unit.index is not None and unit.length:
            share = unit.index / unit.length
        if fraction is None and isinstance(share, (int, float)):
            fraction = min(max(float(share), 0.0), 1.0)
        words = clean(unit.desc) or words
    return Progress("running", fraction=fraction, message=words)


async def _leave(making: asyncio.Future[WatchedClient]) -> None:
    """Nobody waits any more for a client that is being made."""
    with contextlib.suppress(Exception):
        _shut(await making)


async def _end(client: WatchedClient, job: Job, link: Link, function: int, look: float) -> None:
    """Takes back a job that is not over, and lets the threads of its client go as soon as they can."""
    helper, over = job.communicator, job.done()
    try:
        # First, so that the server takes it out of the queue. Gradio 5 forgets to when it is told to cancel it before.
        client.line.hang_up()
        while not over and helper.event_id is None and not job.done():  # noqa: ASYNC110 (another thread ends it)
            await asyncio.sleep(look)  # being sent, it joins the queue all the same
        if not over and helper.event_id is not None:
            body = {"session_hash": client.session_hash, "fn_index": function, "event_id": helper.event_id}
            await link.post(f"{link.prefix}/cancel", json.dumps(body).encode())
    except (HarpError, Malformed) as error:
        log.info("gradio_client: cancelling did not reach the server: %s", error)
    finally:
        _shut(client)  # also when there was no time for all of that


def _shut(client: WatchedClient) -> None:
    client.line.hang_up()
    threading.Thread(target=client.close, daemon=True).start()  # waits for a thread of its own
    for executor in (client.executor, client.helper_executor, client.stream_executor):
        executor.shutdown(wait=False)
