# SPDX-License-Identifier: MIT
"""The main job: a region goes through a real endpoint and plays in its own place, and nothing else changes."""

from __future__ import annotations

import numpy as np
import pytest
from harp_bridge.ara_host import Host
from support.servers import EXAMPLES

from .studio import Studio, noise

HALF = np.float32(10.0 ** (-6.0 / 20.0))  # the gain endpoint's default


def test_a_processed_region_plays_in_its_place_and_its_neighbours_are_untouched(studio: Studio, servers) -> None:
    samples = noise(6.0)
    modification = studio.add(samples)
    studio.place(modification, at=1.0, start=0.5, duration=2.0, name="verse")
    studio.place(modification, at=4.0, start=3.0, duration=2.0, name="chorus")
    before = studio.listen(7.0)
    assert studio.load(servers("gain").address)["phase"] == "ready"
    studio.processed("verse")
    after = studio.listen(7.0)
    verse = slice(44100, 3 * 44100)
    np.testing.assert_array_equal(before[verse], samples[22050 : 22050 + 88200])
    np.testing.assert_array_equal(after[verse], before[verse] * HALF)
    np.testing.assert_array_equal(np.delete(after, np.r_[verse], axis=0), np.delete(before, np.r_[verse], axis=0))


def test_exactly_the_span_of_the_region_is_read_for_the_endpoint(studio: Studio, servers) -> None:
    modification = studio.add(noise(10.0))
    studio.place(modification, at=0.0, start=4.0, duration=1.5)
    studio.load(servers("gain").address)
    studio.reads()  # forgets what was read before
    studio.processed()
    reads = studio.reads()
    assert min(r.position for r in reads) == 4 * 44100
    assert max(r.position + r.frames for r in reads) == round(5.5 * 44100)
    assert sum(r.frames for r in reads) == round(1.5 * 44100)


