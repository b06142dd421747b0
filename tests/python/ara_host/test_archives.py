# SPDX-License-Identifier: MIT
"""Archives: whole and in parts, under other ids, damaged and on failing disks."""

from __future__ import annotations

import pytest
from harp_bridge.ara_host import Archive, ArchiveError, Audio, Document, Host

from .conftest import fill


def gain(song: Document, modification: str, value: float) -> None:
    assert song.plugin.command({"modification": modification, "gain": value}) == {"ok": True}


@pytest.fixture
def edited(song: Document) -> Document:
    with song.edit():
        song.modifications[0].clone()
    gain(song, "modification-1", 0.5)
    gain(song, "modification-2", 0.25)
    return song


def test_a_document_comes_back_in_another_one(edited: Document, host: Host, noise: Audio) -> None:
    archive = edited.store()
    assert archive.archive_id == host.factory.archive_id
    assert archive.progress == (0.5, 1.0)
    edited.close()
    again = fill(host.new_document("Song"), noise)
    assert again.modifications[0].preserves_signal
    again.restore(archive)
    assert not again.modifications[0].preserves_signal


def test_a_filter_stores_exactly_what_is_listed(edited: Document) -> None:
    one = edited.store(modifications=[edited.modifications[1]])
    assert b"modification-2" in one.data
    assert b"modification-1" not in one.data
    assert b"source-1" not in one.data
    assert edited.store(document_data=True).data == b"probe\nend\n"


def test_a_filter_restores_exactly_what_is_listed(edited: Document) -> None:
    archive = edited.store()
    for modification in edited.modifications:
        gain(edited, modification.persistent_id, 1.0)
    edited.restore(archive, modifications=["modification-2"])
    assert [m.preserves_signal for m in edited.modifications] == [True, False]


def test_states_go_to_objects_with_other_ids(edited: Document) -> None:
    archive = edited.store(modifications=[edited.modifications[0]])
    with edited.edit():
        target = edited.sources[0].add_modification(persistent_id="pasted")
        edited.restore(archive, modifications={"modification-1": target})
    assert not target.preserves_signal


def test_damaged_archives_are_refused(edited: Document) -> None:
    archive = edited.store()
    for damaged in (archive.truncated(10), archive.with_flipped_bit(0), Archive(b"")):
        with pytest.raises(ArchiveError):
            edited.restore(damaged)
    assert not edited.is_editing
    assert not edited.violations


def test_failing_disks_are_reported(edited: Document) -> None:
    with pytest.raises(ArchiveError):
        edited.store(fail_after=5)
    with pytest.raises(ArchiveError):
        edited.restore(edited.store(), fail_after=5)


def test_a_source_goes_into_an_audio_file_chunk(edited: Document) -> None:
    chunk = edited.store_chunk(edited.sources[0])
    assert chunk.open_automatically
    assert b"source-1" in chunk.archive.data
    edited.restore(chunk.archive, sources=["source-1"])
