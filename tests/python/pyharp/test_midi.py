# SPDX-License-Identifier: MIT
"""MIDI files: what is written is read back, by us and by another library; what is damaged is refused in words."""

from __future__ import annotations

import io
import re
import struct
from pathlib import Path
from typing import Any

import gradio as gr
import mido
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyharp._smf import Malformed, read, written

import pyharp
from pyharp import Midi, Note, TempoChange, Track

TICKS = st.integers(0, 20_000)


@st.composite
def tracks(draw: st.DrawFn) -> Track:
    """Notes of one pitch follow each other: overlapping ones cannot be told apart in a file."""
    notes = []
    for channel, pitch in draw(st.sets(st.tuples(st.integers(0, 15), st.integers(0, 127)), max_size=6)):
        at = 0
        for wait, length in draw(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 900)), max_size=5)):
            notes.append(Note(at + wait, length, pitch, draw(st.integers(1, 127)), channel))
            at += wait + length
    notes.sort(key=lambda note: (note.time, note.pitch, note.channel))
    message = st.one_of(
        st.builds(lambda channel, value: bytes([0xB0 | channel, 64, value]), st.integers(0, 15), st.integers(0, 127)),
        st.builds(lambda program: bytes([0xC0, program]), st.integers(0, 127)),
        st.builds(lambda data: b"\xff\x7f" + data, st.binary(max_size=300)),
        st.builds(
            lambda data: b"\xf0" + data + b"\xf7", st.binary(max_size=5).map(lambda b: bytes(x & 127 for x in b))
        ),
    )
    events = sorted(draw(st.lists(st.tuples(TICKS, message), max_size=6)), key=lambda event: event[0])
    end = max([note.end for note in notes] + [time for time, _ in events] + [draw(TICKS)])
    return Track(draw(st.text(max_size=20)) or "x", notes, events, end)


PIECES = st.builds(
    Midi,
    st.integers(1, 0x7FFF),
    st.lists(tracks(), min_size=1, max_size=3),
    st.lists(st.tuples(TICKS, st.integers(10_000, 6_000_000)), max_size=4, unique_by=lambda change: change[0]).map(
        lambda changes: [TempoChange(time, 60_000_000 / length) for time, length in sorted(changes)]
    ),
)


def sorted_notes(track: Track) -> list[Note]:
    return sorted(track.notes, key=lambda note: (note.time, note.pitch, note.channel))


@settings(max_examples=60)
@given(PIECES)
def test_a_piece_survives_writing_and_reading(piece: Midi) -> None:
    again = read(written(piece))
    assert again.ticks_per_quarter == piece.ticks_per_quarter
    assert again.tempos == piece.tempos
    assert [track.name for track in again.tracks] == [track.name for track in piece.tracks]
    for before, after in zip(piece.tracks, again.tracks, strict=True):
        assert sorted_notes(after) == sorted_notes(before)
        assert after.events == before.events
        assert after.end >= before.end
    assert written(again) == written(read(written(again)))


@settings(max_examples=30)
@given(PIECES)
def test_another_library_reads_the_same_and_writes_what_we_read(piece: Midi) -> None:
    file = mido.MidiFile(file=io.BytesIO(written(piece)), charset="utf-8")
    assert (file.type, file.ticks_per_beat, len(file.tracks)) == (1, piece.ticks_per_quarter, len(piece.tracks))
    for track, ours in zip(file.tracks, piece.tracks, strict=True):
        now, begun = 0, []
        for message in track:
            now += message.time
            if message.type == "note_on" and message.velocity:
                begun.append((now, message.note, message.channel, message.velocity))
        assert sorted(begun) == sorted((note.time, note.pitch, note.channel, note.velocity) for note in ours.notes)
    rewritten = io.BytesIO()
    file.save(file=rewritten)
    again = read(rewritten.getvalue())
    assert [sorted_notes(track) for track in again.tracks] == [sorted_notes(track) for track in piece.tracks]
    seconds = max((note.end for note in piece.notes()), default=0.0)
    last = max((note.end for note in again.notes()), default=0.0)
    assert last == pytest.approx(seconds, abs=1e-6)


@settings(max_examples=200)
@given(st.binary(max_size=60), st.booleans())
def test_nonsense_is_refused_and_never_hangs(data: bytes, with_header: bool) -> None:
    content = data
    if with_header:
        content = b"MThd" + struct.pack(">IHHH", 6, 1, 1, 96) + b"MTrk" + struct.pack(">I", len(data)) + data
    try:
        piece = read(content)
    except Malformed:
        return
    assert all(0 <= note.pitch <= 127 and note.duration >= 0 for track in piece.tracks for note in track.notes)


