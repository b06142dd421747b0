# SPDX-License-Identifier: MIT
"""A model for child processes: what it does is said by a word, and it never looks whether it was cancelled.

The file named by HARP_TEST_LOG gets one line `<name> start|end <seconds>` per event, like that of slow.py.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np

import pyharp

LOADED_IN = os.getpid()
jobs = 0


def note(name: str, event: str) -> None:
    path = os.environ.get("HARP_TEST_LOG")
    if path:
        with Path(path).open("a") as log:
            log.write(f"{name} {event} {time.monotonic():.6f}\n")


def process(deed: str, name: str, request: gr.Request = None) -> Any:  # type: ignore[assignment]
    global jobs
    jobs += 1
    note(name, "start")
    value = DEEDS[deed](name, request)
    note(name, "end")
    return value


def report(name: str, request: gr.Request | None) -> pyharp.LabelList:
    """What the function can see."""
    job = pyharp.current_job()
    seen = {
        "pid": os.getpid(),
        "group": os.getpgrp(),
        "loaded_in": LOADED_IN,
        "jobs": jobs,
        "main_thread": threading.current_thread() is threading.main_thread(),
        "job": job.id if job else None,
        "seconds_left": job.seconds_left if job else None,
        "who": request.headers.get("x-who") if request else None,
        "session": request.session_hash if request else None,
        "input": sys.stdin.read() if sys.stdin else None,
    }
    return pyharp.LabelList([pyharp.OutputLabel(0.0, json.dumps(seen))])


def talk(name: str, request: gr.Request | None) -> pyharp.LabelList:
    print("this goes to the log of the server, not into the messages")
    gr.Info("Listen!")
    gr.Warning("Careful!")
    pyharp.progress(0.5, "half")
    time.sleep(1.0)  # Gradio sends the latest report every 0.1 s, on a busy machine later
    return pyharp.LabelList()


def hang(name: str, request: gr.Request | None) -> None:
    """Leaves a file, starts another program, and hangs; the line in the log carries the number of that program."""
    Path(pyharp.output_path("half.wav")).write_bytes(b"x" * 1000)
    with subprocess.Popen(["sleep", "600"]) as program:
        note(name, f"program:{program.pid}")
        time.sleep(600)


def stubborn(name: str, request: gr.Request | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    hang(name, request)


def fail(name: str, request: gr.Request | None) -> None:
    raise gr.Error("The model is out of breath.")


def stumble(name: str, request: gr.Request | None) -> None:
    raise ValueError("a number was odd")


def give_up(name: str, request: gr.Request | None) -> None:
    raise pyharp.Cancelled


def leave(name: str, request: gr.Request | None) -> None:
    os._exit(3)


def unpicklable(name: str, request: gr.Request | None) -> Any:
    return threading.Lock()


class _Unreadable:
    """Can be sent, and fails where it is received."""

    def __reduce__(self) -> Any:
        return int, ("no number",)


def unreadable(name: str, request: gr.Request | None) -> Any:
    return _Unreadable()


class Odd(Exception):
    """Can neither be made again from its arguments nor say what it is."""

    def __init__(self, first: str, second: str) -> None:
        super().__init__(threading.Lock())

    def __str__(self) -> str:
        raise ValueError


def odd(name: str, request: gr.Request | None) -> None:
    raise Odd("a", "b")


def long_error(name: str, request: gr.Request | None) -> None:
    raise gr.Error("Please read this.", duration=None)


def lock_in_message(name: str, request: gr.Request | None) -> pyharp.LabelList:
    gr.Info(threading.Lock())  # type: ignore[arg-type]
    gr.Progress()(np.float32(0.5), desc="half")  # type: ignore[arg-type]
    return report(name, request)


def leave_behind(name: str, request: gr.Request | None) -> pyharp.LabelList:
    """Ends, and leaves a thread that reports when the next job has begun."""

    def late() -> None:
        next_begun.wait(600)
        pyharp.progress(0.9, name)

    left.append(threading.Thread(target=copy_context().run, args=(late,), daemon=True))
    left[0].start()
    return pyharp.LabelList()


def follow(name: str, request: gr.Request | None) -> pyharp.LabelList:
    next_begun.set()
    left.pop().join()
    pyharp.progress(0.1, name)
    return pyharp.LabelList()


left: list[threading.Thread] = []
next_begun = threading.Event()


def garble(name: str, request: gr.Request | None) -> None:
    """Writes nonsense into every pipe, as a library does that has mistaken the number of its file."""
    for entry in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            if str(entry.readlink()).startswith("pipe:") and int(entry.name) > 2:
                os.write(int(entry.name), struct.pack("<Q", 3) + b"???")
    time.sleep(600)


DEEDS = {
    deed.__name__: deed
    for deed in (
        *(report, talk, hang, stubborn, fail, stumble, give_up, leave),
        *(unpicklable, unreadable, odd, long_error, lock_in_message, leave_behind, follow, garble),
    )
}
