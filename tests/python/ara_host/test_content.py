# SPDX-License-Identifier: MIT
"""Musical content, analysis, algorithms and licences."""

from __future__ import annotations

import pytest
from harp_bridge.ara_host import (
    AnalysisState,
    ContentGrade,
    ContentType,
    Document,
    HostError,
    KeySignature,
    Note,
    Tempo,
    Tuning,
)
from harp_bridge.ara_host._content import from_native, to_native


def test_an_analysis_reports_started_updated_completed(song: Document) -> None:
    source = song.sources[0]
    assert not source.has_content(ContentType.NOTES)
    updates = song.analyse(source)
    assert [u.state for u in updates if u.kind == "analysis"] == [
        AnalysisState.STARTED,
        AnalysisState.UPDATED,
        AnalysisState.COMPLETED,
    ]
    assert source.has_content(ContentType.NOTES)


def test_notes_come_from_sources_modifications_and_regions(song: Document) -> None:
    song.analyse(song.sources[0])
    expected = (Note(0.0, 1.5, 69, 440.0, 0.5, 0.0, 1.5), Note(1.5, 1.5, None, None, 0.25, 0.0, 1.5))
    content = song.sources[0].read_content(ContentType.NOTES)
    assert (content.grade, content.events) == (ContentGrade.DETECTED, expected)
    assert song.modifications[0].read_content(ContentType.NOTES, span=(0, 1)).events == expected
    assert [note.start for note in song.regions[0].read_content(ContentType.NOTES).events] == [0.5, 2.0]
    assert not song.violations


@pytest.mark.parametrize("content_type", [0, -1, 999, *ContentType])
def test_any_type_may_be_asked_for(song: Document, content_type: int) -> None:
    for item in (song.sources[0], song.modifications[0], song.regions[0]):
        assert not item.has_content(content_type)


def test_reading_what_is_not_there_is_an_error(song: Document) -> None:
    with pytest.raises(HostError, match="no such content"):
        song.sources[0].read_content(ContentType.CHORDS)
    with pytest.raises(HostError, match="does not offer to analyse"):
        song.analyse(song.sources[0], [ContentType.KEYS])


def test_an_analysis_that_never_ends_times_out(song: Document) -> None:
    song.sources[0].access = False  # the probe waits for samples
    with pytest.raises(TimeoutError):
        song.analyse(song.sources[0], timeout=0.05)
    song.sources[0].access = True
    song.wait_until(lambda: song.sources[0].has_content(ContentType.NOTES))


def test_a_new_tempo_is_announced(song: Document) -> None:
    with song.edit():
        song.contexts[0].update(content=[Tempo(0, 0), Tempo(1, 1)], name="slow", colour=(1, 0, 0))
    assert not song.violations


def test_every_kind_of_event_survives_the_way_to_the_compiled_form() -> None:
    events = [
        (ContentType.NOTES, Note(1.0, 2.0, 60, 261.625, 0.5, 0.25, 2.5)),
        (ContentType.TEMPO, Tempo(1.0, 2.0)),
        (ContentType.TUNING, Tuning(442.0, 1, tuple(float(n) for n in range(12)), "stretched")),
        (ContentType.KEYS, KeySignature(-2, (255, 0) * 6, 4.0, "B flat")),
    ]
    for content_type, event in events:
        assert from_native(content_type, 1, [to_native(event)]).events == (event,)


def test_algorithms_are_chosen_inside_a_cycle(song: Document) -> None:
    source = song.sources[0]
    assert song.algorithms == [("org.example.probe.slow", "Slow"), ("org.example.probe.fast", "Fast")]
    with song.edit():
        song.request_algorithm(source, 1)
        with pytest.raises(HostError, match="no processing algorithm 2"):
            song.request_algorithm(source, 2)
    assert song.algorithm_of(source) == 1


def test_licences_heads_and_tails_can_be_asked_for(song: Document) -> None:
    assert song.is_licensed([ContentType.NOTES])
    assert song.regions[0].head_and_tail == (0.0, 0.0)