@pytest.mark.parametrize("source_rate", [8000, 44100, 48000, 96000])
@pytest.mark.parametrize("channels", [1, 2])
def test_an_identity_endpoint_leaves_the_sound_as_it_was(
    studio: Studio, servers, source_rate: int, channels: int
) -> None:
    modification = studio.add(noise(3.0, source_rate, channels), source_rate)
    studio.place(modification, at=0.25, start=0.5, duration=2.0)
    before = studio.listen(3.0, rate=48000)
    studio.load(servers("identity").address)
    studio.processed()
    after = studio.listen(3.0, rate=48000)
    if source_rate == 48000:
        np.testing.assert_array_equal(after, before)
    else:  # the take ends where the original goes on, which a resampler hears near the borders
        middle = slice(48000 // 2, 2 * 48000)
        assert np.abs(after - before)[middle].max() < 1e-5


@pytest.mark.parametrize("rate", [44100, 48000, 88200])
@pytest.mark.parametrize("blocks", [[512], [1, 7, 480, 33], [2048]])
def test_real_time_and_offline_sound_the_same_for_any_block_size(
    studio: Studio, servers, rate: int, blocks: list[int]
) -> None:
    modification = studio.add(noise(2.0))
    region = studio.place(modification, at=0.1234, start=0.3, duration=1.0)
    studio.load(servers("gain").address)
    studio.processed()
    offline = studio.listen(1.5, rate=rate)
    with studio.song.renderer([region], sample_rate=rate, block=max(blocks)) as renderer:
        studio.wait(lambda: not any(studio.state()["playback"][k] for k in ("pagesWaiting", "takesWaiting")))
        realtime = renderer.render(start=0, frames=len(offline), blocks=blocks)
    assert studio.state()["playback"]["misses"] == 0
    np.testing.assert_array_equal(realtime, offline)


def test_the_result_survives_moving_splitting_and_copying_the_region(studio: Studio, servers) -> None:
    samples = noise(4.0)
    modification = studio.add(samples)
    region = studio.place(modification, at=0.0, start=1.0, duration=2.0)
    studio.load(servers("gain").address)
    studio.processed()
    with studio.song.edit():  # split in the middle, the second half moved, and a copy with a modification of its own
        region.trim(duration=1.0)
        studio.track.add_region(modification, at=3.0, start=2.0, duration=1.0)
        studio.track.add_region(modification.clone(), at=5.0, start=1.0, duration=2.0)
    heard = studio.listen(7.0)
    expected = samples[44100 : 3 * 44100] * HALF
    np.testing.assert_array_equal(heard[:44100], expected[:44100])
    np.testing.assert_array_equal(heard[3 * 44100 : 4 * 44100], expected[44100:])
    np.testing.assert_array_equal(heard[5 * 44100 :], expected)


def test_a_saved_document_sounds_the_same_with_the_endpoint_gone(host: Host, servers) -> None:
    samples = noise(3.0)
    first = Studio(host)
    first.place(first.add(samples), at=0.5, start=0.0, duration=2.0)
    first.load(servers("gain").address)
    first.processed()
    heard = first.listen(3.0)
    archive = first.song.store()
    first.song.close()

    second = Studio(host)
    second.place(second.add(samples), at=0.5, start=0.0, duration=2.0)
    with second.song.edit():
        second.song.restore(archive)
    np.testing.assert_array_equal(second.listen(3.0), heard)
    endpoint = second.state()["endpoint"]
    assert (endpoint["description"]["card"]["name"], endpoint["values"]) == ("Gain", {"1": -6})
    second.processed()  # and it can be processed again without loading


def test_undo_choose_and_redo_switch_what_sounds(studio: Studio, servers) -> None:
    samples = noise(2.0)
    studio.place(studio.add(samples), at=0.0, start=0.0, duration=2.0)
    studio.load(servers("gain").address)
    studio.processed()
    take = studio.state()["regions"][0]["take"]

    def heard() -> np.ndarray:
        return studio.listen(2.0)

    np.testing.assert_array_equal(heard(), samples * HALF)
    studio.ok(do="choose", region=studio.ids()[0], take="original")
    np.testing.assert_array_equal(heard(), samples)
    studio.ok(do="undo")
    np.testing.assert_array_equal(heard(), samples * HALF)
    studio.ok(do="undo")
    np.testing.assert_array_equal(heard(), samples)
    studio.ok(do="redo")
    np.testing.assert_array_equal(heard(), samples * HALF)
    studio.ok(do="delete_take", take=take)
    np.testing.assert_array_equal(heard(), samples)


def test_a_take_of_a_neighbour_that_reaches_into_a_region_does_not_stand_in_for_its_own(
    studio: Studio, servers
) -> None:
    samples = noise(4.0)
    modification = studio.add(samples)
    studio.place(modification, at=0.0, start=0.0, duration=2.0, name="verse")
    studio.place(modification, at=4.0, start=1.9, duration=2.0, name="chorus")
    studio.load(servers("gain").address)
    studio.processed("verse")
    heard = studio.listen(2.0)
    np.testing.assert_array_equal(heard, samples[: 2 * 44100] * HALF)
    studio.processed("chorus")
    (verse,) = studio.ids("verse")
    takes = next(r["takes"] for r in studio.state()["regions"] if r["id"] == verse)
    assert len(takes) == 2
    studio.ok(do="choose", region=verse, take="original")
    np.testing.assert_array_equal(studio.listen(2.0), samples[: 2 * 44100])
    studio.ok(do="choose", region=verse, take=takes[0])
    np.testing.assert_array_equal(studio.listen(2.0), heard)


def test_several_regions_are_processed_at_once_and_equal_spans_are_sent_once(studio: Studio, servers) -> None:
    samples = noise(4.0)
    modification = studio.add(samples)
    for at in (0.0, 2.0):
        studio.place(modification, at=at, start=0.0, duration=1.0)
    studio.place(modification, at=4.0, start=2.0, duration=1.0)
    studio.load(servers("gain").address)
    assert len(studio.processed()) == 2
    heard = studio.listen(5.0)
    np.testing.assert_array_equal(heard[:44100], samples[:44100] * HALF)
    np.testing.assert_array_equal(heard[2 * 44100 : 3 * 44100], samples[:44100] * HALF)
    np.testing.assert_array_equal(heard[4 * 44100 :], samples[2 * 44100 : 3 * 44100] * HALF)


def test_a_generator_without_audio_input_fills_the_region(studio: Studio, servers) -> None:
    studio.place(studio.add(noise(3.0)), at=0.0, start=0.0, duration=2.0)
    studio.reads()  # forgets what was read before
    assert studio.load(servers(EXAMPLES / "tone" / "app.py").address)["phase"] == "ready"
    studio.processed()
    assert not studio.reads()  # nothing of the region was read, so nothing was sent
    heard = studio.listen(2.0)
    assert np.abs(heard).max() > 0.05
    assert np.abs(np.fft.rfft(heard[:, 0])).argmax() > 100  # a tone, not noise around zero


def test_stems_arrive_as_outputs_of_one_take(studio: Studio, servers) -> None:
    samples = noise(1.0)
    studio.place(studio.add(samples), at=0.0, start=0.0, duration=1.0)
    studio.load(servers("two_outputs").address)
    studio.processed()
    take = studio.state()["takes"][0]
    assert [o["label"] for o in take["outputs"]] == ["Left", "Right"]
    assert take["data"][0]["labels"][0]["label"] == "begin"
    studio.ok(do="choose", region=studio.ids()[0], take=take["id"], output=1)
    heard = studio.listen(1.0)
    np.testing.assert_array_equal(heard[:, 1], samples[:, 1])
    assert not heard[:, 0].any()


def test_the_selection_of_the_host_is_what_process_takes(studio: Studio, servers) -> None:
    modification = studio.add(noise(4.0))
    studio.place(modification, at=0.0, start=0.0, duration=1.0, name="one")
    chosen = studio.place(modification, at=2.0, start=2.0, duration=1.0, name="two")
    studio.load(servers("gain").address)
    assert studio.send(do="process")["error"]["code"] == "nothing_selected"
    studio.song.plugin.select([chosen])
    job = studio.ok(do="process")["jobs"]
    studio.wait(lambda: studio.job(job[0])["stage"] == "done")
    assert [r["sounds"] for r in studio.state()["regions"]] == ["original", "take"]


def test_the_host_is_told_that_the_sound_changed(studio: Studio, servers) -> None:
    studio.place(studio.add(noise(1.0)), at=0.0, start=0.0, duration=1.0)
    studio.load(servers("gain").address)
    studio.song.poll()
    job = studio.ok(do="process", regions=studio.ids())["jobs"][0]
    studio.wait(lambda: studio.job(job)["stage"] == "done", poll=False)
    told = {update.kind: update for update in studio.song.poll()}
    assert {"modification", "region"} <= set(told)
    assert not told["region"].flags & 1  # the signal did not stay the same


def test_the_progress_that_the_endpoint_sets_is_shown_unchanged(studio: Studio, servers) -> None:
    studio.place(studio.add(noise(1.0)), at=0.0, start=0.0, duration=1.0)
    studio.load(servers("slow").address)
    studio.ok(do="set", control="Steps", value=32)
    job = studio.ok(do="process", regions=studio.ids())["jobs"][0]
    seen: set[float] = set()

    def watch() -> bool:
        now = studio.job(job)
        if now["stage"] == "running" and now["fraction"] is not None:
            seen.add(now["fraction"])
        return now["stage"] == "done"

    studio.wait(watch)
    assert seen <= {step / 32 for step in range(33)}
    assert seen - {0.0, 1.0}
