# SPDX-License-Identifier: MIT
"""The client: describes endpoints and runs jobs, many at once, on one event loop."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import TracebackType
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ._endpoints.config import Function, load_app
from ._endpoints.description import Description, NumberInput, SliderInput
from ._endpoints.detect import find_endpoint
from ._endpoints.endpoint import Endpoint
from ._endpoints.values import by_id, check_all
from ._errors import HarpError, fail
from ._job import Allocate, Job, Work
from ._places.address import Address, parse_address
from ._places.finder import Finder
from ._progress import OnProgress, Progress, Stages
from ._result import AudioResult, Outcome, OutputShape, Result
from ._settings import Settings
from ._sound.audio import Audio, FloatArray, as_frames
from ._transport.connections import Pool
from ._transport.direct import DirectTransport
from ._transport.files import FileLike
from ._transport.gradio_client import GradioClientTransport
from ._transport.lane import Lanes
from ._transport.link import Link
from ._transport.memory import UploadMemory
from ._transport.seam import Transport
from ._turns import Turns

__all__ = ["Client"]

T = TypeVar("T")


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
        self._finder = Finder(self._pool, self.settings)
        self._known: dict[str, Endpoint] = {}
        self._loaded: set[str] = set()
        self._turns = Turns(self.settings.parallel_jobs)
        self._memory = UploadMemory(self.settings)
        self._lanes = Lanes(self.settings)
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
        left = tuple(self._background)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await self._pool.aclose()

    async def describe(self, address: str, *, on_progress: OnProgress | None = None) -> Description:
        """What the endpoint at this address is. Sends no audio; a sleeping Space is woken and waited for."""
        stages = Stages(on_progress)
        stages.at(Progress("connecting"))
        return (await stages.watched(self._open(address, stages, fresh=True), self.settings))[1].description

    async def process(
        self,
        address: str,
        samples: npt.ArrayLike | None = None,
        rate: float | None = None,
        *,
        values: Mapping[str, object] | None = None,
        audio: Mapping[str, Audio] | None = None,
        files: Mapping[str, FileLike | Sequence[FileLike]] | None = None,
        duration: float | None = None,
        group: str = "",
        on_progress: OnProgress | None = None,
    ) -> Result:
        """Runs one job and returns its outputs as new arrays.

        `samples`, shaped (frames,) or (frames, channels), floating point, at `rate`, goes to the first audio input;
        `audio` gives further ones by label or id. `values` sets controls by label or id; the others keep defaults.
        `files` gives MIDI and other files by label or id, as a path, as bytes, or as a list of these where the model
        takes several. `duration`, in seconds, is what a model without audio input is asked for, where it has a control
        for that. Jobs of the same `group` (a document for example) take turns with those of others.
        """
        if samples is not None and rate is None:
            raise ValueError("samples need their rate")
        arrays: dict[str, FloatArray] = {}

        async def allocate(shape: OutputShape) -> FloatArray:
            arrays[shape.output] = np.empty((shape.frames, shape.channels), np.float32)
            return arrays[shape.output]

        async def work(stages: Stages) -> Outcome:
            link, endpoint = await self._open(address, stages)
            parts = _named_inputs(endpoint.description, audio or {})
            if samples is not None:
                first = next((entry.id for entry in endpoint.description.audio_inputs if entry.id not in parts), None)
                if first is None:
                    raise fail("control_unknown", detail="the model has no audio input for these samples")
                parts[first] = Audio(as_frames(samples), float(rate or 0))
            chosen = _with_duration(endpoint.description, by_id(endpoint.description, values or {}), duration)
            given = _named_files(endpoint.description, files or {})
            return await self._run(link, endpoint, parts, chosen, given, group, allocate, stages)

        outcome = await self._watched(work, on_progress)
        results = [AudioResult(arrays[shape.output], shape.rate, shape.output, shape.label) for shape in outcome.audio]
        return Result(outcome.description, results, outcome.data, outcome.notes)

    async def run(
        self,
        address: str,
        audio: Mapping[str, Audio],
        values: Mapping[str, object],
        allocate: Allocate,
        on_progress: OnProgress | None = None,
        *,
        files: Mapping[str, Sequence[FileLike]] | None = None,
        duration: float | None = None,
        group: str = "",
    ) -> Outcome:
        """As `process`, without any copy of the audio: inputs and values by id, outputs into memory of the caller.

        For an endpoint that was described before, be it by another client: patient with it from the beginning.

        `allocate` is awaited once for each audio output and gives an array shaped (frames, channels), float32, of any
        memory order (the transpose of a planar block for example). When this returns or raises, nothing here holds or
        touches any of these arrays.
        """

        async def work(stages: Stages) -> Outcome:
            link, endpoint = await self._open(address, stages, loaded=True)
            chosen = _with_duration(endpoint.description, values, duration)
            return await self._run(link, endpoint, audio, chosen, files or {}, group, allocate, stages)

        return await self._watched(work, on_progress)

    async def _watched(
        self, work: Callable[[Stages], Coroutine[object, object, T]], on_progress: OnProgress | None
    ) -> T:
        stages = Stages(on_progress)
        stages.at(Progress("connecting"))
        return await stages.watched(work(stages), self.settings)

    async def _run(
        self,
        link: Link,
        endpoint: Endpoint,
        audio: Mapping[str, Audio],
        values: Mapping[str, object],
        files: Mapping[str, Sequence[FileLike]],
        group: str,
        allocate: Allocate,
        stages: Stages,
    ) -> Outcome:
        transport = self._transport(link)
        lane = self._lanes.to(link.base)
        job = Job(transport, endpoint, self.settings, self._memory, lane, stages, self._in_background)
        job.check(audio, files)
        work = Work(audio, check_all(endpoint.description, values), files)
        transport.connecting = False
        link.patient = True
        try:
            async with self._turns.turn(link.base, group, stages.waiting):
                stages.resumed()
                return await job.run(work, allocate)
        finally:
            await transport.aclose()

    def _transport(self, link: Link) -> Transport:
        kind = GradioClientTransport if self.settings.transport == "gradio_client" else DirectTransport
        return kind(link, self.settings, self._in_background)

    async def _open(
        self, typed: str, stages: Stages, *, fresh: bool = False, loaded: bool = False
    ) -> tuple[Link, Endpoint]:
        """The endpoint at an address. A remembered way that leads nowhere any more is looked for once more.

        One that is `loaded`, here or elsewhere, is waited for patiently: its model may hold the interpreter.
        """
        place = parse_address(typed, self.settings)
        asked = place.base if isinstance(place, Address) else place.id
        patient = loaded or asked in self._loaded
        for further in (True, False):
            found = await self._finder.find(typed, stages, patient=patient)
            found.link.alive, found.link.warn = stages.alive, stages.warn
            # A Space that says 503 probably sleeps: waiting does not wake it, asking the Hub again does.
            found.link.waits_for_restart = not (further and found.remembered)
            try:
                endpoint = await self._endpoint(found.link, found.address, stages, fresh=fresh)
            except HarpError as error:
                if not (further and found.stale(error)):
                    raise
                self._finder.forget(typed)
                continue
            found.link.waits_for_restart = True
            self._loaded |= {asked, found.address.base}
            return found.link, endpoint
        raise AssertionError("the second way was not followed")

    async def _endpoint(self, link: Link, address: Address, stages: Stages, *, fresh: bool = False) -> Endpoint:
        """The endpoint behind a link; what is known of an app that was not started anew since is not asked again."""
        app = await load_app(link)
        link.prefix = app.prefix
        known = self._known.get(address.text)
        if known is not None and not fresh and app.instance and known.app == app:
            return known
        link.connecting = False
        transport = self._transport(link)

        async def ask(function: Function, data: list[object]) -> list[object]:
            return await transport.call(function, data, stages.beside(), malformed="not_harp")

        limit = self.settings.description_limit
        try:
            # Signs of life do not count here: a server may send them for ever and never say what it is.
            endpoint = await asyncio.wait_for(find_endpoint(app, address, ask), limit)
        except asyncio.TimeoutError:
            raise fail("no_sign_of_life", detail=f"no description came within {limit:g} s") from None
        self._known[address.text] = endpoint
        return endpoint

    def _in_background(self, work: Coroutine[object, object, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _named_inputs(description: Description, audio: Mapping[str, Audio]) -> dict[str, Audio]:
    labels = {entry.label: entry.id for entry in reversed(description.audio_inputs)}
    return {labels.get(name, name): Audio(as_frames(part.samples), part.rate) for name, part in audio.items()}


def _named_files(
    description: Description, files: Mapping[str, FileLike | Sequence[FileLike]]
) -> dict[str, list[FileLike]]:
    labels = {entry.label: entry.id for entry in reversed(description.file_inputs)}
    several: dict[str, list[FileLike]] = {}
    for name, given in files.items():
        one = isinstance(given, (str, bytes)) or not isinstance(given, Sequence)
        several[labels.get(name, name)] = [given] if one else list(given)  # type: ignore[list-item, arg-type]
    return several


def _with_duration(
    description: Description, values: Mapping[str, object], duration: float | None
) -> Mapping[str, object]:
    """With `duration` (seconds) for the control that sets it, as far as its range allows, unless it was set itself."""
    control = next((entry for entry in description.controls if entry.id == description.duration), None)
    if duration is not None and not 0 < duration < math.inf:
        raise fail("control_out_of_range", detail=f"a duration of {duration} seconds")
    if duration is None or control is None or control.id in values:
        return values
    assert isinstance(control, (SliderInput, NumberInput))
    low = -math.inf if control.minimum is None else control.minimum
    high = math.inf if control.maximum is None else control.maximum
    whole = control.integral if isinstance(control, SliderInput) else control.whole
    # Rather too long than too short: what is too long can be cut.
    return {**values, control.id: min(max(math.ceil(duration) if whole else duration, low), high)}
