# SPDX-License-Identifier: MIT
"""The second half of a job: what the model returned is fetched, checked, and decoded into the caller's memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from typing import BinaryIO

from ._endpoints.description import Output
from ._endpoints.endpoint import Endpoint
from ._endpoints.returned import Wanted, file_result
from ._errors import fail
from ._json import Malformed
from ._progress import Progress, Stages
from ._result import FileResult, Outcome, OutputShape
from ._settings import Settings
from ._sound.audio import FloatArray
from ._sound.decode import Shape, TooLong, decode_into, inspect
from ._threads import in_thread
from ._transport.seam import Transport
from ._transport.spool import Budget

__all__ = ["Allocate", "Fetching"]

Allocate = Callable[[OutputShape], Awaitable[FloatArray]]


class Fetching:
    """The downloads of one job. `sent` is how many bytes of samples went there: what may come back depends on it."""

    def __init__(
        self,
        transport: Transport,
        endpoint: Endpoint,
        settings: Settings,
        stages: Stages,
        sent: int,
        allocate: Allocate,
    ) -> None:
        self._transport = transport
        self._endpoint = endpoint
        self._settings = settings
        self._stages = stages
        self._sent = sent
        self._allocate = allocate
        self._notes: list[str] = []

    async def collect(self, returned: list[object]) -> Outcome:
        """Raises result_missing, result_invalid, result_too_large and what a broken connection raises."""
        found = self._endpoint.outputs(returned)
        self._notes += found.notes
        most = self._settings.result_factor * self._sent * max(len(found.wanted), 1)
        limit = int(most) + self._settings.result_floor
        # One limit for all outputs together, once for the files and once for what they decode to.
        fetched, decoded = Budget(limit), Budget(limit)
        files: list[FileResult] = []
        with ExitStack() as opened:
            sounds: list[tuple[Output, BinaryIO]] = []
            for position, entry in enumerate(found.wanted):
                file = opened.enter_context(await self._fetch(entry, position, len(found.wanted), fetched))
                if entry.is_audio:
                    sounds.append((entry.output, file))
                else:
                    file.seek(0)
                    files.append(file_result(entry, file.read()))
            self._stages.at(Progress("checking"))
            shapes = [await self._decode(output, file, decoded) for output, file in sounds]
        data = sorted([*found.data, *files], key=lambda entry: int(entry.output))
        return Outcome(self._endpoint.description, shapes, data, self._notes)

    async def _fetch(self, entry: Wanted, position: int, count: int, budget: Budget) -> BinaryIO:
        def received(done: int, total: int | None) -> None:
            share = (position + (done / total if total else 0.0)) / count
            self._stages.transfer("downloading", done, total, share)

        received(0, None)
        file = await self._transport.download(entry.path, budget, received, audio=entry.is_audio)
        if position + 1 == count:
            size = file.seek(0, 2)
            self._stages.transfer("downloading", size, size, 1.0)
        return file

    async def _decode(self, output: Output, file: BinaryIO, budget: Budget) -> OutputShape:
        settings = self._settings
        try:
            found: Shape = await in_thread(lambda stop: inspect(file, settings, budget.left, stop))
            if found.frames == 0:
                raise fail("result_missing", detail=f'the output "{output.label}" has no samples')
            budget.take(found.bytes)
            shape = OutputShape(output.id, output.label, found.rate, found.frames, found.channels)
            memory = await self._allocate(shape)
            replaced: int = await in_thread(lambda stop: decode_into(file, memory, stop))
        except TooLong as error:
            raise fail("result_too_large", detail=f'the output "{output.label}": {error}') from None
        except Malformed as error:
            raise fail("result_invalid", detail=f'the output "{output.label}": {error}') from None
        if replaced:
            self._notes.append(f'{replaced} unusable samples of "{output.label}" were replaced by silence.')
        return shape
