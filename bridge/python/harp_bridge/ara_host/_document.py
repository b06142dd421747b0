# SPDX-License-Identifier: MIT
"""One ARA document with its graph, archives, renderers and views."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from numpy.typing import ArrayLike

from ._archive import Archive, AudioFileChunk
from ._audio import Audio, as_frames
from ._content import BarSignature, ContentEvent, ContentType, Tempo
from ._errors import ArchiveError, HostError, HostViolation, Violation
from ._graph import MusicalContext, Region, Track
from ._instance import Instance, Role
from ._load import native
from ._sources import Modification, Source, set_content
from ._updates import AnalysisState, GraphObject, PlaybackRequest, Update

if TYPE_CHECKING:
    from ._host import Host

__all__ = ["Document"]

_Object = TypeVar("_Object", MusicalContext, Track, Source, Modification, Region)


class Document:
    """Made by Host.new_document(); belongs to the thread that made it (only renders may run elsewhere)."""

    def __init__(self, host: Host, handle: native.AraDocument, check: bool) -> None:
        self.host = host
        self.native = handle
        self._check = check
        self._objects: dict[int, GraphObject] = {}
        self._ids: dict[str, int] = {}
        self._awaiting_access: list[Source] = []
        self._plugin: Instance | None = None

    def __enter__(self) -> Document:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(check=self._check and error is None)

    # Life -----------------------------------------------------------------------------------------------------------

    def close(self, *, check: bool | None = None) -> None:
        """Empties the graph and ends the document controller; bound instances may live on.

        Raises HostViolation when the plug-in has broken rules, unless `check` (default: what the host was made with)
        is False.
        """
        if self._plugin is not None:
            self._plugin.close()
            self._plugin = None
        if self.native.is_open:
            self.native.close()
        if (self._check if check is None else check) and (violations := self.take_violations()):
            raise HostViolation(violations)

    @property
    def is_open(self) -> bool:
        return self.native.is_open

    @property
    def violations(self) -> list[Violation]:
        """Rules of ARA that the plug-in has broken so far."""
        return [Violation(record.category, record.text) for record in self.native.violations()]

    def take_violations(self) -> list[Violation]:
        """The same, and forgets them: close() will not raise for them."""
        violations = self.violations
        self.native.clear_violations()
        return violations

    # The graph ------------------------------------------------------------------------------------------------------

    @contextmanager
    def edit(self) -> Iterator[Document]:
        """An edit cycle; it ends however the block ends. New sources become readable when it has ended."""
        self.native.begin_editing()
        try:
            yield self
        finally:
            if self.native.is_open and self.native.is_editing:
                self.native.end_editing()
        for source in self._awaiting_access:
            if source.alive and not source.access:
                source.access = True
        self._awaiting_access.clear()

    @property
    def is_editing(self) -> bool:
        return self.native.is_editing

    def rename(self, name: str) -> None:
        self.native.rename(name)

    @property
    def contexts(self) -> list[MusicalContext]:
        return self._alive(MusicalContext)

    @property
    def tracks(self) -> list[Track]:
        return self._alive(Track)

    @property
    def sources(self) -> list[Source]:
        return self._alive(Source)

    @property
    def modifications(self) -> list[Modification]:
        return self._alive(Modification)

    @property
    def regions(self) -> list[Region]:
        return self._alive(Region)

    def add_context(self, name: str = "", content: Iterable[ContentEvent] | None = None) -> MusicalContext:
        """A time line; without content it has 120 quarters per minute in 4/4."""
        properties = native.new_context(name, len(self.contexts))
        set_content(properties, (Tempo(0, 0), Tempo(0.5, 1), BarSignature(4, 4)) if content is None else content)
        return self.register(MusicalContext(self, self.native.create_context(properties)))

    def add_track(self, name: str = "", context: MusicalContext | None = None) -> Track:
        """A track on the given context, else on the first one, which is made when there is none."""
        contexts = self.contexts
        on = context or (contexts[0] if contexts else self.add_context())
        return self.register(Track(self, self.native.create_track(on.native, name, len(self.tracks))))

    def add_source(
        self,
        name: str,
        samples: ArrayLike,
        sample_rate: float,
        *,
        persistent_id: str | None = None,
        access: bool = True,
        content: Iterable[ContentEvent] = (),
        merits_64_bit: bool = False,
    ) -> Source:
        """A recording: (frames,) or (frames, channels), floats, at its own rate.

        The plug-in may read it when the edit cycle has ended, unless `access` is False. Persistent ids are numbered
        when left out, so that the same program makes the same ids.
        """
        identifier = persistent_id or self.new_id("source")
        handle = native.new_source(name, identifier, as_frames(samples), float(sample_rate), merits_64_bit)
        set_content(handle, content)
        source = self.register(Source(self, self.native.create_source(handle)))
        if access:
            self._awaiting_access.append(source)
        return source

    def register(self, item: _Object) -> _Object:
        """Remembers an object under its native id."""
        self._objects[item.native.id] = item
        return item

    def find(self, native_id: int, kind: type[_Object]) -> _Object:
        """The object with that native id."""
        found = self._objects.get(native_id)
        if not isinstance(found, kind):
            raise HostError(f"This document has no such {kind.__name__}")
        return found

    def new_id(self, kind: str) -> str:
        """A persistent id: kind and number."""
        self._ids[kind] = self._ids.get(kind, 0) + 1
        return f"{kind}-{self._ids[kind]}"

    def _alive(self, kind: type[_Object]) -> list[_Object]:
        return [item for item in self._objects.values() if isinstance(item, kind) and item.alive]

    # What the plug-in tells -----------------------------------------------------------------------------------------

    def poll(self) -> list[Update]:
        """Lets the plug-in send its notifications, as hosts do now and then; outside of edit cycles."""
        return [
            Update(kind, self._objects.get(target), flags, span, AnalysisState(state), progress)
            for kind, target, flags, span, state, progress in self.native.poll()
        ]

    def wait_until(self, condition: Callable[[], object], timeout: float = 30.0, *, poll: bool = True) -> list[Update]:
        """Polls until the condition holds and returns the notifications; TimeoutError after `timeout` seconds."""
        updates: list[Update] = []
        deadline = time.monotonic() + timeout
        while True:
            if poll:
                updates += self.poll()
            if condition():
                return updates
            if time.monotonic() > deadline:
                raise TimeoutError(f"The condition did not hold within {timeout:g} s")
            time.sleep(0.005)

    @property
    def playback_requests(self) -> list[PlaybackRequest]:
        """What the plug-in asked of the transport since the last look."""
        return [PlaybackRequest(*request) for request in self.native.take_playback_requests()]

    def analyse(
        self, source: Source, types: Iterable[ContentType] | None = None, timeout: float = 30.0
    ) -> list[Update]:
        """Requests an analysis (default: of every type the plug-in offers) and polls until it is complete."""
        wanted = list(self.host.factory.analyseable_types if types is None else types)
        self.native.request_analysis(source.native, wanted)
        return self.wait_until(
            lambda: not any(self.native.analysis_incomplete(source.native, kind) for kind in wanted), timeout
        )

    def is_licensed(self, types: Iterable[ContentType] = (), transformations: int = 0, *, dialog: bool = False) -> bool:
        """Whether analyses and transformations may be used."""
        return self.native.licensed(dialog, list(types), transformations)

    @property
    def algorithms(self) -> list[tuple[str, str]]:
        """Processing algorithms to choose from: id and name."""
        return self.native.algorithms()

    def algorithm_of(self, source: Source) -> int:
        return self.native.algorithm_of(source.native)

    def request_algorithm(self, source: Source, index: int) -> None:
        self.native.request_algorithm(source.native, index)

    # Archives -------------------------------------------------------------------------------------------------------

    def store(
        self,
        *,
        sources: Iterable[Source] | None = None,
        modifications: Iterable[Modification] | None = None,
        document_data: bool | None = None,
        fail_after: int | None = None,
    ) -> Archive:
        """What the plug-in wants to keep: of everything, or of what is listed as soon as anything is given.

        Writing fails after `fail_after` bytes. ArchiveError when the plug-in reports failure.
        """
        filtered = not (sources is None and modifications is None and document_data is None)
        ok, data, archive_id, progress = self.native.store(
            filtered,
            bool(document_data),
            [source.native for source in sources or ()],
            [modification.native for modification in modifications or ()],
            -1 if fail_after is None else fail_after,
        )
        if not ok:
            raise ArchiveError("The plug-in could not store the document")
        return Archive(data, archive_id, tuple(progress))

    def restore(
        self,
        archive: Archive,
        *,
        sources: Mapping[str, Source | str] | Iterable[str] | None = None,
        modifications: Mapping[str, Modification | str] | Iterable[str] | None = None,
        document_data: bool | None = None,
        fail_after: int | None = None,
    ) -> None:
        """Gives archived states to the objects with the same persistent ids; opens an edit cycle when none is open.

        As soon as anything is given, only what is listed is restored; mappings go from the archived id to the current
        object or id. Reading fails after `fail_after` bytes. ArchiveError when the plug-in reports failure.
        """
        if not self.is_editing:
            with self.edit():
                return self.restore(
                    archive,
                    sources=sources,
                    modifications=modifications,
                    document_data=document_data,
                    fail_after=fail_after,
                )
        filtered = not (sources is None and modifications is None and document_data is None)
        ok, _ = self.native.restore(
            archive.data,
            archive.archive_id,
            filtered,
            bool(document_data),
            _pairs(sources),
            _pairs(modifications),
            -1 if fail_after is None else fail_after,
        )
        if not ok:
            raise ArchiveError("The plug-in could not restore the archive")
        return None

    def store_chunk(self, source: Source) -> AudioFileChunk:
        """The state of one source for an audio file; HostError when the plug-in does not offer that."""
        ok, data, archive_id, open_automatically = self.native.store_chunk(source.native)
        if not ok:
            raise ArchiveError("The plug-in could not store the source into an audio file chunk")
        return AudioFileChunk(Archive(data, archive_id), open_automatically)

    # Instances ------------------------------------------------------------------------------------------------------

    def instance(self, roles: Role, known: Role = Role.ALL, *, host_context: bool = True) -> Instance:
        """A bound instance with these roles; `known` are the roles that the host knows about."""
        return Instance(self.host.native.new_instance(self.native, known, roles, host_context), self, roles)

    def renderer(
        self,
        regions: Iterable[Region] | None = None,
        sample_rate: float = 48000,
        block: int = 512,
        channels: int = 2,
        *,
        offline: bool = False,
        roles: Role = Role.PLAYBACK_RENDERER,
    ) -> Instance:
        """An active playback renderer for these regions (default: all)."""
        instance = self.instance(roles)
        instance.add(*(self.regions if regions is None else regions))
        instance.activate(sample_rate, block, channels, offline=offline)
        return instance

    def editor_view(self) -> Instance:
        """An instance whose view follows select()."""
        return self.instance(Role.EDITOR_VIEW)

    def editor_renderer(
        self, sample_rate: float = 48000, block: int = 512, channels: int = 2, *, offline: bool = False
    ) -> Instance:
        """An active instance that previews edits; say of what with preview()."""
        instance = self.instance(Role.EDITOR_RENDERER)
        instance.activate(sample_rate, block, channels, offline=offline)
        return instance

    @property
    def plugin(self) -> Instance:
        """One instance with the editor view role, made when it is first asked for: the way to commands and state."""
        if self._plugin is None:
            self._plugin = self.editor_view()
        return self._plugin

    def render(
        self,
        sample_rate: float = 48000,
        seconds: float | None = None,
        block: int = 512,
        channels: int = 2,
        *,
        start: float = 0.0,
        offline: bool = True,
        regions: Iterable[Region] | None = None,
    ) -> Audio:
        """The arrangement through one renderer: (frames, channels) float32 from `start`.

        Without `seconds` to the last region's end.
        """
        played = list(self.regions if regions is None else regions)
        end = max((region.end + region.head_and_tail[1] for region in played), default=start)
        length = max(0.0, end - start) if seconds is None else seconds
        with self.renderer(played, sample_rate, block, channels, offline=offline) as renderer:
            return renderer.render(round(start * sample_rate), round(length * sample_rate))


def _pairs(
    ids: Mapping[str, Source | str] | Mapping[str, Modification | str] | Iterable[str] | None,
) -> list[tuple[str, str]]:
    if ids is None:
        return []
    if isinstance(ids, Mapping):
        return [(archived, now if isinstance(now, str) else now.persistent_id) for archived, now in ids.items()]
    return [(identifier, identifier) for identifier in ids]
