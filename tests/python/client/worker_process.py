# SPDX-License-Identifier: MIT
"""Plays the program at the other end of the worker protocol: a real process, a real socket, real shared blocks."""

from __future__ import annotations

import contextlib
import fcntl
import json
import mmap
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from harp_bridge import FloatArray

Message = dict[str, Any]


class Block:
    """Shared memory as the program makes it: sized in full, and sealed against shrinking."""

    def __init__(self, channels: int, frames: int, name: str = "harp-test-block") -> None:
        self.fd = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        os.ftruncate(self.fd, channels * frames * 4)
        add_seals, shrink_and_grow = 1033, 2 | 4

        fcntl.fcntl(self.fd, add_seals, shrink_and_grow)
        self._memory = mmap.mmap(self.fd, channels * frames * 4)
        self._closed = False
        self.samples: FloatArray = np.frombuffer(self._memory, np.float32).reshape(channels, frames)

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            os.close(self.fd)

    def __del__(self) -> None:
        self.close()


class WorkerProcess:
    def __init__(self) -> None:
        self._socket, theirs = socket.socketpair()
        self._socket.settimeout(120)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "harp_bridge._worker", str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        theirs.close()
        self._buffer = b""
        self.heard: list[Message] = []

    @property
    def pid(self) -> int:
        return self._process.pid

    def say(self, message: Message, *blocks: Block) -> None:
        line = json.dumps({**message, "fds": len(blocks)} if blocks else message).encode() + b"\n"
        self.say_bytes(line, *blocks)

    def say_bytes(self, line: bytes, *blocks: Block) -> None:
        sent = socket.send_fds(self._socket, [line], [block.fd for block in blocks])
        if sent < len(line):
            self._socket.sendall(line[sent:])

    def hear(self) -> Message:
        """The next message, whatever it is."""
        while b"\n" not in self._buffer:
            piece = self._socket.recv(1 << 16)
            assert piece, f"the worker is gone: {self.leave()}"
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\n")
        message = json.loads(line)
        self.heard.append(message)
        return dict(message)

    def hear_until(self, event: str, **fields: object) -> Message:
        deadline = time.monotonic() + 120
        while True:
            message = self.hear()
            if message["ev"] == event and all(message.get(key) == value for key, value in fields.items()):
                return message
            assert message["ev"] in ("progress", "pong", "ready", "need_block"), message
            assert time.monotonic() < deadline, event

    def maps(self) -> list[str]:
        """Which blocks the worker has mapped at this moment."""
        lines = Path(f"/proc/{self.pid}/maps").read_text().splitlines()
        return [line for line in lines if "harp-test-block" in line]

    def open_blocks(self) -> list[str]:
        """Which descriptors of blocks the worker holds at this moment."""
        links = []
        for entry in Path(f"/proc/{self.pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                links.append(str(entry.readlink()))
        return [link for link in links if "harp-test-block" in link]

    def hang_up(self) -> None:
        self._socket.close()

    def leave(self) -> tuple[int, bytes, bytes]:
        """Exit code, stdout and stderr, once the worker has left by itself."""
        out, err = self._process.communicate(timeout=120)
        return self._process.returncode, out, err

    def stop(self) -> None:
        self._socket.close()
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()
