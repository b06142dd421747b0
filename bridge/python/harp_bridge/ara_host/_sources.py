# SPDX-License-Identifier: MIT
"""The recordings of an ARA document and their states of edits.

Every method that changes something belongs into `with document.edit():`, unless it says otherwise. Times are seconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from numpy.typing import ArrayLike

from ._audio import as_frames
from ._content import ContentEvent, ContentGrade, by_type, to_native
from ._load import native
from ._questions import HasContent

if TYPE_CHECKING:
    from ._document import Document

__all__ = ["Modification", "Read", "Source"]


class Read(NamedTuple):
    """One read of a source by the plug-in, in frames of the source."""

    position: int
    frames: int
    offline: bool
    ok: bool


class Source(HasContent[native.AraSource]):
    """A recording, with samples held by the host at their own rate and channel count.

    `fail_reads`, `fail_after` and `read_delay` make reads go wrong, for tests of the plug-in.
    """

    def __init__(self, document: Document, handle: native.AraSource) -> None:
        self.document = document
        self.native = handle

    def __repr__(self) -> str:
        return f"<Source {self.name!r}>"

    @property
    def name(self) -> str:
        return self.native.name

    @property
    def persistent_id(self) -> str:
        return self.native.persistent_id

    @property
    def alive(self) -> bool:
        return self.native.alive

    @property
    def sample_rate(self) -> float:
        return self.native.sample_rate

    @property
    def duration(self) -> float:
        """Seconds."""
        return self.native.frames / self.native.sample_rate

    @property
    def access(self) -> bool:
        """Whether the plug-in may read the samples. Can be set inside or outside of an edit cycle."""
        return self.native.access

    @access.setter
    def access(self, enable: bool) -> None:
        self.document.native.set_sample_access(self.native, enable)

    @property
    def reads(self) -> list[Read]:
        """What the plug-in has read since the last look."""
        return [Read(*read) for read in self.native.take_reads()]

    @property
    def open_readers(self) -> int:
        """Readers that the plug-in holds at this moment."""
        return self.document.native.open_readers(self.native)

    @property
    def fail_reads(self) -> bool:
        """True: every read fails."""
        return self.native.fail_reads

    @fail_reads.setter
    def fail_reads(self, fail: bool) -> None:
        self.native.fail_reads = fail

    @property
    def fail_after(self) -> int | None:
        """Reads beyond so many frames per reader fail."""
        return None if self.native.fail_after < 0 else self.native.fail_after

    @fail_after.setter
    def fail_after(self, frames: int | None) -> None:
        self.native.fail_after = -1 if frames is None else frames

    @property
    def read_delay(self) -> float:
        """Seconds that every read takes at least."""
        return self.native.read_delay

    @read_delay.setter
    def read_delay(self, seconds: float) -> None:
        self.native.read_delay = seconds

    def add_modification(self, name: str = "", persistent_id: str | None = None) -> Modification:
        """A new state of edits of this recording."""
        identifier = persistent_id or self.document.new_id("modification")
        handle = self.document.native.create_modification(self.native, name, identifier)
        return self.document.register(Modification(self.document, handle))

    def update(
        self,
        *,
        name: str | None = None,
        persistent_id: str | None = None,
        samples: ArrayLike | None = None,
        sample_rate: float | None = None,
        content: Iterable[ContentEvent] | None = None,
        flags: int = 0,
    ) -> None:
        """Changes what is given.

        New samples are announced as ARA demands: access off, properties, content update (`flags` tell what did not
        change), access on again if it was on.
        """
        self.document.native.require_editing()
        frames = None if samples is None else as_frames(samples)
        if frames is None and sample_rate is not None:
            raise ValueError("A new sample rate comes with new samples")
        had_access = self.access
        if frames is not None and had_access:
            self.access = False
        self.native.name = self.name if name is None else name
        self.native.persistent_id = self.persistent_id if persistent_id is None else persistent_id
        if frames is not None:
            self.native.set_samples(frames, self.sample_rate if sample_rate is None else sample_rate)
        if content is not None:
            set_content(self.native, content)
        self.document.native.update_source(self.native)
        if frames is not None or content is not None:
            self.document.native.update_source_content(self.native, flags)
        if frames is not None and had_access:
            self.access = True

    def announce_content_update(self, flags: int = 0) -> None:
        """Tells the plug-in that samples or content changed, without changing anything."""
        self.document.native.update_source_content(self.native, flags)

    def deactivate(self, deactivated: bool = True) -> None:
        """Keeps the source for undo only, or takes it back."""
        self.document.native.deactivate(self.native, deactivated)

    def destroy(self) -> None:
        """Removes the source with its modifications and their regions."""
        self.document.native.destroy(self.native)


class Modification(HasContent[native.AraModification]):
    """One state of edits of a source."""

    def __init__(self, document: Document, handle: native.AraModification) -> None:
        self.document = document
        self.native = handle

    def __repr__(self) -> str:
        return f"<Modification {self.persistent_id!r} of {self.source.name!r}>"

    @property
    def name(self) -> str:
        return self.native.name

    @property
    def persistent_id(self) -> str:
        return self.native.persistent_id

    @property
    def alive(self) -> bool:
        return self.native.alive

    @property
    def source(self) -> Source:
        return self.document.find(self.native.source.id, Source)

    @property
    def preserves_signal(self) -> bool:
        """Whether the plug-in says that it plays the source unchanged. Outside of edit cycles, too."""
        return self.document.native.preserves_signal(self.native)

    def clone(self, name: str = "", persistent_id: str | None = None) -> Modification:
        """A new modification that starts as a copy of this one's edits."""
        identifier = persistent_id or self.document.new_id("modification")
        handle = self.document.native.clone_modification(self.native, name, identifier)
        return self.document.register(Modification(self.document, handle))

    def update(self, *, name: str | None = None, persistent_id: str | None = None) -> None:
        """Changes what is given."""
        self.document.native.require_editing()
        self.native.name = self.name if name is None else name
        self.native.persistent_id = self.persistent_id if persistent_id is None else persistent_id
        self.document.native.update_modification(self.native)

    def deactivate(self, deactivated: bool = True) -> None:
        """Keeps the modification for undo only (it has no regions then), or takes it back."""
        self.document.native.deactivate(self.native, deactivated)

    def destroy(self) -> None:
        """Removes the modification with its regions."""
        self.document.native.destroy(self.native)


def set_content(handle: native.AraContext | native.AraSource, events: Iterable[ContentEvent]) -> None:
    """Replaces what the plug-in can read of the object."""
    handle.clear_content()
    for content_type, list_of_type in by_type(events).items():
        handle.set_content(content_type, ContentGrade.APPROVED, [to_native(event) for event in list_of_type])
