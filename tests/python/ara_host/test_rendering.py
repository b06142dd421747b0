# SPDX-License-Identifier: MIT
"""Audio through the host: regions at their places, whatever the blocks, channels, modes and threads."""

from __future__ import annotations

import numpy as np
import pytest
from harp_bridge.ara_host import Audio, Document, Host, HostError

RATE = 44100


def test_a_region_sounds_at_its_place_sample_by_sample(song: Document, noise: Audio) -> None:
    audio = song.render(RATE, seconds=4.0)
    expected = np.zeros((4 * RATE, 2), np.float32)
    expected[RATE : 3 * RATE] = noise[RATE // 2 : RATE // 2 + 2 * RATE]
    assert np.array_equal(audio, expected)


@pytest.mark.parametrize("blocks", [[1], [7, 512, 1, 33], [512], [64]])
@pytest.mark.parametrize("in_place", [False, True])
@pytest.mark.parametrize("offline", [False, True])
def test_blocks_of_any_size_give_the_same_sound(
    song: Document, blocks: list[int], in_place: bool, offline: bool
) -> None:
    whole = song.render(RATE, seconds=4.0)
    with song.renderer(sample_rate=RATE, block=512, offline=offline) as renderer:
        part = renderer.render(start=RATE - 100, frames=1500, blocks=blocks, in_place=in_place)
    assert np.array_equal(part, whole[RATE - 100 : RATE + 1400])


def test_without_a_length_a_render_ends_with_the_last_region(song: Document) -> None:
    assert len(song.render(RATE)) == 3 * RATE


def test_a_stopped_transport_is_silent(song: Document) -> None:
    with song.renderer(sample_rate=RATE) as renderer:
        assert not renderer.render(start=2 * RATE, frames=1000, playing=False).any()


def test_a_mono_renderer_has_one_channel(song: Document, noise: Audio) -> None:
    audio = song.render(RATE, seconds=2.0, channels=1)
    assert audio.shape == (2 * RATE, 1)
    assert np.array_equal(audio[RATE:, 0], noise[RATE // 2 : RATE // 2 + RATE, 0])


def test_sources_keep_their_own_rates_and_channels(host: Host, noise: Audio) -> None:
    document = host.new_document("rates")
    ramp = np.linspace(0, 1, 22050, dtype=np.float32)
    with document.edit():
        track = document.add_track()
        track.add_region(document.add_source("mono", ramp, 22050).add_modification(), at=0)
        track.add_region(document.add_source("stereo", noise, RATE).add_modification(), at=2)
    audio = document.render(RATE, seconds=3.0)
    assert np.allclose(audio[: RATE - 2, 0], np.interp(np.arange(RATE - 2) / 2, np.arange(22050), ramp), atol=1e-6)
    assert np.array_equal(audio[2 * RATE :], noise[:RATE])


def test_only_the_regions_of_a_renderer_sound(song: Document, noise: Audio) -> None:
    with song.edit():
        second = song.tracks[0].add_region(song.modifications[0], at=3.0, start=0.0, duration=0.5)
    with song.renderer([second], sample_rate=RATE) as renderer:
        audio = renderer.render(0, 4 * RATE)
        assert not audio[: 3 * RATE].any()
        assert np.array_equal(audio[3 * RATE : 3 * RATE + RATE // 2], noise[: RATE // 2])
        renderer.remove(second)
        assert not renderer.render(0, 4 * RATE).any()


def test_an_edit_is_heard_by_a_renderer_that_plays_on(song: Document) -> None:
    region = song.regions[0]
    with song.renderer(sample_rate=RATE) as renderer:
        before = renderer.render(RATE, 100)
        with song.edit():
            region.move(at=2.0)
        assert np.array_equal(renderer.render(2 * RATE, 100), before)
        assert not renderer.render(RATE, 100).any()


def test_edits_go_on_while_a_render_runs(song: Document) -> None:
    region = song.regions[0]
    with song.renderer(sample_rate=RATE) as renderer:
        running = renderer.render_in_background(0, 20 * RATE, blocks=[16])
        edits = 0
        while not running.done():
            edits += 1
            with song.edit():
                region.move(at=1.0 + edits % 200 / 100)
        assert running.result().shape == (20 * RATE, 2)
    assert edits > 10
    assert not song.violations


def test_an_unbound_instance_passes_audio_through(host: Host, noise: Audio) -> None:
    with host.effect() as effect:
        effect.activate(RATE, block=256)
        assert np.array_equal(effect.render(audio_input=noise, blocks=[100, 256, 3]), noise)


def test_a_paced_render_takes_its_time(song: Document) -> None:
    import time

    with song.renderer(sample_rate=RATE, block=441) as renderer:
        began = time.monotonic()
        renderer.render(0, 4410, pace=1.0)
        assert time.monotonic() - began >= 0.1


def test_a_destroyed_region_leaves_its_active_renderer(song: Document) -> None:
    with song.renderer(sample_rate=RATE) as renderer:
        with song.edit():
            song.regions[0].destroy()
        assert not renderer.render(0, 2 * RATE).any()


def test_a_refusal_of_the_plugin_is_an_error(song: Document, host: Host, noise: Audio) -> None:
    instance = song.editor_view()
    with pytest.raises(HostError, match="bus arrangement"):
        instance.activate(RATE, 512, channels=6)
    with pytest.raises(HostError, match="not active"):
        instance.render(0, 10)
    instance.close()
    with host.effect() as effect:
        effect.activate(RATE, 256)
        with pytest.raises(HostError, match="1 to 256 frames"):
            effect.render(0, 512, blocks=[512])
        with pytest.raises(HostError, match="as many frames"):
            effect.render(0, 5, audio_input=noise)
