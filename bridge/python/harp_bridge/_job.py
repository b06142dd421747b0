# SPDX-License-Identifier: MIT
"""One process job from its first to its last byte: upload, run, download, check, decode."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from typing import BinaryIO

from ._endpoints.description import Output, Value
from ._endpoints.endpoint import Endpoint, Uploaded
from ._endpoints.returned import Wanted, file_result
from ._errors import fail
from ._json import Malformed
from ._progress import Progress, Stages
from ._result import FileResult, Outcome, OutputShape
from ._settings import Settings
from ._sound.audio import Audio, FloatArray
from ._sound.decode import Shape, TooLong, decode_into, inspect
from ._threads import in_thread
from ._transport.http import Link
from ._transport.queue import Background, QueueCall
from ._transport.transfer import Budget, download, upload

__all__ = ["Allocate", "Job"]

Allocate = Callable[[OutputShape], Awaitable[FloatArray]]


class Job:
    """Everything that the steps of one job share."""

    def __init__(
        self, link: Link, endpoint: Endpoint, settings: Settings, stages: Stages, background: Background
    ) -> None:
        self._link = link
        self._endpoint = endpoint
        self._settings = settings
        self._stages = stages
        self._background = background

    def check(self, audio: Mapping[str, Audio]) -> None:
        """Raises required_input_missing, control_unknown, region_empty; nothing was sent yet."""
        self._endpoint.check(audio)
        for part in audio.values():
            if part.frames == 0 or part.channels == 0:
                raise fail("region_empty")

    async def run(self, audio: Mapping[str, Audio], values: Mapping[str, Value], allocate: Allocate) -> Outcome:
        """`audio` and `values` by id, checked before. `allocate` gives the memory of each audio output.

        Neither the inputs nor the memory of the outputs is touched once this has returned or raised.
        """
        uploaded = await self._upload(audio)
        self._stages.at(Progress("queued"))
        function = self._endpoint.function.index
        call = QueueCall(self._link, function, self._settings, self._stages, self._background)
        returned = await call.run(self._endpoint.arguments(uploaded, values))
        return await self._collect(returned, audio, allocate)

    async def _upload(self, audio: Mapping[str, Audio]) -> dict[str, list[Uploaded]]:
        total = sum(part.samples.size for part in audio.values())
        done = 0
        uploaded = {}
        for identity, part in audio.items():
            share, before = part.samples.size / total, done / total
            path = await upload(
                self._link,
                part,
                lambda fraction, share=share, before=before: self._stages.fraction(  # type: ignore[misc]
                    "uploading", before + share * fraction
                ),
            )
            uploaded[identity] = [Uploaded(path, "region.wav")]
            done += part.samples.size
        if audio:
            self._stages.fraction("uploading", 1.0)
        return uploaded

    async def _collect(self, returned: list[object], audio: Mapping[str, Audio], allocate: Allocate) -> Outcome:
        found = self._endpoint.outputs(returned)
        notes = list(found.notes)
        shapes, files = await self._fetch(found.wanted, audio, allocate, notes)
        return Outcome(self._endpoint.description, shapes, [*found.data, *files], notes)

    async def _fetch(
        self, wanted: list[Wanted], audio: Mapping[str, Audio], allocate: Allocate, notes: list[str]
    ) -> tuple[list[OutputShape], list[FileResult]]:
        sent = sum(part.samples.size * 4 for part in audio.values())
        limit = int(self._settings.result_factor * sent * max(len(wanted), 1)) + self._settings.result_floor
        fetched, decoded = Budget(limit), Budget(limit)
        shapes: list[OutputShape] = []
        files: list[FileResult] = []
        with ExitStack() as opened:
            sounds: list[tuple[Output, BinaryIO]] = []
            for position, entry in enumerate(wanted):

                def received(fraction: float, position: int = position) -> None:
                    self._stages.fraction("downloading", (position + fraction) / len(wanted))

                received(0.0)
                file = await download(self._link, entry.path, fetched, received, audio=entry.is_audio)
                opened.enter_context(file)
                if entry.is_audio:
                    sounds.append((entry.output, file))
                else:
                    file.seek(0)
                    files.append(file_result(entry, file.read()))
            self._stages.at(Progress("checking"))
            for output, file in sounds:
                shapes.append(await self._decode(output, file, decoded, allocate, notes))
        return shapes, files

    async def _decode(
        self, output: Output, file: BinaryIO, budget: Budget, allocate: Allocate, notes: list[str]
    ) -> OutputShape:
        settings = self._settings
        try:
            found: Shape = await in_thread(lambda stop: inspect(file, settings, budget.left, stop))
            if found.frames == 0:
                raise fail("result_missing", detail=f'the output "{output.label}" has no samples')
            budget.take(found.bytes)
            shape = OutputShape(output.id, output.label, found.rate, found.frames, found.channels)
            memory = await allocate(shape)
            replaced: int = await in_thread(lambda stop: decode_into(file, memory, stop))
        except TooLong as error:
            raise fail("result_too_large", detail=f'the output "{output.label}": {error}') from None
        except Malformed as error:
            raise fail("result_invalid", detail=f'the output "{output.label}": {error}') from None
        if replaced:
            notes.append(f'{replaced} unusable samples of "{output.label}" were replaced by silence.')
        return shape
