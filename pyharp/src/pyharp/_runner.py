# SPDX-License-Identifier: MIT
"""Runs a process function so that cancelling really stops it, and so that no two jobs overlap by accident.

Gradio cannot stop a plain function: it forgets the job and starts the next one beside it. Here the function runs in
a thread of its own under an async wrapper, which Gradio can cancel; the wrapper passes that on to the function.
"""

from __future__ import annotations

import asyncio
import contextvars
import functools
import logging
import threading
import time
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import gradio as gr
from gradio.context import LocalContext

from . import _work
from ._calling import Outcome, is_asynchronous, run_async, run_plain
from ._isolation import in_process
from ._jobs import Cancelled, Job, running_job
from ._leftovers import Leftovers

__all__ = ["KEEP_SECONDS", "TIMEOUT_SECONDS", "Runner", "caller_of"]

_log = logging.getLogger("pyharp")

TIMEOUT_SECONDS = 900.0
KEEP_SECONDS = 3600.0
GRACE_SECONDS = 2.0
_LOOK_SECONDS = 0.05


class Runner:
    """Runs one function for many callers; all methods belong to the server's event loop.

    Args:
        function: the process function: plain, async, or a generator of either kind, whose last value is the result.
        limit: how many runs may exist at once, None for any number. A cancelled run counts until it has really ended.
        timeout: seconds that a run may take, None for any time.
        isolate: run the function in a child process (see `in_process`).
        keep: seconds for which result files are kept, None for ever.

    Raises:
        EndpointError: the function cannot run in a child process.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        limit: int | None = 1,
        *,
        timeout: float | None = TIMEOUT_SECONDS,
        isolate: bool = False,
        keep: float | None = KEEP_SECONDS,
    ) -> None:
        self._function = in_process(function) if isolate else function
        self._limit = limit
        self._timeout = timeout
        self._leftovers = Leftovers(keep)
        self._running: set[asyncio.Future[Outcome]] = set()
        self._stuck: set[asyncio.Future[Outcome]] = set()
        self._jobs: set[Job] = set()
        self._sweeps: dict[float, asyncio.TimerHandle] = {}

    def wrapped(self, finish: Callable[[Any], Any]) -> Callable[..., Coroutine[Any, Any, Any]]:
        """The coroutine function for Gradio; it keeps the signature, from which Gradio injects Progress and Request.

        Args:
            finish: turns what the process function returned into what Gradio wants; called in the job's context.
        """

        @functools.wraps(self._function)
        async def run(*args: Any) -> Any:
            return await self._run(args, finish)

        return run

    def cancel(self, client: str, session: str) -> int:
        """Cancel the jobs of one caller, recognised by its name or its session, and return how many there were."""
        mine = [job for job in self._jobs if (client and job.client == client) or (session and job.session == session)]
        for job in mine:
            job.cancel()
        return len(mine)

    async def _run(self, args: tuple[Any, ...], finish: Callable[[Any], Any]) -> Any:
        job = Job(*caller_of(LocalContext.request.get(None)), event=LocalContext.event_id.get(None))
        self._jobs.add(job)
        blocks = LocalContext.blocks.get(None)
        self._leftovers.sweep(blocks)
        try:
            await self._wait_for_turn(job)
            run = self._start(job, args, finish)
            # Whatever becomes of the caller, the files of a run without a result go when it has really ended.
            run.add_done_callback(functools.partial(self._tidy, job, blocks))
            try:
                await self._watch(job, run)
            except asyncio.CancelledError:
                await self._stop(job, run)
                raise
            if not run.done():
                late = job.seconds_left == 0 and not job.is_cancelled
                await self._stop(job, run)
                raise self._timeout_error() if late else _cancelled_error()
            value, error = run.result()
            if isinstance(error, Cancelled):
                raise self._timeout_error() if job.seconds_left == 0 else _cancelled_error()
            if error is not None:
                raise error
            return value
        finally:
            self._jobs.discard(job)

    async def _wait_for_turn(self, job: Job) -> None:
        """Gradio frees the place of a cancelled job at once; its thread may still hold memory or a device."""
        waited = time.monotonic()
        while self._limit is not None and len(self._running) >= self._limit and not job.is_cancelled:
            if self._stuck and self._timeout is not None and time.monotonic() - waited > self._timeout:
                raise _quiet("The model is still busy with a cancelled job that does not stop. Try again later.")
            gr.Progress()(None, desc=f"Waiting for {'a cancelled' if self._stuck else 'another'} job to end")
            await asyncio.wait(self._running, timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if _caller_left():
                job.cancel()
        if job.is_cancelled:
            raise _cancelled_error()

    def _start(self, job: Job, args: tuple[Any, ...], finish: Callable[[Any], Any]) -> asyncio.Future[Outcome]:
        loop = asyncio.get_running_loop()
        context = contextvars.copy_context()
        context.run(running_job.set, job)
        job.start_clock(self._timeout)
        run: asyncio.Future[Outcome]
        if is_asynchronous(self._function):
            run = context.run(loop.create_task, _finished_async(self._function, args, finish))
        else:
            run = loop.create_future()
            # A thread per job, and a daemon: a model that never ends must keep neither the next job nor the
            # end of the server waiting, as the workers of a thread pool would.
            threading.Thread(
                target=_in_thread,
                args=(context, self._function, args, finish, loop, run),
                name="pyharp-job",
                daemon=True,
            ).start()
        self._running.add(run)
        run.add_done_callback(self._running.discard)
        _work.begin(f"job {job.id}", loop.is_closed)
        run.add_done_callback(lambda _: _work.end(f"job {job.id}"))
        return run

    async def _watch(self, job: Job, run: asyncio.Future[Outcome]) -> None:
        """Return when the run has ended, was cancelled or is out of time; a caller who left counts as cancelled."""
        while not run.done() and not job.is_cancelled and job.seconds_left != 0:
            left = job.seconds_left
            await asyncio.wait({run}, timeout=_LOOK_SECONDS if left is None else min(left, _LOOK_SECONDS))
            if not run.done() and _caller_left():
                job.cancel()

    async def _stop(self, job: Job, run: asyncio.Future[Outcome]) -> None:
        job.cancel()
        if isinstance(run, asyncio.Task):
            run.cancel()
        await asyncio.wait({run}, timeout=GRACE_SECONDS)
        if not run.done():
            self._stuck.add(run)
            run.add_done_callback(self._stuck.discard)
            _log.warning(
                "A cancelled job is still running. Call pyharp.check_cancelled() or pyharp.progress() "
                "inside of the process function now and then, so that it can stop, or use isolate=True."
            )

    def _tidy(self, job: Job, blocks: Any, run: asyncio.Future[Outcome]) -> None:
        if run.cancelled() or job.is_cancelled or run.result()[1] is not None:
            self._leftovers.drop(job.id)
        else:
            self._leftovers.keep(job.id)
        # Nobody else may come for a long time, so what is left now is looked for when it has become too old.
        for age in self._leftovers.ages(blocks):
            if age in self._sweeps:
                self._sweeps[age].cancel()
            later = run.get_loop().call_later(age + _LOOK_SECONDS, self._leftovers.sweep, blocks, True)
            self._sweeps[age] = later

    def _timeout_error(self) -> gr.Error:
        return _quiet(
            f"The model took longer than {_span(self._timeout or 0)} and was stopped. Process a shorter region."
        )


def caller_of(request: gr.Request | None) -> tuple[str, str]:
    """The caller's own name (header x-harp-client) and Gradio session, empty when unknown."""
    if request is None:
        return "", ""
    headers = getattr(request, "headers", None)
    return str((headers.get("x-harp-client") if headers else None) or ""), str(request.session_hash or "")


