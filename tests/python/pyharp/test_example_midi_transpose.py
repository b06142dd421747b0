# SPDX-License-Identifier: MIT
"""The MIDI transposer: notes and keys move, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import mido
import pretty_midi
import pytest
from mido import Message, MetaMessage, MidiFile, MidiTrack
from support.examples import example_app, example_module

transposition = example_module("midi_transpose", "transposition")

CONDUCTOR = [
    MetaMessage("track_name", name="Suite für Flöte", time=0),
    MetaMessage("set_tempo", tempo=487_013, time=0),
    MetaMessage("time_signature", numerator=7, denominator=8, time=0),
    MetaMessage("key_signature", key="Eb", time=3),
    MetaMessage("set_tempo", tempo=600_000, time=960),
]
MELODY = [
    Message("program_change", channel=2, program=73, time=0),
    Message("control_change", channel=2, control=64, value=127, time=5),
    Message("note_on", channel=2, note=60, velocity=90, time=10),
    MetaMessage("lyrics", text="la", time=0),
    Message("polytouch", channel=2, note=60, value=40, time=20),
    Message("pitchwheel", channel=2, pitch=-1234, time=20),
    Message("note_off", channel=2, note=60, velocity=64, time=200),
    Message("sysex", data=(1, 2, 3), time=7),
    Message("note_on", channel=2, note=125, velocity=80, time=0),
    Message("note_on", channel=2, note=125, velocity=0, time=120),
    Message("note_on", channel=2, note=72, velocity=70, time=30),
    Message("note_off", channel=2, note=72, velocity=0, time=100),
]
DRUMS = [
    Message("note_on", channel=9, note=36, velocity=100, time=0),
    Message("note_off", channel=9, note=36, velocity=0, time=240),
]


@pytest.fixture
def song(tmp_path: Path) -> str:
    """A type 1 file with everything in it that must not be touched."""
    file = MidiFile(type=1, ticks_per_beat=960, charset="latin1")
    for messages in (CONDUCTOR, MELODY, DRUMS):
        file.tracks.append(MidiTrack(messages))
    path = tmp_path / "song.mid"
    file.save(path)
    return str(path)


def timed(track: MidiTrack) -> list[tuple[int, mido.messages.BaseMessage]]:
    """Messages with their times in ticks from the beginning."""
    at, out = 0, []
    for message in track:
        at += message.time
        out.append((at, message.copy(time=0)))
    return out


def run(song: str, semitones: float, drums_too: bool = False, outside: str = "Fold back by octaves") -> MidiFile:
    return MidiFile(example_app("midi_transpose").process(song, semitones, drums_too, outside))


def test_notes_and_keys_move_and_every_other_event_stays(song: str) -> None:
    before, after = MidiFile(song), run(song, 2)
    assert (after.type, after.ticks_per_beat) == (1, 960)
    assert len(after.tracks) == 3
    for old_track, new_track in zip(before.tracks, after.tracks, strict=True):
        for (old_at, old), (new_at, new) in zip(timed(old_track), timed(new_track), strict=True):
            assert old_at == new_at
            if old.type in ("note_on", "note_off", "polytouch") and old.channel == 2:
                assert new == old.copy(note=old.note + 2)
            elif old.type == "key_signature":
                assert new.key == "F"
            else:
                assert new == old


def test_another_reader_agrees(song: str) -> None:
    before, after = (
        pretty_midi.PrettyMIDI(song),
        pretty_midi.PrettyMIDI(example_app("midi_transpose").process(song, -5, False, "Fold back by octaves")),
    )
    for old, new in zip(before.instruments, after.instruments, strict=True):
        shift = 0 if old.is_drum else -5
        assert [(n.start, n.end, n.pitch, n.velocity) for n in new.notes] == [
            (n.start, n.end, n.pitch + shift, n.velocity) for n in old.notes
        ]


def test_there_and_back_again_is_the_same_file(song: str, tmp_path: Path) -> None:
    there = tmp_path / "there.mid"
    run(song, -7).save(there)
    assert [timed(track) for track in run(str(there), 7).tracks] == [timed(track) for track in MidiFile(song).tracks]


def test_drums_move_only_when_asked_for(song: str) -> None:
    assert [note for channel, note in transposition.notes(run(song, 3)) if channel == 9] == [36]
    assert [note for channel, note in transposition.notes(run(song, 3, drums_too=True)) if channel == 9] == [39]


def test_notes_outside_are_folded_or_left_out_and_the_rest_keeps_its_time(song: str) -> None:
    before, folded = MidiFile(song), run(song, 5)
    left_out = run(song, 5, outside="Leave out")
    assert [note for channel, note in transposition.notes(folded) if channel == 2] == [65, 118, 77]
    assert [note for channel, note in transposition.notes(left_out) if channel == 2] == [65, 77]
    last_on = [at for at, message in timed(before.tracks[1]) if message.type == "note_on"][-1]
    assert last_on in [at for at, message in timed(left_out.tracks[1]) if message.type == "note_on"]
    assert [len(track) for track in left_out.tracks] == [len(track) for track in before.tracks[:1]] + [
        len(before.tracks[1]) - 2,
        len(before.tracks[2]),
    ]


@pytest.mark.parametrize(
    ("key", "semitones", "expected"),
    [
        ("C", 2, "D"),
        ("Eb", 2, "F"),
        ("Am", 3, "Cm"),
        ("F#m", -2, "Em"),
        ("B", 1, "C"),
        ("Cb", 12, "Cb"),
        ("G", -1, "Gb"),
    ],
)
def test_keys_are_named_as_usual(key: str, semitones: int, expected: str) -> None:
    assert transposition.transposed_key(key, semitones) == expected
    assert MetaMessage("key_signature", key=expected).key == expected  # MIDI has this key


def test_an_empty_file_works(tmp_path: Path) -> None:
    file = MidiFile()
    file.tracks.append(MidiTrack())
    path = tmp_path / "empty.mid"
    file.save(path)
    assert list(transposition.notes(run(str(path), 12))) == []


@pytest.mark.parametrize("content", [b"", b"RIFFnothing", b"MThd\0\0\0\6\0\1\0\1\0\x60MTrk\0\0\1\0\x90"])
def test_what_is_no_midi_file_is_refused_in_words(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "song.mid"
    path.write_bytes(content)
    with pytest.raises(gr.Error, match="not a MIDI file that can be read"):
        run(str(path), 1)
