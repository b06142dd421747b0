# SPDX-License-Identifier: MIT
"""The server's side of one child process: started, talked to, and ended with everything it has started itself."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from ._child_wire import packed, receive, send
from ._target import Target

__all__ = ["CANCELLED", "GARBLED", "LOST", "ChildProcess"]

#: What `next_message` gives when the job was cancelled, when the child is gone, and when it talks nonsense.
CANCELLED: tuple[Any, ...] = ("cancel",)
LOST: tuple[Any, ...] = ("lost",)
GARBLED: tuple[Any, ...] = ("garbled",)

GRACE_SECONDS = 0.5
_LOOK_SECONDS = 1.0

# Linux ends a child when the thread that started it ends, so that thread must live as long as the server.
_starter = ThreadPoolExecutor(1, "pyharp-start")

# The path of modules first: an app may have added to it, and the child must find the same modules.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[5].split(sys.argv[4]); "
    "from pyharp._target import Target; from pyharp._child import main; "
    "main(Target(*sys.argv[1:4]), int(sys.argv[6]))"
)
_SEPARATOR = "\n"


class ChildProcess:
    """A process that runs one function, one job at a time. Made at once, usable when it has loaded the function.

    Args:
        target: the function.

    Attributes:
        is_ready: whether it has said that the function is loaded.
        started: when it was made, by `time.monotonic()`.
    """

    def __init__(self, target: Target) -> None:
        self.messages: queue.SimpleQueue[tuple[Any, ...]] = queue.SimpleQueue()
        self.is_ready = False
        self.started = time.monotonic()
        self._process = _starter.submit(_start, target).result()
        threading.Thread(target=self._listen, name="pyharp-child", daemon=True).start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def send_job(self, message: tuple[Any, ...]) -> None:
        """Hand over a job; a child that is gone shows in the next message."""
        content = packed(message)
        assert self._process.stdin is not None
        with suppress(OSError):
            send(self._process.stdin, content)  # type: ignore[arg-type]

    def next_message(self) -> tuple[Any, ...]:
        """The next message of the child, CANCELLED after `cancel`, LOST when it has ended, GARBLED for nonsense."""
        while True:
            message = self.message_within(_LOOK_SECONDS)
            if message is not None:
                return message

    def message_within(self, seconds: float) -> tuple[Any, ...] | None:
        """The same, or None when there is none for so long."""
        with suppress(queue.Empty):
            return self.messages.get(timeout=seconds)
        if not self.has_ended():
            return None
        with suppress(queue.Empty):
            return self.messages.get(timeout=_LOOK_SECONDS)  # its last words may be on their way
        # The end of the stream may be hidden by a fork of the model that holds its other end.
        return LOST

    def cancel(self) -> None:
        """Ask the whole process group to end; whoever waits for the next message then sees to the rest."""
        self.messages.put(CANCELLED)
        self._signal(signal.SIGTERM)

    def end(self, grace: float = GRACE_SECONDS) -> int:
        """End the child and all of its group: asked first, forced after `grace` seconds.

        Returns:
            Its exit code, negative for a signal.
        """
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + grace
        while not self.has_ended() and time.monotonic() < deadline:
            time.sleep(0.002)
        self._signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        code = self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                assert stream is not None
                stream.close()
        return code

    def _listen(self) -> None:
        stream = self._process.stdout
        try:
            while True:
                self.messages.put(receive(stream))  # type: ignore[arg-type]
        except (EOFError, OSError):
            self.messages.put(LOST)
        except Exception:  # pickle raises errors of every kind; and a closed stream is a ValueError
            self.messages.put(GARBLED)

    def has_ended(self) -> bool:
        """Whether it is gone. It is not reaped here: a zombie keeps the number of its process group from others."""
        if not hasattr(os, "waitid"):
            return self._process.poll() is not None
        if self._process.returncode is not None:
            return True
        with suppress(ChildProcessError):
            return os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None
        return True

    def _signal(self, number: signal.Signals) -> None:
        if self._process.returncode is not None:
            return
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.pid, number)
            else:
                self._process.terminate()


def _start(target: Target) -> subprocess.Popen[bytes]:
    named = [target.module, target.script, target.name]
    path = _SEPARATOR.join(os.path.abspath(entry) if entry == "" else entry for entry in sys.path)  # noqa: PTH100
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, *named, _SEPARATOR, path, str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,
        start_new_session=True,
    )
