# SPDX-License-Identifier: MIT
"""One process job from its first to its last byte: upload, run, download, check, decode."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import ExitStack
from typing import BinaryIO

from ._endpoints.config import App
from ._endpoints.description import AudioInput, Description, MidiInput, Output, Value
from ._endpoints.labels import is_label_list, read_labels
from ._errors import fail
from ._json import Malformed
from ._progress import Progress, Stages
from ._result import DataResult, Outcome, OutputShape
from ._settings import Settings
from ._sound.audio import Audio, FloatArray
from ._sound.decode import Shape, TooLong, decode_into, inspect
from ._text import clean
from ._threads import in_thread
from ._transport.http import Link
from ._transport.queue import Background, QueueCall
from ._transport.transfer import Budget, download, file_data, upload

__all__ = ["Allocate", "Job"]

Allocate = Callable[[OutputShape], Awaitable[FloatArray]]


class Job:
    """Everything that the steps of one job share."""

    def __init__(
        self, link: Link, app: App, description: Description, settings: Settings, stages: Stages, background: Background
    ) -> None:
        self._link = link
        self._app = app
        self._description = description
        self._settings = settings
        self._stages = stages
        self._background = background

    def check(self, audio: Mapping[str, Audio]) -> None:
        """Raises required_input_missing, control_unknown, region_empty; nothing was sent yet."""
        inputs = {entry.id: entry for entry in self._description.audio_inputs}
        for identity, part in audio.items():
            if identity not in inputs:
                raise fail("control_unknown", detail=f'the model has no audio input "{identity}"')
            if part.frames == 0 or part.channels == 0:
                raise fail("region_empty")
        for identity, entry in inputs.items():
            if entry.required and identity not in audio:
                raise fail("required_input_missing", detail=f'the audio input "{entry.label}"')

    async def run(self, audio: Mapping[str, Audio], values: Mapping[str, Value], allocate: Allocate) -> Outcome:
        """`audio` and `values` by id, checked before. `allocate` gives the memory of each audio output.

        Neither the inputs nor the memory of the outputs is touched once this has returned or raised.
        """
        paths = await self._upload(audio)
        data: list[object] = []
        for entry in self._description.inputs:
            if isinstance(entry, (AudioInput, MidiInput)):
                data.append(file_data(paths[entry.id]) if entry.id in paths else None)
            else:
                data.append(values[entry.id])
        self._stages.at(Progress("queued"))
        function = self._app.functions["process"]
        call = QueueCall(self._link, function, self._settings, self._stages, self._background)
        returned = await call.run(data)
        return await self._collect(returned, audio, allocate)

    async def _upload(self, audio: Mapping[str, Audio]) -> dict[str, str]:
        total = sum(part.samples.size for part in audio.values())
        done = 0
        paths = {}
        for identity, part in audio.items():
            share, before = part.samples.size / total, done / total
            paths[identity] = await upload(
                self._link,
                part,
                lambda fraction, share=share, before=before: self._stages.fraction(  # type: ignore[misc]
                    "uploading", before + share * fraction
                ),
            )
            done += part.samples.size
        if audio:
            self._stages.fraction("uploading", 1.0)
        return paths

    async def _collect(self, returned: list[object], audio: Mapping[str, Audio], allocate: Allocate) -> Outcome:
        notes: list[str] = []
        wanted: list[tuple[Output, str]] = []
        data: list[DataResult] = []
        for output in self._description.outputs:
            value = returned[int(output.id)] if int(output.id) < len(returned) else None
            if output.kind == "audio":
                path = value.get("path") if isinstance(value, dict) else None
                if isinstance(path, str) and path:
                    wanted.append((output, clean(path, 4096)))
                elif value is not None:
                    raise fail("result_invalid", detail=f'the output "{output.label}" is no file')
            elif output.kind == "labels" and is_label_list(value):
                labels, dropped = read_labels(value)  # type: ignore[arg-type]
                data.append(DataResult(output.id, output.label, "labels", labels))
                if dropped:
                    notes.append(f'{dropped} labels of "{output.label}" could not be read and were left out.')
            elif value is not None:
                notes.append(f'The output "{output.label}" is of a kind that is not shown and was left out.')
        if not wanted and (self._description.audio_outputs or not data):
            raise fail("result_missing", detail="no output of the model holds an audio file")
        shapes = await self._fetch(wanted, audio, allocate, notes)
        return Outcome(self._description, shapes, data, notes)

    async def _fetch(
        self, wanted: list[tuple[Output, str]], audio: Mapping[str, Audio], allocate: Allocate, notes: list[str]
    ) -> list[OutputShape]:
        sent = sum(part.samples.size * 4 for part in audio.values())
        limit = int(self._settings.result_factor * sent * max(len(wanted), 1)) + self._settings.result_floor
        files, decoded = Budget(limit), Budget(limit)
        with ExitStack() as opened:
            fetched: list[tuple[Output, BinaryIO]] = []
            for position, (output, path) in enumerate(wanted):

                def received(fraction: float, position: int = position) -> None:
                    self._stages.fraction("downloading", (position + fraction) / len(wanted))

                received(0.0)
                fetched.append((output, opened.enter_context(await download(self._link, path, files, received))))
            self._stages.at(Progress("checking"))
            return [await self._decode(output, file, decoded, allocate, notes) for output, file in fetched]

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
