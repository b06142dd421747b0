# SPDX-License-Identifier: MIT
"""Stands in for the package `spaces` of ZeroGPU, and asks of its caller what the real decorator asks.

Like the real one it takes no async function, identifies the user by the request in Gradio's context, runs the function
in a fork of the server that it keeps for the next job, hands over Gradio's event and progress but nothing else of the
context, and brings messages and progress back to the queue. Without a GPU.
"""

from __future__ import annotations

import functools
import inspect
import multiprocessing
from collections.abc import Callable
from contextvars import copy_context
from multiprocessing.connection import Connection
from typing import Any

import gradio as gr
from gradio.context import LocalContext
from gradio.queueing import Queue

_fork = multiprocessing.get_context("fork")


def gradio_auto_wrap(function: Any) -> Any:
    """Gradio itself calls this for every function of an app on a Space."""
    return function


def GPU(function: Callable[..., Any]) -> Callable[..., Any]:  # noqa: N802 (the real name)
    if inspect.iscoroutinefunction(function):
        raise NotImplementedError
    worker: list[tuple[Any, Connection]] = []

    @functools.wraps(function)
    def handler(*args: Any) -> Any:
        request = LocalContext.request.get(None)
        if request is None or not request.headers.get("x-ip-token"):
            raise gr.Error("ZeroGPU does not know whose time to count.")
        if not worker or not worker[0][0].is_alive():
            worker[:] = [_start(function)]
        process, pipe = worker[0]
        context = (
            LocalContext.event_id.get(None),
            LocalContext.in_event_listener.get(False),
            LocalContext.progress.get(None),
        )
        pipe.send((args, context))
        while True:
            try:
                kind, value = pipe.recv()
            except EOFError:
                process.join()
                raise gr.Error("GPU task aborted") from None
            if kind == "queue":
                method, positional, keywords = value
                getattr(LocalContext.blocks.get()._queue, method)(*positional, **keywords)
            elif kind == "error":
                raise value
            else:
                return value

    return handler


def _start(function: Callable[..., Any]) -> tuple[Any, Connection]:
    ours, theirs = _fork.Pipe()
    process = _fork.Process(target=_work, args=(function, theirs), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def _work(function: Callable[..., Any], pipe: Connection) -> None:
    for method in ("set_progress", "log_message"):
        setattr(Queue, method, _sender(method, pipe))
    while True:
        args, (event, listening, progress) = pipe.recv()
        LocalContext.event_id.set(event)
        LocalContext.in_event_listener.set(listening)
        LocalContext.progress.set(progress)
        try:
            pipe.send(("value", copy_context().run(function, *args)))
        except Exception as error:
            pipe.send(("error", error))


def _sender(method: str, pipe: Connection) -> Callable[..., None]:
    def send(queue: Queue, *positional: Any, **keywords: Any) -> None:
        pipe.send(("queue", (method, positional, keywords)))

    return send
