# SPDX-License-Identifier: MIT
"""What an ARA test host does with a plug-in, on the real binary: every generation, whole and short structures, hosts
without optional interfaces, archives in parts, clones, content questions, drag and drop, in-place processing.

The host's own validation fails a test that breaks the contract: threads, contexts, order, notifications.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from harp_bridge.ara_host import ContentType, Document, Host, Role

from .built import BUNDLE
from .studio import Samples, noise

RATE = 44100
LENGTH = 2.0
FRAMES = round(RATE * LENGTH)
SOUND = noise(LENGTH, channels=1)


def song(host: Host, short: bool = False) -> Document:
    """Two sources with a modification and a region each, one after the other."""
    plain = not short
    document = host.new_document("Song", short_structs=short, content_access=plain, model_updates=plain, playback=plain)
    with document.edit():
        context = document.add_context("Context")
        track = document.add_track("Track", context)
        for number in range(2):
            source = document.add_source(f"source {number}", SOUND, RATE, persistent_id=f"source-{number}")
            modification = source.add_modification(persistent_id=f"modification-{number}")
            track.add_region(modification, at=number * LENGTH, start=0.0, duration=LENGTH)
    return document


@pytest.fixture(params=[3, 4, 5, 6], ids=lambda generation: f"generation {generation}")
def generation_host(request: pytest.FixtureRequest, private_settings: None) -> Iterator[Host]:
    with Host(BUNDLE, generation=request.param) as opened:
        yield opened


short_or_whole = pytest.mark.parametrize("short", [False, True], ids=["whole", "short"])


@short_or_whole
def test_properties_clones_and_content_are_taken_in_their_turn(generation_host: Host, short: bool) -> None:
    document = song(generation_host, short)
    with document.edit():
        document.rename("Another song")
        document.sources[0].update(name="another source")
        document.tracks[0].update(colour=(1.0, 1.0, 0.0))
        document.regions[0].move(1.0)
    for item in (*document.sources, *document.modifications, *document.regions):
        for kind in ContentType:
            assert not item.has_content(kind)
    with document.edit():
        for modification in document.modifications:
            modification.clone(persistent_id=f"{modification.persistent_id} again")
    assert len(document.modifications) == 4
    document.poll()
    document.close()


@short_or_whole
def test_archives_whole_and_in_parts_are_restored_in_any_order(generation_host: Host, short: bool) -> None:
    document = song(generation_host, short)
    whole = document.store()
    shared = document.store(document_data=True)
    of_sources = [document.store(sources=[source]) for source in document.sources]
    of_modifications = [document.store(modifications=[one]) for one in document.modifications]
    nothing = document.store(sources=[])
    document.close()

    other = song(generation_host)
    other.restore(whole)
    with other.edit():
        for part in of_sources:
            other.restore(part, sources=["source-0"])
        for part in of_modifications:
            other.restore(part, modifications=["modification-0"])
        other.restore(shared, document_data=True)
        other.restore(nothing, sources=[])
        renamed = {"sources": {"source-0": "source-1"}, "modifications": {"modification-0": "modification-1"}}
        other.restore(whole, document_data=True, **renamed)
    with other.edit():  # what is stored of an object that is gone meanwhile is let go
        other.sources[0].destroy()
        other.restore(whole)
    assert sounds(other, start=FRAMES, frames=FRAMES) == "the second source"
    other.close()


def sounds(document: Document, start: int, frames: int) -> str:
    """What is heard there: in place, offline, with noise at an input that must not come through."""
    renderer = document.instance(Role.PLAYBACK_RENDERER, known=Role.ALL, host_context=False)
    renderer.add(*document.regions)
    renderer.activate(RATE, 2048, 1, offline=True)
    heard = renderer.render(
        start=start, frames=frames, in_place=True, audio_input=np.ones((frames, 1), dtype=np.float32)
    )
    renderer.deactivate()
    renderer.remove(*document.regions)
    renderer.close()
    if np.array_equal(heard, SOUND[:frames]):
        return "the second source"
    return "silence" if not heard.any() else "something else"


@short_or_whole
def test_a_region_dropped_elsewhere_sounds_there_and_nowhere_else(generation_host: Host, short: bool) -> None:
    document = song(generation_host, short)
    with document.edit():
        document.regions[0].destroy()
        document.regions[0].move(5.0)
    assert sounds(document, start=0, frames=FRAMES) == "silence"
    assert sounds(document, start=5 * RATE, frames=FRAMES) == "the second source"
    document.close()


def test_a_view_is_told_every_kind_of_selection_and_binds_once(generation_host: Host) -> None:
    document = song(generation_host)
    view = document.instance(Role.EDITOR_VIEW, host_context=False)
    view.select(document.regions)
    view.select(tracks=document.tracks, span=(0.0, 5.0))
    view.select(document.regions, document.tracks, (0.0, 5.0))
    view.select()
    view.hide(document.tracks)
    view.hide()
    assert not view.native.bind_again()
    view.close()
    document.close()


@pytest.mark.parametrize("roles", [Role.ALL, Role.EDITOR_VIEW, Role.PLAYBACK_RENDERER, Role.EDITOR_RENDERER])
def test_the_editor_of_an_editor_view_may_be_embedded(generation_host: Host, roles: Role) -> None:
    document = song(generation_host)
    with document.instance(roles) as instance:
        assert instance.embeds_view is (Role.EDITOR_VIEW in roles)
    document.close()


def test_a_document_may_close_before_the_instances_bound_to_it(generation_host: Host) -> None:
    document = song(generation_host)
    view = document.instance(Role.EDITOR_VIEW)
    document.close()
    view.close()


@pytest.mark.parametrize(
    ("rate", "samples"),
    [
        (96000.0, noise(0.01, 96000, 2)),
        (22050.0, noise(0.01, 22050, 6)),
        (1234567.8, noise(0.001, 1234567.8, 1)),
        (8000.0, np.zeros((0, 1), dtype=np.float32)),
        (44100.0, noise(1.0 / 44100, 44100, 1)),
    ],
    ids=["96 kHz", "six channels", "odd rate", "no frames", "one frame"],
)
def test_sources_of_any_shape_are_played(host: Host, rate: float, samples: Samples) -> None:
    document = host.new_document("Odd")
    with document.edit():
        track = document.add_track("Track")
        modification = document.add_source("odd", samples, rate).add_modification()
        track.add_region(modification, at=0.0, start=0.0, duration=max(len(samples), 1) / rate)
    for playback in (8000.0, 44100.0, 192000.0):
        heard = document.render(playback, seconds=0.1)
        assert np.isfinite(heard).all()
        if rate == playback:
            np.testing.assert_array_equal(
                heard[: len(samples)], samples if samples.shape[1] == 2 else samples.repeat(2, 1)
            )
    document.close()


def test_a_song_before_its_zero_plays_at_its_place(host: Host) -> None:
    """Pre-roll, and regions that begin before the song does."""
    document = host.new_document("Song")
    sound = noise(2.0)
    with document.edit():
        modification = document.add_source("source", sound, RATE).add_modification()
        document.add_track("Track").add_region(modification, at=-0.5, start=0.0, duration=2.0)
    with document.renderer(sample_rate=RATE, block=512, offline=True) as renderer:
        heard = renderer.render(start=-RATE, frames=3 * RATE, blocks=[512, 100])
    half = RATE // 2
    assert not heard[:half].any()
    np.testing.assert_array_equal(heard[half : half + 2 * RATE], sound)
    assert not heard[half + 2 * RATE :].any()
    document.close()