def test_running_status_zero_velocity_and_a_note_that_never_ends() -> None:
    data = bytes([0, 0x90, 60, 100, 10, 60, 0, 0, 64, 90, 20, 0xFF, 0x2F, 0])
    content = b"MThd" + struct.pack(">IHHH", 6, 0, 1, 96) + b"MTrk" + struct.pack(">I", len(data)) + data
    (track,) = read(content).tracks
    assert track.notes == [Note(0, 10, 60, 100), Note(10, 20, 64, 90)]


def test_frames_of_film_are_seconds() -> None:
    data = bytes([0, 0x90, 60, 100, 0x83, 0x74, 0x80, 60, 0, 0, 0xFF, 0x2F, 0])  # 500 ticks
    division = struct.pack(">bB", -25, 40)
    content = b"MThd" + struct.pack(">IHH", 6, 0, 1) + division + b"MTrk" + struct.pack(">I", len(data)) + data
    assert read(content).notes() == [(60, 0.0, 0.5, 100)]


def test_times_follow_every_change_of_tempo() -> None:
    piece = Midi(480, [], [TempoChange(480, 60.0), TempoChange(960, 240.0)])
    assert [piece.seconds(tick) for tick in (0, 480, 720, 960, 1440)] == [0.0, 0.5, 1.0, 1.5, 1.75]
    assert [piece.tick(seconds) for seconds in (0.0, 0.5, 1.0, 1.5, 1.75)] == [0, 480, 720, 960, 1440]
    assert pyharp.get_tick_time_in_seconds(1440, piece) == 1.75
    assert pyharp.ticks_to_seconds(480, 60, 480) == 1.0

    class Foreign:
        ticks_per_quarter, tempos = 480, piece.tempos

    assert pyharp.get_tick_time_in_seconds(1440, Foreign()) == 1.75


def test_notes_in_seconds_make_a_piece() -> None:
    piece = Midi.from_notes([(64, 1.0, 1.25, 80), (60, 0.0, 2.0, 100)], "Lead")
    assert [tuple(note) for note in piece.notes()] == [(60, 0.0, 2.0, 100), (64, 1.0, 1.25, 80)]
    assert piece.tracks[0].name == "Lead"
    with pytest.raises(ValueError, match="cannot be played"):
        Midi.from_notes([(60, 1.0, 0.5, 100)])


def test_a_file_is_saved_where_nobody_else_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    piece = Midi.from_notes([(60, 0.0, 1.0, 100)])
    first, second = pyharp.save_midi(piece), pyharp.save_midi(piece, None, include_timestamp=True)
    assert first != second
    assert tmp_path in Path(first).parents
    assert Midi.load(first).notes() == piece.notes()
    named = tmp_path / "named.mid"
    stamped = pyharp.save_midi(piece, named, include_timestamp=True)
    assert re.fullmatch(r"named_[\d-]{10}_[\d-]{8}\.mid", Path(stamped).name)
    assert pyharp.save_midi(mido.MidiFile(first), named) == str(named)
    assert Midi.load(named).notes() == piece.notes()


def test_pitches_beyond_the_keyboard_are_left_out_and_drums_stay(tmp_path: Path) -> None:
    piece = Midi(480, [Track("x", [Note(0, 10, 120), Note(0, 10, 60), Note(0, 10, 36, channel=9)])])
    higher = piece.shift_pitch(12)
    assert sorted(note.pitch for note in read(written(higher)).tracks[0].notes) == [36, 72]
    assert piece.tracks[0].notes[0].pitch == 120
    assert piece.shift_pitch(12, inplace=True) is piece == higher
    assert Track("", [Note(0, 1, 36, channel=9)], [(0, b"\xc9\x05")]).is_drum
    assert Track("", [], [(0, b"\xc0\x05")]).program == 5


@pytest.mark.parametrize("wrong", [Note(-1, 5, 60), Note(0, 5, 60, channel=16)])
def test_what_no_file_can_hold_is_refused(wrong: Note) -> None:
    with pytest.raises(ValueError, match=r"cannot be negative|no MIDI channel 16"):
        written(Midi(480, [Track("", [wrong])]))


def test_what_is_no_midi_is_refused_in_words(tmp_path: Path) -> None:
    path: Any = tmp_path / "in.mid"
    path.write_bytes(b"RIFF, but nothing else")
    for sent, words in ((path, "cannot be read"), (tmp_path / "none", "cannot be read"), (None, "none was sent")):
        with pytest.raises(gr.Error, match=words):
            Midi.load(sent)
    with pytest.raises(TypeError, match=r"wants a pyharp\.Midi, not dict"):
        pyharp.save_midi({})
