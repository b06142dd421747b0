# SPDX-License-Identifier: MIT
"""`in_process`: runs a function in a child process, for models that cannot look whether their job was cancelled."""

from __future__ import annotations

import functools
import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Any

import gradio as gr
from gradio.context import LocalContext
from gradio.helpers import TrackedIterable

from . import _work
from ._child_process import CANCELLED, GARBLED, LOST, ChildProcess
from ._child_values import JobNote, pack_values, untransferable
from ._child_wire import opened, sealed
from ._jobs import Cancelled, Job, current_job
from ._target import Target, find_target, load_target

__all__ = ["START_SECONDS", "InProcess", "in_process", "on_zero_gpu"]

_log = logging.getLogger("pyharp")

START_SECONDS = 600.0
_LOOK_SECONDS = 0.05


def in_process(function: Callable[..., Any] | str, *, start_timeout: float = START_SECONDS) -> Callable[..., Any]:
    """A function that does the same in a process of its own, which ends when its job is cancelled.

    For models that cannot look at `pyharp.cancelled()` while they work. The process loads the module of the function
    when the first job comes, and keeps what it has loaded for all later ones; after a cancelled job, and after a crash,
    a new one is started. While it loads, the caller reads "Loading the model", and the time limit of the job does not
    count down. It ends with the server. `gr.Info`, `gr.Warning`, `gr.Progress`, `gr.Request`, `pyharp.progress` and
    errors work in it as usual. On a ZeroGPU Space, which runs functions in processes itself, this is off.

    Args:
        function: plain, async or a generator, at the top level of a module or of a script whose last lines stand under
            `if __name__ == "__main__":`; or its name, "module:function", whose module then only the child imports.
            Its arguments and results must be picklable: paths, numbers, text, arrays, lists of labels.
        start_timeout: seconds that the process may take to start and to load the module.

    Raises:
        EndpointError: another process could not find the function, or would start a second server.
    """
    if isinstance(function, InProcess):
        return function
    if on_zero_gpu():
        name = function if isinstance(function, str) else getattr(function, "__name__", "The function")
        _log.warning("%s gets no process of its own from pyharp: a ZeroGPU Space already gives it one.", name)
        return load_target(find_target(function)) if isinstance(function, str) else function
    target = find_target(function)
    return InProcess(target, None if isinstance(function, str) else function, start_timeout)


def on_zero_gpu() -> bool:
    """Whether this is a Hugging Face Space with ZeroGPU, by the rule of its package `spaces`."""
    return os.environ.get("SPACES_ZERO_GPU", "").lower() in ("1", "t", "true")


