# SPDX-License-Identifier: MIT
"""One process job from its first to its last byte: upload, run, download, check, decode."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ._endpoints.description import FileInput, Value
from ._endpoints.endpoint import Endpoint
from ._errors import HarpError, fail
from ._fetching import Allocate, Fetching
from ._progress import Progress, Stages
from ._result import Outcome
from ._sending import Sending
from ._settings import Settings
from ._sound.audio import Audio
from ._text import log
from ._transport.files import FileLike
from ._transport.lane import Lane
from ._transport.memory import UploadMemory
from ._transport.queue import Background
from ._transport.seam import Transport

__all__ = ["Allocate", "Job", "Work"]

_GOES_ON = (
    "The server was told to stop. Whether this model can be interrupted is not known: "
    "it may go on working there until it is done."
)


@dataclass(frozen=True)
class Work:
    """What one job is about; everything by the id of its input, values as `check_all` gave them."""

    audio: Mapping[str, Audio]
    values: Mapping[str, Value]
    files: Mapping[str, Sequence[FileLike]] = field(default_factory=dict)


class Job:
    """Everything that the steps of one job share."""

    def __init__(
        self,
        transport: Transport,
        endpoint: Endpoint,
        settings: Settings,
        memory: UploadMemory,
        lane: Lane,
        stages: Stages,
        background: Background,
    ) -> None:
        self._transport = transport
        self._endpoint = endpoint
        self._settings = settings
        self._memory = memory
        self._lane = lane
        self._stages = stages
        self._background = background

    def check(self, audio: Mapping[str, Audio], files: Mapping[str, Sequence[FileLike]]) -> None:
        """Raises required_input_missing, control_unknown, control_out_of_range, region_empty; nothing was sent yet."""
        self._endpoint.check({*audio, *(name for name, several in files.items() if several)})
        for entry in self._endpoint.description.file_inputs:
            count = len(files.get(entry.id, ()))
            if count > 1 and not (isinstance(entry, FileInput) and entry.multiple):
                raise fail("control_out_of_range", detail=f'"{entry.label}" takes one file, not {count}')
        for part in audio.values():
            if part.frames == 0 or part.channels == 0:
                raise fail("region_empty")

    async def run(self, work: Work, allocate: Allocate) -> Outcome:
        """`work` was checked before. `allocate` gives the memory of each audio output.

        Neither the inputs nor the memory of the outputs is touched once this has returned or raised.
        """
        sending = Sending(self._transport, self._endpoint, self._settings, self._memory, self._lane, self._stages)
        sent = sum(part.samples.size * 4 for part in work.audio.values())
        fetching = Fetching(self._transport, self._endpoint, self._settings, self._stages, sent, allocate)
        arguments = self._endpoint.arguments(await sending.send(work.audio, work.files), work.values)
        self._stages.at(Progress("queued"))
        learning = asyncio.ensure_future(sending.learn())
        try:
            outcome = await fetching.collect(await self._call(arguments))
            await asyncio.wait([learning])
        except HarpError as error:
            if error.code != "server_lost":  # whoever tries again shall not have to send everything again
                await asyncio.wait([learning])
            raise
        finally:
            learning.cancel()
            await asyncio.gather(learning, return_exceptions=True)
        self._stages.at(Progress("done"))
        return replace(outcome, notes=[*sending.notes, *outcome.notes])

    async def _call(self, arguments: list[object]) -> list[object]:
        try:
            return await self._transport.call(self._endpoint.function, arguments, self._stages)
        except asyncio.CancelledError:
            self._stop_model()
            if self._stages.furthest == "running" and not self._stops():
                # The cancellation goes first, whatever a listener makes of the last word.
                with contextlib.suppress(Exception):
                    self._stages.warn(_GOES_ON)
            raise
        except HarpError as error:
            if error.code in ("no_sign_of_life", "server_lost", "result_invalid"):
                self._stop_model()
            raise

    def _stops(self) -> bool:
        """Whether a model of this kind ends when Gradio's own cancel, or its endpoint's, is called."""
        return self._endpoint.stops or self._stages.generating

    def _stop_model(self) -> None:
        stop = self._endpoint.cancel
        if stop is None:
            return

        async def ask() -> None:
            try:
                await self._transport.call(stop, [], Stages(None))
            except HarpError as error:
                log.info("the endpoint's own cancel: %s", error)

        self._background(ask())
