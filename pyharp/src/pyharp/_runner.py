# SPDX-License-Identifier: MIT
"""Runs a process function so that cancelling really stops it, and so that no two jobs overlap by accident.

Gradio cannot stop a plain function: it forgets the job and starts the next one beside it. Here the function runs in
a thread of its own under an async wrapper, which Gradio can cancel; the wrapper passes that on to the function.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import inspect
import logging
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import gradio as gr
from gradio.context import LocalContext

from ._jobs import Cancelled, Job, current_job

__all__ = ["Runner"]

_log = logging.getLogger("pyharp")

GRACE_SECONDS = 2.0
_WATCH_SECONDS = 0.25

Outcome = tuple[Any, BaseException | None]


class Runner:
    """Runs one function for many callers; all methods belong to the server's event loop.

    Args:
        function: the process function, plain or async.
        limit: how many runs may exist at once, None for any number. A cancelled run counts until it has really ended.
    """

    def __init__(self, function: Callable[..., Any], limit: int | None) -> None:
        self._function = function
        self._limit = limit
        self._running: set[asyncio.Future[Outcome]] = set()
        self._jobs: set[Job] = set()

    def wrapped(self, finish: Callable[[Any], Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
        """The coroutine function for Gradio; it keeps the signature, from which Gradio injects Progress and Request.

        Args:
            finish: turns what the process function returned into what Gradio wants.
        """

        @functools.wraps(self._function)
        async def run(*args: Any) -> Any:
            return finish(await self._run(args))

        return run

    def cancel(self, client: str, session: str) -> int:
        """Cancel the jobs of one caller, recognised by its name or its session, and return how many there were."""
        mine = [job for job in self._jobs if (client and job.client == client) or (session and job.session == session)]
        for job in mine:
            job.cancel()
        return len(mine)

    async def _run(self, args: tuple[Any, ...]) -> Any:
        job = Job(*caller_of(LocalContext.request.get(None)))
        self._jobs.add(job)
        try:
            await self._wait_for_turn(job)
            if job.is_cancelled:
                raise _cancelled_error()
            run = self._start(job, args)
            try:
                await self._watch(job, run)
            except asyncio.CancelledError:
                await self._stop(job, run)
                raise
            if job.is_cancelled:
                await self._stop(job, run)
                raise _cancelled_error()
            value, error = run.result()
            if isinstance(error, Cancelled):
                raise _cancelled_error()
            if error is not None:
                raise error
            return value
        finally:
            self._jobs.discard(job)

    async def _wait_for_turn(self, job: Job) -> None:
        """Gradio frees the place of a cancelled job at once; its thread may still hold memory or a device."""
        while self._limit is not None and len(self._running) >= self._limit and not job.is_cancelled:
            gr.Progress()(None, desc="Waiting for a cancelled job to stop")
            await asyncio.wait(self._running, timeout=_WATCH_SECONDS, return_when=asyncio.FIRST_COMPLETED)

    def _start(self, job: Job, args: tuple[Any, ...]) -> asyncio.Future[Outcome]:
        loop = asyncio.get_running_loop()
        context = contextvars.copy_context()
        context.run(current_job.set, job)
        run: asyncio.Future[Outcome]
        if inspect.iscoroutinefunction(self._function):
            run = context.run(loop.create_task, _await(self._function, args))
        else:
            run = loop.create_future()
            # A thread per job, and a daemon: a model that never ends must keep neither the next job nor the
            # end of the server waiting, as the workers of a thread pool would.
            threading.Thread(
                target=_call, args=(context, self._function, args, loop, run), name="pyharp-job", daemon=True
            ).start()
        self._running.add(run)
        run.add_done_callback(self._running.discard)
        return run

    async def _watch(self, job: Job, run: asyncio.Future[Outcome]) -> None:
        """Return when the run has ended or was cancelled; a caller who has gone away counts as cancelled."""
        while not run.done() and not job.is_cancelled:
            await asyncio.wait({run}, timeout=_WATCH_SECONDS)
            if not run.done() and _caller_left():
                job.cancel()

    async def _stop(self, job: Job, run: asyncio.Future[Outcome]) -> None:
        job.cancel()
        if isinstance(run, asyncio.Task):
            run.cancel()
        await asyncio.wait({run}, timeout=GRACE_SECONDS)
        if not run.done():
            _log.warning(
                "A cancelled job is still running. Call pyharp.check_cancelled() or pyharp.progress() "
                "inside of the process function now and then, so that it can stop."
            )


def caller_of(request: gr.Request | None) -> tuple[str, str]:
    """The caller's own name (header x-harp-client) and Gradio session, empty when unknown."""
    if request is None:
        return "", ""
    headers = getattr(request, "headers", None)
    return str((headers.get("x-harp-client") if headers else None) or ""), str(request.session_hash or "")


def _cancelled_error() -> gr.Error:
    error = gr.Error("The job was cancelled.")
    error.print_exception = False  # no traceback in the server's log for something that was asked for
    return error


def _caller_left() -> bool:
    """Whether the event stream of this job was closed by its reader; False where this Gradio cannot tell."""
    queue = getattr(LocalContext.blocks.get(None), "_queue", None)
    for events in getattr(queue, "active_jobs", None) or []:
        for event in events or []:
            if event._id == LocalContext.event_id.get(None):
                return not getattr(event, "alive", True)
    return False


def _call(
    context: contextvars.Context,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    loop: asyncio.AbstractEventLoop,
    run: asyncio.Future[Outcome],
) -> None:
    try:
        outcome: Outcome = (context.run(function, *args), None)
    except BaseException as error:
        outcome = (None, _deliverable(error))
    with suppress(RuntimeError):  # the server was closed while the job ran
        loop.call_soon_threadsafe(run.set_result, outcome)


async def _await(function: Callable[..., Coroutine[Any, Any, Any]], args: tuple[Any, ...]) -> Outcome:
    try:
        return await function(*args), None
    except asyncio.CancelledError:
        return None, Cancelled()
    except BaseException as error:
        return None, _deliverable(error)


def _deliverable(error: BaseException) -> BaseException:
    """What may be raised in the event loop: an exit or interrupt raised by a model must not end the server."""
    if isinstance(error, (Exception, Cancelled)):
        return error
    wrapper = RuntimeError(f"The process function raised {type(error).__name__}.")
    wrapper.__cause__ = error
    return wrapper