class InProcess:
    """What `in_process` returns; as many children as jobs that run at once, each used again and again.

    Attributes:
        pyharp_function: the function itself.
    """

    def __init__(
        self, target: Target, function: Callable[..., Any] | None, start_timeout: float = START_SECONDS
    ) -> None:
        if function is not None:
            functools.update_wrapper(self, function)
        self.pyharp_function = function
        self._target = target
        self._start_timeout = start_timeout
        self._idle: list[ChildProcess] = []
        self._lock = threading.Lock()

    def __call__(self, *args: Any) -> Any:
        """Run the function in a child and wait for it.

        Raises:
            Cancelled: the job was cancelled; the child and everything it had started are gone.
            gr.Error: the function raised one, could not be loaded, or its process ended; or an argument or the result
                cannot travel between the processes.
            RuntimeError: the function raised something else; the text is that of its error.
        """
        job = current_job() or Job()
        values = _sealed(args)
        with job.clock_stopped():
            child = self._loaded(job)
        name = f"process {child.pid} of job {job.id}"
        _work.begin(name, child.has_ended)
        try:
            return _result(self._run(child, job, values))
        finally:
            _work.end(name)

    def _run(self, child: ChildProcess, job: Job, values: bytes) -> tuple[Any, ...]:
        """The answer of a child to a job; it has been replaced when there is none."""
        job.on_cancel(child.cancel)
        if job.is_cancelled:
            self._replace(child)
            raise Cancelled
        note = JobNote(job.id, LocalContext.event_id.get(None), job.client, job.session, job.seconds_left)
        try:
            child.send_job(("job", note, values))
            message = _last_message(child)
        except BaseException:
            child.end()
            raise
        wanted = job.forget(child.cancel)
        if not wanted or message in (CANCELLED, LOST, GARBLED):
            code = self._replace(child)
            if wanted:
                raise _lost(message, code)
            raise Cancelled
        self._keep(child)
        return message

    def close(self) -> None:
        """End the children that have no job; the next job starts a new one."""
        with self._lock:
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def _loaded(self, job: Job) -> ChildProcess:
        """A child that can be given a job, started and waited for if there is none.

        When the job is cancelled meanwhile, the child goes on loading for the next one.
        """
        child, told = self._take(), False
        while not child.is_ready:
            message = child.message_within(_LOOK_SECONDS if told else 0)
            if message is not None:
                self._hear(child, message)
            elif job.is_cancelled:
                self._keep(child)
                raise Cancelled
            elif time.monotonic() - child.started > self._start_timeout:
                child.end()
                raise gr.Error(
                    f"The model was not loaded within {self._start_timeout:g} seconds. Try again later, or tell the "
                    "author of the model."
                )
            elif not told:
                _say("Loading the model")
                told = True
        if told:
            _say("Processing")
        return child

    def _hear(self, child: ChildProcess, message: tuple[Any, ...]) -> None:
        """What a child says that is being loaded."""
        if message[0] == "ready":
            child.is_ready = True
            return
        code = child.end()
        if message[0] == "failed":
            _log.error("The model could not be started in its process:\n%s", message[2])
            raise gr.Error(f"The model could not be started: {message[1]}")
        raise gr.Error(f"The model could not be started: its process ended while it loaded ({_reason(code)}).")

    def _keep(self, child: ChildProcess) -> None:
        with self._lock:
            self._idle.append(child)

    def _take(self) -> ChildProcess:
        while True:
            with self._lock:
                # The first that has loaded the model; of those that load, the one that has done so for the longest.
                child = max(self._idle, key=lambda idle: idle.is_ready, default=None)
                if child is None:
                    return ChildProcess(self._target)
                self._idle.remove(child)
            if not child.has_ended():
                return child
            child.end()

    def _replace(self, child: ChildProcess) -> int:
        """End a child, and start its successor, which loads the model while nobody waits for it; the exit code."""
        code = child.end()
        self._keep(ChildProcess(self._target))
        return code


def _last_message(child: ChildProcess) -> tuple[Any, ...]:
    """The message that ends the job; those before it are passed on to the caller."""
    while True:
        message = child.next_message()
        if message[0] == "log":
            _pass_on_log(message[1])
        elif message[0] == "progress":
            _pass_on_progress(*message[1:])
        else:
            return message


def _sealed(args: tuple[Any, ...]) -> bytes:
    try:
        return sealed(pack_values(args))
    except Exception as error:
        raise gr.Error(untransferable("What the model was given cannot go to its process", error)) from error


def _result(message: tuple[Any, ...]) -> Any:
    if message[0] == "value":
        try:
            return opened(message[1])
        except Exception as error:
            raise gr.Error(
                untransferable("What the model returned cannot be read outside of its process", error)
            ) from error
    if message[0] == "cancelled":
        raise Cancelled
    kind, words, trace = message
    if trace:
        _log.error("In the model's process:\n%s", trace)
    if kind == "gradio":
        raised = gr.Error(**words)
        raised.print_exception = False  # its own traceback is already in the log
        raise raised
    raise RuntimeError(words)


def _lost(message: tuple[Any, ...], code: int) -> gr.Error:
    if message == GARBLED:
        return gr.Error("The model's process sent something that cannot be read, and was ended. Try again.")
    return gr.Error(f"The model's process ended unexpectedly ({_reason(code)}). Try again: it starts anew.")


def _say(words: str) -> None:
    gr.Progress()(None, desc=words)


def _pass_on_log(keywords: dict[str, Any]) -> None:
    queue = getattr(LocalContext.blocks.get(None), "_queue", None)
    if queue is not None and LocalContext.event_id.get(None) is not None:
        queue.log_message(**keywords)
    else:
        _log.info("%s", keywords.get("log"))


def _pass_on_progress(reported: str, units: list[tuple[Any, ...]]) -> None:
    queue, event = getattr(LocalContext.blocks.get(None), "_queue", None), LocalContext.event_id.get(None)
    # A thread that the model has left behind may still report for a job of somebody else that is over.
    if queue is not None and event == reported:
        tracked = [
            TrackedIterable(None, index, length, words, unit, None, progress)
            for index, length, words, unit, progress in units
        ]
        queue.set_progress(event, tracked)


def _reason(code: int) -> str:
    if code == -9:
        return "signal 9, as when memory runs out"
    return f"signal {-code}" if code < 0 else f"exit code {code}"