def _cancelled_error() -> gr.Error:
    return _quiet("The job was cancelled.")


def _quiet(words: str) -> gr.Error:
    error = gr.Error(words)
    error.print_exception = False  # no traceback in the server's log for something that was asked for
    return error


def _span(seconds: float) -> str:
    if seconds >= 120:
        return f"{seconds / 60:g} minutes" if seconds % 60 == 0 else f"{round(seconds / 60)} minutes"
    return "1 second" if seconds == 1 else f"{seconds:g} seconds"


def _caller_left() -> bool:
    """Whether the event stream of this job was closed by its reader; False where this Gradio cannot tell."""
    queue = getattr(LocalContext.blocks.get(None), "_queue", None)
    for events in getattr(queue, "active_jobs", None) or []:
        for event in events or []:
            if event._id == LocalContext.event_id.get(None):
                return not getattr(event, "alive", True)
    return False


def _in_thread(
    context: contextvars.Context,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    finish: Callable[[Any], Any],
    loop: asyncio.AbstractEventLoop,
    run: asyncio.Future[Outcome],
) -> None:
    outcome = context.run(run_plain, function, args)
    if outcome[1] is None:
        outcome = context.run(run_plain, finish, (outcome[0],))
    with suppress(RuntimeError):  # the server was closed while the job ran
        loop.call_soon_threadsafe(run.set_result, outcome)


async def _finished_async(function: Callable[..., Any], args: tuple[Any, ...], finish: Callable[[Any], Any]) -> Outcome:
    outcome = await run_async(function, args)
    if outcome[1] is not None:
        return outcome
    return await asyncio.to_thread(run_plain, finish, (outcome[0],))  # it writes files
