# SPDX-License-Identifier: MIT
"""The Python side of the worker protocol (tests/contract/PROTOCOL.md, section 3).

`serve(fd)` answers one program over one socket until it says so or goes away. Jobs run at the same time on one event
loop; audio is encoded and decoded on threads, so that a ping is answered at once. Nothing is written to stdout.
`python -m harp_bridge._worker FD` serves as well.
"""

from __future__ import annotations

import asyncio
import platform
import signal
import socket
from dataclasses import replace

from .._client import Client
from .._errors import HarpError, fail
from .._limits import VARIABLE, of_environment
from .._settings import Settings
from .._text import log
from .._version import __version__
from .blocks import MapBlock, close_all, map_block
from .channel import Channel, Message, ProtocolBroken
from .jobs import DescribeJob, ModelsJob, ProcessJob, WorkerJob

__all__ = ["serve"]

_PROTOCOL = 1

# What an endpoint may send for next to nothing: ten minutes of stereo at 96 kHz. The plug-in allows the same.
_RESULT_FLOOR = 512 << 20


class Worker:
    """Jobs by their number; lives inside of one event loop."""

    def __init__(self, sock: socket.socket, mapper: MapBlock, settings: Settings) -> None:
        self._mapper = mapper
        self._settings = settings
        self._client = Client(settings)
        self._jobs: dict[int, WorkerJob] = {}
        self._channel = Channel(sock, self._hear)
        self._quit = asyncio.get_running_loop().create_future()

    async def run(self) -> None:
        self._channel.send(
            {"ev": "ready", "protocol": _PROTOCOL, "version": __version__, "python": platform.python_version()}
        )
        await asyncio.wait([self._channel.ended, self._quit], return_when=asyncio.FIRST_COMPLETED)
        if self._channel.ended.done():
            log.info("leaving: %s", self._channel.ended.result())
        try:
            await self._end_jobs()
        finally:
            self._channel.close()

    async def _end_jobs(self) -> None:
        jobs = tuple(self._jobs.values())
        for job in jobs:
            job.cancel()
        try:
            if jobs:
                await asyncio.wait([job.task for job in jobs], timeout=self._settings.worker_farewell)
            await self._channel.flush(self._settings.worker_flush)
        finally:
            await self._client.aclose()

    def _hear(self, message: Message, fds: list[int]) -> None:
        """One line of the program. Descriptors that nobody takes are closed."""
        try:
            self._obey(message, fds)
        finally:
            close_all(fds)

    def _obey(self, message: Message, fds: list[int]) -> None:
        op = message.get("op")
        if op == "ping":
            self._channel.send({"ev": "pong", "n": message.get("n")})
        elif op == "quit":
            if not self._quit.done():
                self._quit.set_result(None)
        elif op in ("describe", "models", "process"):
            self._start(op, _number(message, "job"), message, fds)
        elif op in ("block", "no_block", "cancel"):
            self._continue(op, _number(message, "job"), message, fds)
        else:
            raise ProtocolBroken(f"unknown op {op!r}")

    def _start(self, op: str, number: int, message: Message, fds: list[int]) -> None:
        if number in self._jobs:
            raise ProtocolBroken(f"job {number} runs already")
        if op == "describe":
            job: WorkerJob = DescribeJob(number, message, self._client, self._channel)
        elif op == "models":
            job = ModelsJob(number, message, self._client, self._channel)
        else:
            taken = [fds.pop(0) for _ in range(len(fds))]
            job = ProcessJob(number, message, taken, self._client, self._channel, self._mapper)
        self._jobs[number] = job
        job.task.add_done_callback(lambda task: self._ended(number, task))

    def _ended(self, number: int, task: asyncio.Task[None]) -> None:
        self._jobs.pop(number, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            # A job answers whatever happens; when even that fails, the program must not wait for ever.
            log.error("job %d ended without an answer", number, exc_info=error)
            failed = fail("internal", detail=f"{type(error).__name__}: {error}")
            self._channel.send(
                {"ev": "failed", "job": number, "code": failed.code, "message": "", "detail": failed.detail}
            )

    def _continue(self, op: str, number: int, message: Message, fds: list[int]) -> None:
        job = self._jobs.get(number)
        if op == "cancel":
            if job is None:  # it has just ended by itself; the program still waits for this word
                self._channel.send({"ev": "ended", "job": number})
            else:
                job.cancel()
        elif isinstance(job, ProcessJob):
            if op == "block":
                if len(fds) != 1:
                    raise ProtocolBroken("a block comes with one file descriptor")
                job.block(str(message.get("output")), fds.pop())
            else:
                job.no_block(str(message.get("output")), str(message.get("code")))


def _number(message: Message, key: str) -> int:
    value = message.get(key)
    if not isinstance(value, int) or isinstance(value, bool):
        raise ProtocolBroken(f"{key} is not a whole number")
    return value


def _usual() -> Settings:
    """When the program is gone, servers are told that nobody waits any more, and that is all there is left to do."""
    usual = Settings(result_floor=_RESULT_FLOOR)
    try:
        farewell = of_environment(usual).worker_farewell
        return of_environment(replace(usual, cancel_wait=farewell))
    except HarpError as error:  # a slip of the pen is no reason to have no worker
        log.error("%s is left aside: %s", VARIABLE, error.detail)
        return replace(usual, cancel_wait=usual.worker_farewell)


def serve(fd: int, map_block: MapBlock = map_block, settings: Settings | None = None) -> None:
    """Answers the program at the other end of the socket `fd`, which this takes over; returns when it is gone.

    `map_block(fd, channels, frames, writable)` gives the (channels, frames) float32 view of a shared block.
    """
    # A server or a program that hangs up is an error here; embedded, the signal would end the whole program.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGPIPE})
    loop = asyncio.new_event_loop()
    try:
        asyncio.set_event_loop(loop)
        sock = socket.socket(fileno=fd)

        async def work() -> None:
            await Worker(sock, map_block, settings or _usual()).run()

        loop.run_until_complete(work())
        rest = asyncio.all_tasks(loop)
        for task in rest:
            task.cancel()
        for outcome in loop.run_until_complete(asyncio.gather(*rest, return_exceptions=True)):
            if isinstance(outcome, Exception):
                log.error("while leaving: %s: %s", type(outcome).__name__, outcome)
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        # Not asyncio.run: it would wait for threads, and one may be waiting for a name service that does not answer.
        asyncio.set_event_loop(None)
        loop.close()
