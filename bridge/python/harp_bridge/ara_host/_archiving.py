# SPDX-License-Identifier: MIT
"""The part of Document that stores and restores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from ._archive import Archive, AudioFileChunk
from ._errors import ArchiveError
from ._load import native
from ._sources import Modification, Source

if TYPE_CHECKING:
    from ._document import Document

__all__ = ["Archiving"]


class Archiving:
    """What a document can keep; part of Document."""

    native: native.AraDocument

    def edit(self) -> AbstractContextManager[Document]:
        """Document has it."""
        raise NotImplementedError

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
        if not self.native.is_editing:
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


def _pairs(
    ids: Mapping[str, Source | str] | Mapping[str, Modification | str] | Iterable[str] | None,
) -> list[tuple[str, str]]:
    if ids is None:
        return []
    if isinstance(ids, Mapping):
        return [(archived, now if isinstance(now, str) else now.persistent_id) for archived, now in ids.items()]
    return [(identifier, identifier) for identifier in ids]
