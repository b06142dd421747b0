# SPDX-License-Identifier: MIT
"""The first half of a job: everything that the model shall work on goes to the server, once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ._endpoints.endpoint import Endpoint, Uploaded
from ._endpoints.files import safe_name
from ._errors import HarpError
from ._progress import Stages
from ._settings import Settings
from ._sound.audio import Audio
from ._sound.bodies import AudioBody, choose
from ._sound.digest import digest, sample
from ._text import log
from ._threads import Stop, in_thread
from ._transport.files import FileBody, FileLike, file_body
from ._transport.lane import Lane
from ._transport.memory import Shelf, UploadMemory
from ._transport.seam import Transport

__all__ = ["Sending"]


@dataclass
class _Part:
    """One file on its way. `weight` stands for its share of the work."""

    input: str
    body: AudioBody | FileBody
    shelf: Shelf
    weight: int
    digest: Callable[[Stop], bytes]


class Sending:
    """The uploads of one job. While the model works, `learn` computes what recognises them the next time."""

    def __init__(
        self,
        transport: Transport,
        endpoint: Endpoint,
        settings: Settings,
        memory: UploadMemory,
        lane: Lane,
        stages: Stages,
    ) -> None:
        self._transport = transport
        self._endpoint = endpoint
        self._settings = settings
        self._memory = memory
        self._lane = lane
        self._stages = stages
        self._fresh: list[tuple[_Part, str]] = []
        self.notes: list[str] = []

    async def send(
        self, audio: Mapping[str, Audio], files: Mapping[str, Sequence[FileLike]]
    ) -> dict[str, list[Uploaded]]:
        """What the server has now, by the id of the input. Raises file_unreadable, upload_refused, ..."""
        parts = [await self._sound(key, part) for key, part in audio.items()]
        parts += [await self._file(key, file) for key, several in files.items() for file in several]
        uploaded: dict[str, list[Uploaded]] = {}
        progress = _Total(self._stages, parts)
        for part in parts:
            path = await self._known(part)
            if path is None:
                async with self._lane.held():
                    path = await self._transport.upload(part.body, progress.sent)
                if part.shelf.instance and self._transport.remembers:
                    self._fresh.append((part, path))
            self.notes += [note for note in part.body.notes() if note not in self.notes]
            progress.next(part)
            uploaded.setdefault(part.input, []).append(Uploaded(path, part.body.name))
        return uploaded

    async def learn(self) -> None:
        """Runs beside the job; to be cancelled, and waited for, before the job lets go of its audio."""
        while self._fresh:
            part, path = self._fresh.pop()
            try:
                found = await in_thread(part.digest)
            except HarpError as error:
                log.info("an upload is not remembered: %s", error)
            else:
                self._memory.keep(part.shelf, found, path, tuple(part.body.notes()))

    async def _sound(self, identity: str, audio: Audio) -> _Part:
        sixteen_bit = self._endpoint.sixteen_bit
        body = await choose(
            audio,
            self._settings.upload_format,
            far=self._settings.upload_format == "auto" and not sixteen_bit and await self._transport.far(),
            sixteen_bit=sixteen_bit,
        )
        shape = (float(audio.frames), float(audio.channels), float(audio.rate))
        size, base = audio.samples.size, self._transport.base
        shelf = Shelf(base, self._endpoint.app.instance, body.format, size, shape, sample(audio))
        return _Part(identity, body, shelf, audio.samples.size * 4, lambda stop: digest(audio, stop))

    async def _file(self, identity: str, content: FileLike) -> _Part:
        label = next((entry.label for entry in self._endpoint.description.inputs if entry.id == identity), "file")
        body = await in_thread(lambda stop: file_body(content, lambda path, start: safe_name(label, path, start)))
        shelf = Shelf(self._transport.base, self._endpoint.app.instance, body.name, body.size or 0)
        return _Part(identity, body, shelf, body.size or 0, body.digest)

    async def _known(self, part: _Part) -> str | None:
        """Where the server keeps this very file already."""
        if not self._memory.may_hold(part.shelf):
            return None
        found = await in_thread(part.digest)
        kept = self._memory.find(part.shelf, found)
        if kept is None:
            return None
        path, notes = kept
        try:
            if await self._transport.holds(path):
                self.notes += [note for note in notes if note not in self.notes]
                return path
        except HarpError as error:
            log.info("an upload is sent again: %s", error)
        self._memory.forget(part.shelf, found)
        return None


class _Total:
    """Adds the transfers of one job up."""

    def __init__(self, stages: Stages, parts: Sequence[_Part]) -> None:
        self._stages = stages
        self._weights = [max(part.weight, 1) for part in parts]
        sizes = [part.body.size for part in parts]
        self._total = None if None in sizes else sum(size or 0 for size in sizes)
        self._before = 0
        self._bytes = 0
        self._latest = 0
        self._done = 0

    def sent(self, done: int, fraction: float) -> None:
        self._latest = done
        share = (self._before + fraction * self._weights[self._done]) / sum(self._weights)
        self._stages.transfer("uploading", self._bytes + done, self._total, share)

    def next(self, part: _Part) -> None:
        """The current one is there, whether it was sent or known."""
        self._before += self._weights[self._done]
        self._bytes += self._latest
        self._latest = 0
        self._done += 1
        share = self._before / sum(self._weights)
        self._stages.transfer("uploading", self._bytes, self._total, share)
