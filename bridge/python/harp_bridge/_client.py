# SPDX-License-Identifier: MIT
"""The client: describes endpoints and runs jobs, many at once, on one event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from types import TracebackType

import numpy as np
import numpy.typing as npt

from ._endpoints.config import Function, load_app
from ._endpoints.description import Description
from ._endpoints.detect import find_endpoint
from ._endpoints.endpoint import Endpoint
from ._endpoints.values import by_id, check_all
from ._errors import fail
from ._job import Allocate, Job
from ._places.address import Address, Space, parse_address
from ._places.hub import find_space
from ._places.pinning import pin
from ._progress import OnProgress, Progress, Stages
from ._result import AudioResult, Outcome, OutputShape, Result
from ._settings import Settings
from ._sound.audio import Audio, FloatArray, as_frames
from ._transport.http import Link, Pool
from ._transport.queue import QueueCall

__all__ = ["Client"]


class Client:
    """Connections and knowledge that jobs share. Use it in one event loop, and close it (`async with`).

        async with Client() as client:
            result = await client.process("http://127.0.0.1:7860", samples, 44100, values={"Shift": 3})

    Every function raises HarpError. Cancelling the asyncio task of a job returns at once; the server is told in the
    background, and closing waits up to `settings.cancel_wait` seconds for that.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._pool = Pool(self.settings)
        self._known: dict[str, Endpoint] = {}
        self._background: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Closes every connection; servers that have not yet heard of a cancelled job get a last chance."""
        if self._background:
            await asyncio.wait(self._background, timeout=self.settings.cancel_wait)
        for task in tuple(self._background):
            task.cancel()
        await self._pool.aclose()

    async def describe(self, address: str) -> Description:
        """What the endpoint at this address is. Sends no audio."""
        link = await self._connect(address)
        return (await self._endpoint(link[0], link[1], fresh=True)).description

    async def process(
        self,
        address: str,
        samples: npt.ArrayLike | None = None,
        rate: float | None = None,
        *,
        values: Mapping[str, object] | None = None,
        audio: Mapping[str, Audio] | None = None,
        on_progress: OnProgress | None = None,
    ) -> Result:
        """Runs one job and returns its outputs as new arrays.

        `samples`, shaped (frames,) or (frames, channels), floating point, at `rate`, goes to the first audio input;
        `audio` gives further ones by label or id. `values` sets controls by label or id; the others keep defaults.
        """
        if samples is not None and rate is None:
            raise ValueError("samples need their rate")
        arrays: dict[str, FloatArray] = {}

        async def allocate(shape: OutputShape) -> FloatArray:
            arrays[shape.output] = np.empty((shape.frames, shape.channels), np.float32)
            return arrays[shape.output]

        stages = Stages(on_progress)
        stages.at(Progress("connecting"))
        link, where = await self._connect(address)
        endpoint = await self._endpoint(link, where)
        parts = _named_inputs(endpoint.description, audio or {})
        if samples is not None:
            first = next((entry.id for entry in endpoint.description.audio_inputs if entry.id not in parts), None)
            if first is None:
                raise fail("control_unknown", detail="the model has no audio input for these samples")
            parts[first] = Audio(as_frames(samples), float(rate or 0))
        chosen = by_id(endpoint.description, values or {})
        outcome = await self._run(link, endpoint, parts, chosen, allocate, stages)
        results = [AudioResult(arrays[shape.output], shape.rate, shape.output, shape.label) for shape in outcome.audio]
        return Result(outcome.description, results, outcome.data, outcome.notes)

    async def run(
        self,
        address: str,
        audio: Mapping[str, Audio],
        values: Mapping[str, object],
        allocate: Allocate,
        on_progress: OnProgress | None = None,
    ) -> Outcome:
        """As `process`, without any copy of the audio: inputs and values by id, outputs into memory of the caller.

        `allocate` is awaited once for each audio output and gives an array shaped (frames, channels), float32, of any
        memory order (the transpose of a planar block for example). When this returns or raises, nothing here holds or
        touches any of these arrays.
        """
        stages = Stages(on_progress)
        stages.at(Progress("connecting"))
        link, where = await self._connect(address)
        endpoint = await self._endpoint(link, where)
        return await self._run(link, endpoint, audio, values, allocate, stages)

    async def _run(
        self,
        link: Link,
        endpoint: Endpoint,
        audio: Mapping[str, Audio],
        values: Mapping[str, object],
        allocate: Allocate,
        stages: Stages,
    ) -> Outcome:
        job = Job(link, endpoint, self.settings, stages, self._in_background)
        job.check(audio)
        checked = check_all(endpoint.description, values)
        link.connecting = False
        return await job.run(audio, checked, allocate)

    async def _connect(self, typed: str) -> tuple[Link, Address]:
        place = parse_address(typed, self.settings)
        if isinstance(place, Space):
            place = await find_space(place, self._pool, self.settings)
        address, ip = await pin(place, self.settings)
        if ip is not None:
            self._pool.pins[address.host] = ip
        return Link(self._pool, address.base, self.settings), address

    async def _endpoint(self, link: Link, address: Address, *, fresh: bool = False) -> Endpoint:
        """The endpoint behind a link; what is known of an app that was not started anew since is not asked again."""
        app = await load_app(link)
        link.prefix = app.prefix
        known = self._known.get(address.base)
        if known is not None and not fresh and app.instance and known.app == app:
            return known
        link.connecting = False

        async def ask(function: Function, data: list[object]) -> list[object]:
            call = QueueCall(link, function.index, self.settings, Stages(None), self._in_background)
            return await call.run(data, malformed="not_harp")

        endpoint = await find_endpoint(app, address, ask)
        self._known[address.base] = endpoint
        return endpoint

    def _in_background(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _named_inputs(description: Description, audio: Mapping[str, Audio]) -> dict[str, Audio]:
    labels = {entry.label: entry.id for entry in reversed(description.audio_inputs)}
    return {labels.get(name, name): Audio(as_frames(part.samples), part.rate) for name, part in audio.items()}
