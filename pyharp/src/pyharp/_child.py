# SPDX-License-Identifier: MIT
"""The child process: loads one function, runs one job after the other, and dies with the server.

Its standard input and output carry messages (see `_child_wire`); what the model prints goes to the server's log.

To it: `("job", JobNote, sealed args)`. From it: `("ready",)` once, `("failed", words, traceback)` instead of that, and
for a job any number of `("log", keywords)` and `("progress", event, units)`, then `("value", sealed value)`,
`("cancelled",)`, `("gradio", arguments of gr.Error, traceback)` or `("error", words, traceback)`.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import queue
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from typing import Any, BinaryIO

import gradio as gr
from gradio.context import LocalContext

from ._calling import Outcome, is_asynchronous, run_async, run_plain
from ._child_values import JobNote, unpack_values, untransferable
from ._child_wire import opened, packed, plain, receive, sealed, send
from ._jobs import Cancelled, Job, running_job
from ._target import Target, load_target

__all__ = ["main"]

_PR_SET_PDEATHSIG = 1
_OF_GRADIO_ERRORS = ("message", "duration", "visible", "title")  # those that this Gradio has


def main(target: Target, server: int) -> None:
    """Serve jobs until the server is gone.

    Args:
        target: the function.
        server: process id of the server.
    """
    del sys.argv[1:]  # the app may read them
    requests, replies = _take_standard_streams()
    _die_with(server)
    jobs: queue.Queue[tuple[Any, ...]] = queue.Queue()
    threading.Thread(target=_listen, args=(requests, jobs), daemon=True).start()
    try:
        function = load_target(target)
        function = getattr(function, "pyharp_function", function)  # what in_process was given, if it was a decorator
        if not callable(function):
            raise TypeError(f"{target} is a {type(function).__name__} and no function")
    except BaseException as error:
        send(replies, packed(("failed", f"{type(error).__name__}: {plain(error)}", traceback.format_exc())))
        return
    send(replies, packed(("ready",)))
    lock = threading.Lock()

    def reply(message: tuple[Any, ...]) -> None:
        content = packed(message)
        with lock:
            send(replies, content)

    while True:
        _, note, values = jobs.get()
        reply(copy_context().run(_answer, function, note, values, reply))


def _answer(
    function: Callable[..., Any], note: JobNote, values: bytes, reply: Callable[[tuple[Any, ...]], None]
) -> tuple[Any, ...]:
    """Run a job; the message that ends it, whatever becomes of it."""
    try:
        args = unpack_values(opened(values))
    except BaseException as error:
        return _untransferable("The model's process cannot read what it was given", error)
    value, raised = _run(function, note, args, reply)
    if raised is not None:
        return _failure(raised)
    try:
        return ("value", sealed(value))
    except BaseException as failure:
        return _untransferable(f"The {type(value).__name__} that the model returned cannot leave its process", failure)


def _run(
    function: Callable[..., Any], note: JobNote, args: tuple[Any, ...], reply: Callable[[tuple[Any, ...]], None]
) -> Outcome:
    """Run the function in a context that looks to Gradio and to pyharp like that of the server."""
    job = Job(note.client, note.session, note.event)
    job.start_clock(note.seconds_left)
    job.id = note.job
    running_job.set(job)
    LocalContext.blocks.set(_Blocks(reply))  # type: ignore[arg-type]
    LocalContext.event_id.set(note.event or note.job)
    LocalContext.in_event_listener.set(True)
    for arg in args:
        if isinstance(arg, gr.Request):
            LocalContext.request.set(arg)
        elif isinstance(arg, gr.Progress):
            LocalContext.progress.set(arg)
    if is_asynchronous(function):
        return asyncio.run(run_async(function, args))
    return run_plain(function, args)


def _failure(error: BaseException) -> tuple[Any, ...]:
    """Errors travel as words: an exception of the model may be one that nobody else can make again."""
    if isinstance(error, Cancelled):
        return ("cancelled",)
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    if isinstance(error, gr.Error):
        given = {name: plain(getattr(error, name)) for name in _OF_GRADIO_ERRORS if hasattr(error, name)}
        return ("gradio", given, trace if getattr(error, "print_exception", True) else "")
    return ("error", plain(error) or type(error).__name__, trace)


def _untransferable(what: str, error: BaseException) -> tuple[Any, ...]:
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return ("gradio", {"message": untransferable(what, error)}, trace)


class _Blocks:
    """Stands where gr.Info, gr.Warning and gr.Progress look for the app, and passes on what they say."""

    def __init__(self, reply: Callable[[tuple[Any, ...]], None]) -> None:
        self._queue = self
        self._reply = reply

    def log_message(self, **keywords: Any) -> None:
        self._reply(("log", {name: plain(value) for name, value in keywords.items()}))

    def set_progress(self, event_id: str, iterables: list[Any] | None) -> None:
        units = [(unit.index, unit.length, unit.desc, unit.unit, unit.progress) for unit in iterables or []]
        self._reply(("progress", event_id, [tuple(map(plain, unit)) for unit in units]))


def _take_standard_streams() -> tuple[BinaryIO, BinaryIO]:
    """The streams to the server, out of reach of whatever the model prints, reads or starts."""
    requests, replies = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    with suppress(AttributeError):
        sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    return requests, replies


def _listen(requests: BinaryIO, jobs: queue.Queue[tuple[Any, ...]]) -> None:
    with suppress(Exception):  # after what is no message there is nothing to wait for either
        while True:
            jobs.put(receive(requests))
    _die()


def _die() -> None:
    """End at once, with every process that the model has started."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def _die_with(server: int) -> None:
    """On Linux the kernel tells it too, for a server whose end of the stream lives on in some fork of it."""
    if sys.platform == "linux":
        signal.signal(signal.SIGHUP, lambda *ignored: _die())
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGHUP)
        if os.getppid() != server:
            _die()
