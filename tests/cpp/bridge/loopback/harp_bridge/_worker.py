# SPDX-License-Identifier: MIT
"""The worker protocol with a loopback in place of an endpoint: what comes in goes out, times ``gain``.

The control values choose what happens besides: ``print`` writes to stdout, ``spin`` never returns, ``abort`` ends the
process by a signal, ``fail`` raises out of ``serve``, ``hold`` waits to be cancelled, ``shrink`` cuts the memory of the
region off, ``scribble`` writes over the region.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

Message = dict[str, Any]


class Loopback:
    """One connection, served line by line on the calling thread."""

    def __init__(self, fd: int, map_block: Callable[[int, int, int, bool], np.ndarray]) -> None:
        self.socket = socket.socket(fileno=fd)
        self.map_block = map_block
        self.buffer = b""
        self.fds: list[int] = []
        self.jobs: dict[int, Message] = {}

    def say(self, **message: Any) -> None:
        self.socket.sendall(json.dumps(message).encode() + b"\n")

    def read(self) -> Message | None:
        while b"\n" not in self.buffer:
            data, fds, _, _ = socket.recv_fds(self.socket, 65536, 128)
            if not data:
                return None
            self.fds += fds
            self.buffer += data
        line, _, self.buffer = self.buffer.partition(b"\n")
        return json.loads(line)

    def take(self, channels: int, frames: int, writable: bool) -> np.ndarray:
        fd = self.fds.pop(0)
        try:
            return self.map_block(fd, channels, frames, writable)
        finally:
            os.close(fd)

    def run(self) -> None:
        self.say(ev="ready", protocol=1, version="loopback", python=sys.version.split()[0])
        while (message := self.read()) is not None:
            op = message.pop("op")
            if op == "quit":
                return
            if op == "ping":
                self.say(ev="pong", n=message["n"])
            elif op == "cancel":
                self.jobs.pop(message["job"], None)
                self.say(ev="ended", job=message["job"])
            elif op == "describe":
                self.say(ev="described", job=message["job"], description=facts())
            elif op == "process":
                self.process(message)
            elif op == "block":
                self.finish(message["job"])

    def process(self, job: Message) -> None:
        number, values = job["job"], job["values"]
        if "shrink" in values:
            os.ftruncate(self.fds[0], 0)
        job["views"] = [self.take(a["channels"], a["frames"], False) for a in job["audio"]]
        self.jobs[number] = job
        self.say(ev="progress", job=number, stage="running", fraction=0.5)
        if "scribble" in values:  # past numpy, which refuses to
            ctypes.memset(job["views"][0].ctypes.data, 1, job["views"][0].nbytes)
        if "print" in values:
            print('{"ev":"pong","n":1}\n' * 100, flush=True)
        if "spin" in values:
            while True:
                pass
        if "abort" in values:
            os.kill(os.getpid(), signal.SIGABRT)
        if "fail" in values:
            raise RuntimeError("the loop broke")
        if "hold" not in values and job["audio"]:
            audio = job["audio"][0]
            self.say(ev="need_block", job=number, output="0", frames=audio["frames"], channels=audio["channels"])

    def finish(self, number: int) -> None:
        job = self.jobs.pop(number)
        audio, source = job["audio"][0], job.pop("views")[0]
        notes = [f"writable input: {source.flags.writeable}", f"shape: {source.shape}, {source.dtype}"]
        target = self.take(audio["channels"], audio["frames"], True)
        np.multiply(source, np.float32(job["values"].get("gain", 1.0)), out=target)
        del source, target
        result = {"output": "0", "label": "Loop", "rate": audio["rate"]} | {k: audio[k] for k in ("frames", "channels")}
        self.say(ev="done", job=number, audio=[result], data=[], notes=notes)


def facts() -> Message:
    """What the tests ask about the interpreter they run in."""
    import _harp_embed

    try:
        _harp_embed.map_block(os.open(os.devnull, os.O_RDONLY), 2, 1000, False)
        refusal = ""
    except ValueError as error:
        refusal = str(error)
    return {
        "prefix": sys.prefix,
        "executable": sys.executable,
        "isolated": sys.flags.isolated,
        "utf8": sys.flags.utf8_mode,
        "bytecode": not sys.dont_write_bytecode,
        "main_thread": threading.current_thread() is threading.main_thread(),
        "descriptors": sorted(int(fd.name) for fd in Path("/proc/self/fd").iterdir()),
        "environment": sorted(os.environ),
        "ctypes": ctypes.sizeof(ctypes.c_void_p),
        "numpy": np.__version__,
        "refusal": refusal,
        "cwd": str(Path.cwd()),
    }


def serve(fd: int, *, map_block: Callable[[int, int, int, bool], np.ndarray]) -> None:
    """Serve until the other end closes or says quit; takes the descriptor over."""
    loopback = Loopback(fd, map_block)
    with loopback.socket:
        loopback.run()
