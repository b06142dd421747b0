# SPDX-License-Identifier: MIT
"""Runs the jobs of one command, several at a time; one that fails does not stop the others."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .._client import Client
from .._errors import HarpError
from .._progress import Progress
from .._result import AudioResult, DataResult, Result
from .._sound.audio import Audio
from .common import FileProblem
from .progress import Display
from .show import show_error
from .sources import STANDARD, Source
from .targets import Targets

__all__ = ["Batch", "Done", "Order"]


@dataclass(frozen=True)
class Order:
    """What is the same for every job."""

    address: str
    values: Mapping[str, object]
    audio: Mapping[str, Audio]
    files: Mapping[str, Sequence[Path]]
    duration: float | None


@dataclass
class Done:
    """One job that is over: what it wrote, or why it failed."""

    source: Source | None
    written: list[Path] = field(default_factory=list)
    report: dict[str, object] = field(default_factory=dict)
    error: HarpError | FileProblem | None = None


class Batch:
    def __init__(
        self, client: Client, order: Order, targets: Targets, display: Display, options: argparse.Namespace
    ) -> None:
        self._client = client
        self._order = order
        self._targets = targets
        self._display = display
        self._options = options
        self._several = False
        self._turn = asyncio.Semaphore(options.jobs)

    async def run(self, sources: Sequence[Source | None]) -> list[Done]:
        """One entry for each source, in their order. A source of None is a job without audio of its own."""
        self._several = len(sources) > 1
        jobs = [asyncio.ensure_future(self._one(number, source)) for number, source in enumerate(sources)]
        try:
            return list(await asyncio.gather(*jobs))
        finally:
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)
            self._display.clear()

    async def _one(self, number: int, source: Source | None) -> Done:
        async with self._turn:
            done = Done(source)
            try:
                await self._process(number, done)
            except (HarpError, FileProblem) as error:
                done.error = error
            self._display.ended(number)
            self._tell(done)
            return done

    async def _process(self, number: int, done: Done) -> None:
        source = done.source
        if source is not None and source.problem is not None:
            raise source.problem
        audio = None if source is None else await asyncio.to_thread(source.read)

        def heard(progress: Progress) -> None:
            self._display.show(number, progress)

        result = await self._client.process(
            self._order.address,
            None if audio is None else audio.samples,
            None if audio is None else audio.rate,
            values=self._order.values,
            audio=self._order.audio,
            files=self._order.files,
            duration=self._order.duration,
            on_progress=heard,
        )
        # Not on a thread: a job that is cancelled now leaves no file.
        done.written = self._targets.write(source, result)
        done.report = _report(result, done.written, self._targets.left_out(result))

    def _tell(self, done: Done) -> None:
        """While others are still running: names of files on standard output, problems on standard error."""
        self._display.clear()
        if done.error is not None:
            if self._several and done.source is not None:
                print(f"{done.source.shown}:", file=sys.stderr)
            if isinstance(done.error, HarpError):
                show_error(done.error, self._options.verbose)
            else:
                print(done.error, file=sys.stderr)
            return
        notes = done.report["notes"]
        assert isinstance(notes, list)
        for note in [] if self._options.quiet else notes:
            print(note, file=sys.stderr)
        if not self._options.json:
            for path in done.written:
                if path != STANDARD:
                    print(path, flush=True)


def _report(result: Result, written: Sequence[Path], left_out: Sequence[str]) -> dict[str, object]:
    audio: list[dict[str, object]] = []
    data: list[dict[str, object]] = []
    files: list[Path | None] = [*written, *([None] * (len(result.audio) + len(result.data)))]
    entries: list[AudioResult | DataResult] = [*result.audio, *result.data]
    for entry, path in zip(entries, files, strict=False):
        document: dict[str, object] = {} if path is None else {"file": str(path)}
        if isinstance(entry, AudioResult):
            shape = {"rate": entry.rate, "frames": entry.frames, "channels": entry.channels}
            audio.append({**document, "label": entry.label, **shape})
        else:
            content = entry.to_json()
            content.pop("content", None)  # what a file holds is in the file
            data.append({**content, **document})
    return {"audio": audio, "data": data, "notes": [*result.notes, *left_out]}
