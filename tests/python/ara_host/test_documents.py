# SPDX-License-Identifier: MIT
"""Documents: edit cycles, the graph, sample access, selection, state, commands, and the order of endings."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from harp_bridge.ara_host import Audio, Document, Host, HostError, Role

from .conftest import RATE, fill


def test_an_edit_outside_of_a_cycle_is_refused_and_changes_nothing(song: Document) -> None:
    region = song.regions[0]
    with pytest.raises(HostError, match="edit cycle"):
        region.move(at=5.0)
    assert region.at == 1.0


def test_edit_cycles_do_not_nest(song: Document) -> None:
    with song.edit(), pytest.raises(HostError, match="open already"), song.edit():
        pass
    assert not song.is_editing


def test_an_edit_cycle_ends_when_its_block_fails(song: Document) -> None:
    with pytest.raises(ZeroDivisionError), song.edit():
        _ = 1 / 0
    assert not song.is_editing


def test_a_forgotten_edit_cycle_is_noticed_at_the_end(song: Document) -> None:
    song.native.begin_editing()
    song.close(check=False)
    assert ["forgot to end its edit cycle" in v.text for v in song.take_violations()] == [True]


def test_polling_and_storing_are_refused_inside_a_cycle(song: Document) -> None:
    with song.edit():
        with pytest.raises(HostError, match="inside an edit cycle"):
            song.poll()
        with pytest.raises(HostError, match="inside an edit cycle"):
            song.store()


def test_a_document_belongs_to_its_thread(song: Document) -> None:
    caught: list[BaseException] = []

    def elsewhere() -> None:
        try:
            song.poll()
        except HostError as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert "belongs to the thread" in str(caught[0])


def test_new_sources_become_readable_when_the_cycle_has_ended(host: Host, noise: Audio) -> None:
    document = host.new_document("access")
    with document.edit():
        first = document.add_source("first", noise, RATE)
        second = document.add_source("second", noise, RATE, access=False)
        third = document.add_source("third", noise, RATE, access=False)
        third.access = True
        assert (first.access, second.access, third.access) == (False, False, True)
    assert (first.access, second.access, third.access) == (True, False, True)
    assert (first.open_readers, second.open_readers) == (1, 0)
    first.access = False
    assert first.open_readers == 0
    assert not document.violations


def test_new_samples_are_announced_with_access_off_and_on(song: Document, noise: Audio) -> None:
    with song.edit():
        song.sources[0].update(samples=noise[::-1] * 0.5, name="take 2")
    assert song.sources[0].access
    assert np.array_equal(song.render(RATE, seconds=2)[RATE:], (noise[::-1] * 0.5)[RATE // 2 : RATE // 2 + RATE])
    assert not song.violations


def test_trimming_keeps_what_sounds_in_its_place(song: Document) -> None:
    before = song.render(RATE, seconds=4)
    region = song.regions[0]
    with song.edit():
        region.trim(start=1.0, duration=1.0)
    assert (region.at, region.duration) == (1.5, 1.0)
    after = song.render(RATE, seconds=4)
    assert np.array_equal(after[int(1.5 * RATE) : int(2.5 * RATE)], before[int(1.5 * RATE) : int(2.5 * RATE)])
    assert not after[: int(1.5 * RATE)].any()


def test_destroying_an_object_takes_what_hangs_on_it(song: Document) -> None:
    with song.edit():
        song.sources[0].destroy()
    assert (song.sources, song.modifications, song.regions) == ([], [], [])
    assert len(song.tracks) == 1
    with song.edit():
        song.contexts[0].destroy()
    assert song.tracks == []


def test_a_destroyed_object_says_so(song: Document) -> None:
    region = song.regions[0]
    with song.edit():
        region.destroy()
    with song.edit(), pytest.raises(HostError, match="has been destroyed"):
        region.move(at=2.0)


def test_the_plugin_reads_exactly_what_was_recorded(song: Document, noise: Audio) -> None:
    assert [(read.position, read.frames, read.ok) for read in song.sources[0].reads] == [(0, len(noise), True)]
    assert song.sources[0].reads == []


def test_failing_reads_are_reported_to_the_plugin_as_silence(host: Host, noise: Audio) -> None:
    document = host.new_document("bad disk")
    with document.edit():
        source = document.add_source("take", noise, RATE, access=False)
        document.add_track().add_region(source.add_modification())
    source.fail_reads = True
    source.access = True
    assert [read.ok for read in source.reads] == [False]
    assert not document.render(RATE, seconds=1).any()
    source.access = False
    source.fail_reads, source.fail_after = False, 1000
    source.access = True
    assert [read.ok for read in source.reads] == [False]


def test_slow_reads_are_slow(host: Host, noise: Audio) -> None:
    import time

    document = host.new_document("slow disk")
    with document.edit():
        source = document.add_source("take", noise, RATE, access=False)
    source.read_delay = 0.1
    began = time.monotonic()
    source.access = True
    assert time.monotonic() - began >= 0.1


def test_the_selection_of_the_host_reaches_the_view(song: Document) -> None:
    with song.editor_view() as view:
        view.select([song.regions[0]], [song.tracks[0]], span=(1.0, 2.0))
        assert view.state()["selected"] == 11
        view.select()
        assert view.state()["selected"] == 0
        view.hide(song.tracks)
        view.hide()


def test_commands_and_state_are_json_objects(song: Document) -> None:
    assert song.plugin.has_commands
    assert song.plugin.command({"do": "sing"}) == {"echo": {"do": "sing"}}
    revision = song.plugin.state()["revision"]
    assert song.plugin.state(since=revision) == {"revision": revision}


def test_a_gain_changed_by_command_is_told_at_the_next_poll(song: Document) -> None:
    modification = song.modifications[0]
    assert modification.preserves_signal
    assert song.plugin.command({"modification": modification.persistent_id, "gain": 0.5}) == {"ok": True}
    assert [(update.kind, update.target) for update in song.poll()] == [
        ("modification", modification),
        ("region", song.regions[0]),
    ]
    assert song.poll() == []
    assert not modification.preserves_signal


def test_a_clone_starts_with_the_edits_of_its_original(song: Document, noise: Audio) -> None:
    song.plugin.command({"modification": "modification-1", "gain": 0.5})
    with song.edit():
        clone = song.modifications[0].clone("copy")
        other = song.tracks[0].add_region(clone, at=0.0, duration=0.5)
    audio = song.render(RATE, seconds=1.0, regions=[other])
    assert np.array_equal(audio[: RATE // 2], noise[: RATE // 2] * np.float32(0.5))


def test_the_state_of_an_instance_is_bytes(song: Document) -> None:
    with song.editor_view() as view:
        assert view.state_data == b"probe"
        view.state_data = b"changed"
        assert view.state_data == b"changed"
        with pytest.raises(HostError, match="refused the state"):
            view.state_data = b"refused"


@pytest.mark.parametrize("document_first", [True, False])
def test_document_and_instance_end_in_either_order(song: Document, document_first: bool) -> None:
    renderer = song.renderer(sample_rate=RATE)
    renderer.render(0, 100)
    for ending in (song, renderer) if document_first else (renderer, song):
        ending.close()
    assert not song.is_open
    with pytest.raises(HostError, match="closed"):
        song.poll()


def test_several_documents_live_at_once(host: Host, noise: Audio) -> None:
    documents = [fill(host.new_document(f"Song {n}"), noise * np.float32(n)) for n in range(3)]
    documents[1].close()
    assert np.array_equal(
        documents[2].render(RATE, seconds=2)[RATE:], noise[RATE // 2 : RATE // 2 + RATE] * np.float32(2)
    )
    assert not documents[0].render(RATE, seconds=2).any()


@pytest.mark.parametrize("missing", ["content_access", "model_updates", "playback", "short_structs"])
def test_a_host_may_leave_things_out(host: Host, noise: Audio, missing: str) -> None:
    options = {missing: missing == "short_structs"}
    document = fill(host.new_document("bare", **options), noise)
    document.plugin.command({"modification": "modification-1", "gain": 0.5})
    document.poll()
    assert document.render(RATE, seconds=2)[RATE:].any()
    document.restore(document.store())
    assert not document.violations


def test_roles_unknown_to_the_host_count_as_assigned(song: Document) -> None:
    with song.instance(Role(0), known=Role.PLAYBACK_RENDERER) as instance:
        instance.preview([song.regions[0]])
        instance.end_preview([song.regions[0]])
        instance.preview(tracks=song.tracks)
        with pytest.raises(HostError, match="either regions or tracks"):
            instance.preview([song.regions[0]])
        instance.end_preview(tracks=song.tracks)
    with song.instance(Role.EDITOR_VIEW) as view, pytest.raises(HostError, match="no such role"):
        view.add(song.regions[0])
    assert not song.violations


def test_an_instance_can_be_bound_only_once(song: Document) -> None:
    with song.editor_view() as view:
        assert not view.native.bind_again()


def test_the_view_lives_on_the_run_loop_of_the_host(song: Document) -> None:
    with song.editor_view() as instance:
        view = instance.create_view()
        assert view.size == (400, 300)
        assert view.resizable
        view.resize(500, 300)
        with pytest.raises(HostError, match="refuses that size"):
            view.resize(50, 50)
        with pytest.raises(HostError, match="could not be attached"):
            view.attach(2)
        view.attach(1)
        assert view.size == (500, 300)
        for _ in range(1000):
            view.pump(0.005)
            if view.size[0] > 502:  # a timer ticked and a descriptor was seen, again and again
                break
        assert view.requested_size == view.size
        assert view.size[0] > 502
        view.detach()
        width = view.size[0]
        view.pump(0.02)
        assert view.size[0] == width


def test_a_view_ends_with_its_instance(song: Document) -> None:
    instance = song.editor_view()
    view = instance.create_view()
    view.attach(1)
    instance.close()
    with pytest.raises(HostError, match="editor has been closed"):
        view.pump(0.01)


def test_a_plugin_without_an_editor_says_so(host: Host) -> None:
    with host.new_document("no-editor").editor_view() as instance, pytest.raises(HostError, match="no edit controller"):
        instance.create_view()


def test_requests_to_the_transport_are_remembered(song: Document) -> None:
    song.plugin.command({"do": "play"})
    assert [(r.kind, r.position, r.duration, r.enable) for r in song.playback_requests] == [
        ("position", 1.5, 0.0, False),
        ("cycle_range", 1.0, 2.0, False),
        ("cycle", 0.0, 0.0, True),
        ("start", 0.0, 0.0, False),
        ("stop", 0.0, 0.0, False),
    ]
    assert song.playback_requests == []
