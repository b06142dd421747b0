# SPDX-License-Identifier: MIT
"""The kinds of jobs of the worker. Each ends with exactly one message: its result, failed, or ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from .._client import Client
from .._error_table import TABLE
from .._errors import HarpError, fail
from .._json import Malformed, array, integer, number, object_, text
from .._models import NoModelList, fetch_hosted_models
from .._places.address import Space, parse_address
from .._progress import Progress
from .._result import Outcome, OutputShape, data_to_json
from .._sound.audio import Audio, FloatArray, from_planar
from .._text import log, shown
from .._transport.files import FileLike
from .blocks import BlockLoan, MapBlock, close_all
from .channel import Channel, Message

__all__ = ["DescribeJob", "ModelsJob", "ProcessJob", "WorkerJob"]

T = TypeVar("T")

_LONGEST_NOTE = 500


class WorkerJob:
    """One job, running from its construction on. `_work` returns the message of success."""

    def __init__(self, number: int, message: Message, client: Client, channel: Channel) -> None:
        self._number = number
        self._message = message
        self._client = client
        self._channel = channel
        self._cancelled = False
        self._settling = False
        self._last_words = ""
        self.task = asyncio.get_running_loop().create_task(self._run())

    def cancel(self) -> None:
        if not self._cancelled:
            self._cancelled = True
            if not self._settling:
                self.task.cancel()

    async def _work(self) -> Message:
        raise NotImplementedError

    def _progress(self, progress: Progress) -> None:
        if self._cancelled:
            # The program expects no other word of this job than the last one.
            self._last_words = progress.message if progress.level == "warning" else self._last_words
            return
        if progress.stage == "done":
            return  # a message of its own says so, with the result
        self._channel.send({"ev": "progress", "job": self._number, **progress.to_json()}, replaces=self._number)

    def _settle(self) -> None:
        """Gives back whatever belongs to the program."""

    async def _run(self) -> None:
        answer: Message
        try:
            answer = await self._work()
        except asyncio.CancelledError:
            answer = self._ended()
        except HarpError as error:
            answer = _failed(error)
        except MemoryError:
            answer = _failed(fail("out_of_memory"))
        except Exception as error:
            log.exception("job %d", self._number)
            answer = _failed(fail("internal", detail=f"{type(error).__name__}: {error}"))
        self._settling = True
        # One turn of the loop: whatever woke this task still holds its error, and with that the audio.
        await asyncio.sleep(0)
        try:
            self._settle()
        except Exception:  # the program waits for the answer, whatever happens to our own tidiness
            log.exception("settling job %d", self._number)
        if self._cancelled:
            answer = self._ended()
        try:
            self._channel.send({**answer, "job": self._number})
        except ValueError as error:
            self._channel.send({**_failed(fail("result_invalid", detail=str(error))), "job": self._number})

    def _ended(self) -> Message:
        """`note` is what the user should know of a job that was cancelled."""
        return {"ev": "ended", "note": self._last_words} if self._last_words else {"ev": "ended"}


def _failed(error: HarpError) -> Message:
    return {"ev": "failed", "code": error.code, "message": error.message, "detail": error.detail}


class DescribeJob(WorkerJob):
    async def _work(self) -> Message:
        address = str(self._message.get("address", ""))
        description = await self._client.describe(address, on_progress=self._progress)
        return {"ev": "described", "description": description.to_json()}


class ModelsJob(WorkerJob):
    """Fetches a list of models. What is wrong with its address is said in the words for lists, not for models."""

    async def _work(self) -> Message:
        address = str(self._message.get("address", ""))
        try:
            found = await fetch_hosted_models(address, self._client.settings)
        except NoModelList as problem:
            raise fail("models_invalid", detail=str(problem)) from None
        except HarpError as error:
            if error.code in ("address_invalid", "insecure_address"):
                raise fail("models_invalid", detail=error.detail) from None
            raise
        notes = [shown(note, _LONGEST_NOTE) for note in found.notes]
        return {"ev": "models", "list": {**found.to_json(), "notes": notes}}


class ProcessJob(WorkerJob):
    """Audio comes and goes in shared blocks; none is mapped any more when the job says its last word."""

    def __init__(
        self, number: int, message: Message, fds: list[int], client: Client, channel: Channel, mapper: MapBlock
    ) -> None:
        self._fds = fds
        self._loan = BlockLoan(mapper)
        self._waiting: dict[str, asyncio.Future[int]] = {}
        super().__init__(number, message, client, channel)

    def block(self, output: str, fd: int) -> None:
        """The memory that was asked for."""
        waiting = self._waiting.pop(output, None)
        if waiting is None or waiting.done():
            close_all([fd])
        else:
            waiting.set_result(fd)

    def no_block(self, output: str, code: str) -> None:
        """There is no memory for it."""
        waiting = self._waiting.pop(output, None)
        if waiting is not None and not waiting.done():
            waiting.set_exception(fail(code if code in TABLE else "internal", detail="the block was refused"))

    async def _work(self) -> Message:
        try:
            values = object_(self._message.get("values", {}), "values")
            audio = self._inputs()
        except (Malformed, ValueError, OSError) as error:
            raise fail("internal", detail=f"the request: {error}") from None
        address = str(self._message.get("address", ""))
        # Consent was given to the host in this address. A Space names no host: only the Hub knows where it runs.
        if isinstance(parse_address(address, self._client.settings), Space):
            raise fail("address_invalid", detail="a job needs the address that describing the Space gave")
        try:
            files = _files(self._message.get("files", {}))
            duration, group = _optional(self._message, "duration", number), _optional(self._message, "group", text)
        except (Malformed, ValueError) as error:
            raise fail("internal", detail=f"the request: {error}") from None
        outcome = await self._client.run(
            address,
            audio,
            values,
            self._allocate,
            self._progress,
            files=files,
            duration=None if duration is None else float(duration),
            group=group or "",
        )
        return _done(outcome)

    def _inputs(self) -> dict[str, Audio]:
        result = {}
        for entry in array(self._message.get("audio", []), "audio", 64):
            part = object_(entry, "an audio input")
            channels, frames = integer(part.get("channels"), "channels"), integer(part.get("frames"), "frames")
            if frames == 0:
                raise fail("region_empty")
            if not self._fds:
                raise Malformed("an audio input came without its block")
            block = self._loan.take(self._fds.pop(0), channels, frames, writable=False)
            result[text(part.get("input"), "input")] = Audio(from_planar(block), number(part.get("rate"), "rate"))
        return result

    async def _allocate(self, shape: OutputShape) -> FloatArray:
        waiting: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting[shape.output] = waiting
        self._channel.send(
            {
                "ev": "need_block",
                "job": self._number,
                "output": shape.output,
                "frames": shape.frames,
                "channels": shape.channels,
            }
        )
        try:
            fd = await waiting
        except asyncio.CancelledError:
            if waiting.done() and not waiting.cancelled() and waiting.exception() is None:
                close_all([waiting.result()])
            raise
        try:
            return from_planar(self._loan.take(fd, shape.channels, shape.frames, writable=True))
        except (ValueError, OSError) as error:
            raise fail("internal", detail=f"the block of an output: {error}") from None

    def _settle(self) -> None:
        close_all(self._fds)
        if not self._loan.settle():
            log.error("job %d still holds a block", self._number)


def _files(value: object) -> dict[str, list[FileLike]]:
    """Paths that the user chose, by the id of their input."""
    return {
        text(identity, "input"): [text(path, "a path", 4096) for path in array(paths, "files", 100)]
        for identity, paths in object_(value, "files").items()
    }


def _optional(message: Message, key: str, read: Callable[[object, str], T]) -> T | None:
    return None if message.get(key) is None else read(message[key], key)


def _done(outcome: Outcome) -> Message:
    data, left_out = data_to_json(outcome.data)
    return {
        "ev": "done",
        "audio": [shape.to_json() for shape in outcome.audio],
        "data": data,
        "notes": [*outcome.notes, *left_out],
    }
