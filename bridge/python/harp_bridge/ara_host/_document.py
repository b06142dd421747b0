# SPDX-License-Identifier: MIT
"""One ARA document with its graph, archives, renderers and views."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

from numpy.typing import ArrayLike

from ._archiving import Archiving
from ._audio import as_frames
from ._content import BarSignature, ContentEvent, ContentType, Tempo
from ._errors import HostError, HostViolation, Violation
from ._graph import MusicalContext, Region, Track
from ._load import native
from ._playing import Playing
from ._sources import Modification, Source, set_content
from ._updates import AnalysisState, GraphObject, PlaybackRequest, Update

if TYPE_CHECKING:
    from ._host import Host

__all__ = ["Document"]

_Object = TypeVar("_Object", MusicalContext, Track, Source, Modification, Region)


class Document(Archiving, Playing):
    """Made by Host.new_document(); belongs to the thread that made it (only renders may run elsewhere)."""

    def __init__(self, host: Host, handle: native.AraDocument, check: bool) -> None:
        self.host = host
        self.native = handle
        self._check = check
        self._objects: dict[int, GraphObject] = {}
        self._ids: dict[str, int] = {}
        self._awaiting_access: list[Source] = []
        self._plugin = None

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
