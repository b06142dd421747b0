# SPDX-License-Identifier: MIT
"""What a process function can ask and say while it runs: has it been cancelled, how far is it."""

from __future__ import annotations

import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import blake2b

import gradio as gr
from gradio.context import LocalContext

from . import _board

__all__ = ["Cancelled", "Job", "cancelled", "check_cancelled", "current_job", "progress", "running_job"]


class Cancelled(BaseException):
    """Raised inside a process function whose job was cancelled.

    Like `KeyboardInterrupt` it is no `Exception`, so that an `except Exception` in a model does not swallow it.
    """


class Job:
    """One run of a process function; its methods may be called from any thread.

    Attributes:
        id: 32 hexadecimal digits, different for each job.
        client: name that the caller gave itself in the header `x-harp-client`, else empty.
        session: Gradio's session of the caller, else empty.
    """

    def __init__(self, client: str = "", session: str = "", event: str | None = None) -> None:
        self._key = _key(event) if event else secrets.token_bytes(_board.ID_BYTES)
        self.id = self._key.hex()
        self.client = client
        self.session = session
        self.process = os.getpid()
        self._deadline: float | None = None
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._callbacks: list[Callable[[], object]] = []

    def cancel(self) -> None:
        """Ask the process function to stop; a second call does nothing."""
        with self._lock:
            if self._cancelled.is_set():
                return
            self._cancelled.set()
            callbacks, self._callbacks = self._callbacks, []
        _board.post(self._key)
        for callback in callbacks:
            callback()

    @property
    def is_cancelled(self) -> bool:
        """Whether the caller does not want the result any more, or the time is over."""
        if self.process != os.getpid():
            return _board.is_posted(self._key)
        return self._cancelled.is_set()

    @property
    def seconds_left(self) -> float | None:
        """Time until the endpoint's timeout stops the job, None when it has none or none counts down."""
        deadline = self._deadline  # once: another thread may stop the clock meanwhile
        return None if deadline is None else max(0.0, deadline - time.monotonic())

    def on_cancel(self, callback: Callable[[], object]) -> None:
        """Call something when the job is cancelled, at once if it already is, for a model with a stop of its own.

        Args:
            callback: takes nothing, returns soon and raises nothing; called from another thread than the function's.
        """
        with self._lock:
            if not self._cancelled.is_set():
                self._callbacks.append(callback)
                return
        callback()

    def forget(self, callback: Callable[[], object]) -> bool:
        """Take a callback back; False when it is too late because the job was cancelled."""
        with self._lock:
            if callback in self._callbacks:
                self._callbacks.remove(callback)
            return not self._cancelled.is_set()

    def start_clock(self, seconds: float | None) -> None:
        """Begin to count down to the timeout."""
        self._deadline = None if seconds is None else time.monotonic() + seconds

    @contextmanager
    def clock_stopped(self) -> Iterator[None]:
        """The countdown to the timeout stands still meanwhile, and `seconds_left` is None."""
        left, self._deadline = self.seconds_left, None
        try:
            yield
        finally:
            self.start_clock(left)


running_job: ContextVar[Job | None] = ContextVar("pyharp_job", default=None)


def current_job() -> Job | None:
    """The job whose process function runs here, None outside of a job.

    A thread that the process function starts itself must be given the context
    (`contextvars.copy_context().run(...)`) to see it.
    """
    job = running_job.get()
    if job is None or job.process == os.getpid():
        return job
    # A fork. It may have been made for an earlier job; ZeroGPU hands Gradio's event id to each.
    event = LocalContext.event_id.get(None)
    forked = Job(job.client, job.session, event) if event and job.id != _key(event).hex() else job
    forked.process = job.process
    return forked


def cancelled() -> bool:
    """True when the running job was cancelled or ran out of time; always False outside of a job."""
    job = current_job()
    return job is not None and job.is_cancelled


def check_cancelled() -> None:
    """Leave the process function when the job was cancelled; does nothing outside of a job.

    Raises:
        Cancelled: the job was cancelled.
    """
    if cancelled():
        raise Cancelled


def progress(fraction: float | None, message: str | None = None) -> None:
    """Tell the user how far the job is, and leave when it was cancelled.

    Gradio sends the latest report about ten times a second, so reports that follow each other faster are skipped.

    Args:
        fraction: 0 to 1 (values outside are clamped), or None when unknown.
        message: a few words about what happens now.

    Raises:
        Cancelled: the job was cancelled.
    """
    check_cancelled()
    gr.Progress()(None if fraction is None else min(1.0, max(0.0, float(fraction))), desc=message)


def _key(event: str) -> bytes:
    """Not the event id itself, which is all that somebody else would need to cancel the job."""
    return blake2b(event.encode(), digest_size=_board.ID_BYTES).digest()
