# SPDX-License-Identifier: MIT
"""What a process function can ask and say while it runs: has it been cancelled, how far is it."""

from __future__ import annotations

import threading
from contextvars import ContextVar

import gradio as gr

__all__ = ["Cancelled", "Job", "cancelled", "check_cancelled", "current_job", "progress"]


class Cancelled(BaseException):
    """Raised inside a process function whose job was cancelled.

    Like `KeyboardInterrupt` it is no `Exception`, so that an `except Exception` in a model does not swallow it.
    """


class Job:
    """One run of a process function; `cancel` may be called from any thread.

    Attributes:
        client: name that the caller gave itself in the header `x-harp-client`, else empty.
        session: Gradio's session of the caller, else empty.
    """

    def __init__(self, client: str = "", session: str = "") -> None:
        self.client = client
        self.session = session
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Ask the process function to stop."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()


current_job: ContextVar[Job | None] = ContextVar("pyharp_job", default=None)


def cancelled() -> bool:
    """True when the running job was cancelled; always False outside of a job.

    A thread that the process function starts itself must be given the context
    (`contextvars.copy_context().run(...)`) to see this.
    """
    job = current_job.get()
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
