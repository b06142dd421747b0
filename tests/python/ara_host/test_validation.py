# SPDX-License-Identifier: MIT
"""Every rule the host watches: the probe breaks it once, and exactly that must be on record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from harp_bridge.ara_host import ContentType, Document, Host, HostError, HostViolation, Role

from .conftest import RATE, Song


def access_again(song: Document) -> None:
    song.sources[0].access = False
    song.sources[0].access = True


def empty_edit(song: Document) -> None:
    with song.edit():
        pass


def rename(song: Document) -> None:
    with song.edit():
        song.rename("renamed")


def poll(song: Document) -> None:
    song.poll()


def store(song: Document) -> None:
    song.store()


def restore(song: Document) -> None:
    song.restore(song.store())


def render(song: Document) -> None:
    with song.renderer(sample_rate=RATE) as renderer:
        renderer.render(0, 256)


def bind(song: Document) -> None:
    with song.instance(Role.PLAYBACK_RENDERER):
        pass


def read_notes(song: Document) -> None:
    song.analyse(song.sources[0])
    song.sources[0].read_content(ContentType.NOTES)


def add_source(song: Document) -> None:
    with song.edit():
        song.add_source("another", song_samples(), RATE)


def song_samples() -> list[float]:
    return [0.0] * 100


def ask_tail(song: Document) -> None:
    assert song.regions[0].head_and_tail == (-1.0, -1.0)


def store_chunk(song: Document) -> None:
    song.store_chunk(song.sources[0])


def make_reader(song: Document) -> None:
    song.plugin.command({"do": "make-reader"})


def nothing(song: Document) -> None:
    pass


Step = Callable[[Document], None]

MISTAKES: list[tuple[str, Step, str, str]] = [
    ("reader-on-thread", nothing, "thread", "createAudioReaderForSource was called on a thread"),
    ("reader-without-access", nothing, "access", "samples are not accessible"),
    ("reader-in-other-call", rename, "context", "belongs into endEditing"),
    ("reader-outside", make_reader, "context", "while no host call was running"),
    ("unknown-source", nothing, "reference", "audio source that does not exist"),
    ("unknown-reader", nothing, "reference", "reader that does not exist"),
    ("destroy-twice", nothing, "reference", "destroyAudioReader"),
    ("read-dead-reader", nothing, "reader", "had been given back"),
    ("keep-readers", access_again, "reader", "still there after sample access was switched off"),
    ("notify-outside-poll", empty_edit, "context", "outside of notifyModelUpdates"),
    ("notify-on-thread", poll, "thread", "notifyDocumentDataChanged"),
    ("content-in-poll", poll, "context", "creation or update of that object"),
    ("content-left-open", empty_edit, "content", "left open"),
    ("content-unavailable", empty_edit, "content", "not available"),
    ("content-unknown-object", empty_edit, "reference", "object that does not exist"),
    ("content-index", empty_edit, "content", "event 99 of 2"),
    ("progress-order", poll, "update", "started, updated, completed"),
    ("progress-falls", poll, "update", "progress fell"),
    ("signal-flag", poll, "update", "signal flag"),
    ("unknown-flags", poll, "update", "unknown flags"),
    ("unknown-region", poll, "reference", "notifyPlaybackRegionContentChanged"),
    ("write-in-poll", poll, "context", "outside of its store or restore call"),
    ("write-nothing", store, "archive", "0 bytes were written"),
    ("write-wrong-ref", store, "reference", "not the running archive"),
    ("write-on-thread", store, "thread", "writeBytesToArchive"),
    ("archive-progress", store, "archive", "progress rises from 0 to 1"),
    ("restore-call-in-store", store, "context", "getArchiveSize"),
    ("read-nothing", restore, "archive", "0 bytes were read"),
    ("read-past-end", restore, "archive", "beyond the end"),
    ("copied-archive-id", store_chunk, "archive", "address of one of the factory's own strings"),
    ("request-in-process", render, "thread", "asked for something (start)"),
    ("read-in-process", render, "thread", "realtime render thread"),
    ("unwritten-block", render, "vst3", "not written completely"),
    ("latency", render, "vst3", "latency of 64"),
    ("wrong-roles", bind, "role", "playback renderer"),
    ("bad-notes", read_notes, "content", "frequency without a pitch"),
    ("negative-tail", ask_tail, "interface", "head and tail"),
    ("null-function", nothing, "interface", "is NULL"),
    ("other-factory", nothing, "factory", "another factory"),
]


@pytest.mark.parametrize(("mistake", "step", "category", "text"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_recorded(misbehaving: Song, mistake: str, step: Step, category: str, text: str) -> None:
    song = misbehaving(mistake)
    step(song)
    found = song.violations
    assert any(v.category == category and text in v.text for v in found), found
    song.close(check=False)
    song.take_violations()


def test_two_threads_with_one_reader_are_noticed(host: Host, noise: object) -> None:
    song = host.new_document("concurrent-reads")
    with song.edit():
        source = song.add_source("take", noise, RATE, access=False)  # type: ignore[arg-type]
    source.read_delay = 0.002
    source.access = True
    assert any("two threads" in v.text for v in song.take_violations())


def test_a_reader_that_outlives_the_document_is_noticed(misbehaving: Song) -> None:
    song = misbehaving("keep-readers")
    song.close(check=False)
    assert any("still there after the audio source was destroyed" in v.text for v in song.take_violations())


def test_a_member_beyond_struct_size_must_not_be_called(host: Host) -> None:
    song = host.new_document("beyond-struct", short_structs=True)
    song.poll()
    assert [v.category for v in song.take_violations()] == ["interface"]


def test_an_offline_render_may_read(misbehaving: Song) -> None:
    song = misbehaving("read-in-process")
    assert song.render(RATE, seconds=0.01, offline=True) is not None
    assert not song.violations
    assert song.sources[0].reads[-1].offline


def test_without_strictness_readers_may_come_in_any_host_call(host: Host) -> None:
    song = host.new_document("reader-in-other-call", strict=False)
    with song.edit():
        song.add_source("take", song_samples(), RATE)
    rename(song)
    assert not song.violations


def test_a_wrong_controller_reference_is_recorded_by_the_host(misbehaving: Song, host: Host) -> None:
    song = misbehaving("unknown-controller")
    assert [v.category for v in host.violations] == ["reference"]
    assert not song.violations
    with pytest.raises(HostViolation, match="never gave out"):
        host.close()


def test_a_complaint_of_the_plugin_about_the_host_is_recorded(misbehaving: Song, host: Host) -> None:
    rename(misbehaving("assert"))
    assert [str(v) for v in host.violations] == [
        "[assertion] the plug-in blames the host (invalid state): the probe was asked to complain"
    ]
    host.close(check=False)


def test_a_host_without_an_assert_function_hears_nothing(probe: Path) -> None:
    with Host(probe, assert_function=False) as host:
        song = host.new_document("assert")
        with song.edit():
            song.rename("x")


def test_closing_raises_what_nobody_has_looked_at(misbehaving: Song) -> None:
    song = misbehaving("latency")
    render(song)
    with pytest.raises(HostViolation, match="latency of 64") as caught:
        song.close()
    assert [v.category for v in caught.value.violations] == ["vst3"]
    assert not song.is_open


def test_an_exception_in_the_block_is_not_hidden_by_violations(probe: Path) -> None:
    with pytest.raises(ZeroDivisionError), Host(probe) as host:
        song = host.new_document("null-function")
        assert song.violations
        _ = 1 / 0


def test_a_failing_process_call_is_an_error(misbehaving: Song) -> None:
    with pytest.raises(HostError, match="process a block"):
        render(misbehaving("failing-process"))


def test_a_controller_older_than_ara_2_is_refused(host: Host) -> None:
    with pytest.raises(HostError, match="older than ARA 2"):
        host.new_document("old-controller")
