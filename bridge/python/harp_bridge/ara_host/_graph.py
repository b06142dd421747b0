# SPDX-License-Identifier: MIT
"""The arrangement of an ARA document: musical contexts, tracks and regions.

MusicalContext ← Track ← Region → Modification → Source. Every method that changes something belongs into `with
document.edit():`, unless it says otherwise. Times are seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ._content import ContentEvent
from ._errors import HostError
from ._load import native
from ._questions import HasContent
from ._sources import Modification, set_content

if TYPE_CHECKING:
    from ._document import Document

__all__ = ["Colour", "MusicalContext", "Region", "Track"]

Colour = tuple[float, float, float]
"""Red, green, blue, 0..1 each."""


class MusicalContext:
    """One time line: tempo, bar signatures, keys and chords that the plug-in can read."""

    def __init__(self, document: Document, handle: native.AraContext) -> None:
        self.document = document
        self.native = handle

    @property
    def name(self) -> str:
        return self.native.name

    @property
    def alive(self) -> bool:
        return self.native.alive

    def update(
        self,
        *,
        name: str | None = None,
        colour: Colour | None = None,
        content: Iterable[ContentEvent] | None = None,
        flags: int = 0,
    ) -> None:
        """Changes what is given; `content` replaces all content, `flags` tell the plug-in what did not change."""
        self.document.native.require_editing()
        self.native.name = self.name if name is None else name
        self.native.colour = self.native.colour if colour is None else colour
        if content is not None:
            set_content(self.native, content)
        self.document.native.update_context(self.native, content is not None, flags)

    def destroy(self) -> None:
        """Removes the context, with its tracks and their regions."""
        self.document.native.destroy(self.native)


class Track:
    """A track or lane (ARA: region sequence)."""

    def __init__(self, document: Document, handle: native.AraTrack) -> None:
        self.document = document
        self.native = handle

    def __repr__(self) -> str:
        return f"<Track {self.name!r}>"

    @property
    def name(self) -> str:
        return self.native.name

    @property
    def alive(self) -> bool:
        return self.native.alive

    @property
    def regions(self) -> list[Region]:
        """Its regions in order of creation."""
        return [region for region in self.document.regions if region.track is self]

    def add_region(
        self,
        modification: Modification,
        at: float = 0.0,
        start: float = 0.0,
        duration: float | None = None,
        *,
        playback_duration: float | None = None,
        name: str = "",
        transformation: int = 0,
    ) -> Region:
        """Places a piece of a modification on this track.

        `at` is song time, `start` and `duration` are modification time (None: to the end of the source).
        `playback_duration` differs from `duration` only with time stretching (`transformation`).
        """
        length = modification.source.duration - start if duration is None else duration
        handle = self.document.native.create_region(
            modification.native,
            self.native,
            name,
            at,
            start,
            length,
            length if playback_duration is None else playback_duration,
            transformation,
        )
        return self.document.register(Region(self.document, handle))

    def update(
        self,
        *,
        name: str | None = None,
        order: int | None = None,
        colour: Colour | None = None,
        context: MusicalContext | None = None,
    ) -> None:
        """Changes what is given."""
        self.document.native.require_editing()
        self.native.name = self.name if name is None else name
        self.native.order = self.native.order if order is None else order
        self.native.colour = self.native.colour if colour is None else colour
        self.native.context = self.native.context if context is None else context.native
        self.document.native.update_track(self.native)

    def destroy(self) -> None:
        """Removes the track with its regions."""
        self.document.native.destroy(self.native)


class Region(HasContent[native.AraRegion]):
    """A piece of a modification on a track."""

    def __init__(self, document: Document, handle: native.AraRegion) -> None:
        self.document = document
        self.native = handle

    def __repr__(self) -> str:
        window = f"{self.start:g}..{self.start + self.duration:g} s of {self.modification!r}"
        return f"<Region {self.name!r} at {self.at:g} s, {window}>"

    @property
    def name(self) -> str:
        return self.native.name

    @property
    def alive(self) -> bool:
        return self.native.alive

    @property
    def at(self) -> float:
        """Song time."""
        return self.native.at

    @property
    def start(self) -> float:
        """Modification time."""
        return self.native.start

    @property
    def duration(self) -> float:
        """In modification time."""
        return self.native.duration

    @property
    def playback_duration(self) -> float:
        """In song time."""
        return self.native.playback_duration

    @property
    def end(self) -> float:
        """Song time."""
        return self.at + self.playback_duration

    @property
    def track(self) -> Track:
        return self.document.find(self.native.track.id, Track)

    @property
    def modification(self) -> Modification:
        return self.document.find(self.native.modification.id, Modification)

    @property
    def head_and_tail(self) -> tuple[float, float]:
        """Seconds of sound before and after the borders, as the plug-in says. Outside of edit cycles, too."""
        return self.document.native.head_and_tail(self.native)

    def move(self, at: float, track: Track | None = None) -> None:
        """To another song time, perhaps on another track."""
        self.update(at=at, track=track)

    def trim(self, start: float | None = None, duration: float | None = None, *, at: float | None = None) -> None:
        """Shows another window of the modification.

        Without stretching, what sounds stays at its place unless `at` says otherwise.
        """
        if self.playback_duration != self.duration:
            raise HostError("A stretched region is changed with update()")
        new_start = self.start if start is None else start
        new_duration = self.duration if duration is None else duration
        new_at = self.at + new_start - self.start if at is None else at
        self.update(at=new_at, start=new_start, duration=new_duration, playback_duration=new_duration)

    def update(
        self,
        *,
        at: float | None = None,
        start: float | None = None,
        duration: float | None = None,
        playback_duration: float | None = None,
        track: Track | None = None,
        name: str | None = None,
        colour: Colour | None = None,
        transformation: int | None = None,
    ) -> None:
        """Changes what is given."""
        self.document.native.require_editing()
        handle = self.native
        handle.at = handle.at if at is None else at
        handle.start = handle.start if start is None else start
        handle.duration = handle.duration if duration is None else duration
        handle.playback_duration = handle.playback_duration if playback_duration is None else playback_duration
        handle.track = handle.track if track is None else track.native
        handle.name = handle.name if name is None else name
        handle.colour = handle.colour if colour is None else colour
        handle.transformation = handle.transformation if transformation is None else transformation
        self.document.native.update_region(handle)

    def destroy(self) -> None:
        """Removes the region; renderers let go of it first."""
        self.document.native.destroy(self.native)
