# SPDX-License-Identifier: MIT
"""Results as files: every kind, complete or not at all, and never over an existing one."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import (
    AudioResult,
    Card,
    ClassesResult,
    DataResult,
    Description,
    FileResult,
    JsonResult,
    LabelsResult,
    MidiResult,
    Result,
    ScoredClass,
    TextResult,
)
from harp_bridge import _saving as saving

from .cli import names, read
from .helpers import noise

DESCRIPTION = Description("harp-0.3", "http://127.0.0.1:1", "127.0.0.1", True, Card(), (), ())


def result(audio: list[str], *data: DataResult) -> Result:
    sounds = [AudioResult(noise(100, seed=n), 44100.0, str(n), label) for n, label in enumerate(audio)]
    return Result(DESCRIPTION, sounds, list(data), [])


def test_every_kind_of_output_becomes_a_file(tmp_path: Path) -> None:
    written = harp_bridge.save(
        result(
            ["Out"],
            LabelsResult("1", "Onsets", [{"t": 1.0, "label": "x"}]),
            TextResult("2", "Lyrics", "la la"),
            JsonResult("3", "Numbers", {"tempo": 120}),
            ClassesResult("4", "Genre", "jazz", (ScoredClass("jazz", 0.9),)),
            MidiResult("5", "Notes", "Notes.mid", b"MThd"),
            FileResult("6", "Score", "Score.pdf", b"%PDF-"),
        ),
        tmp_path,
        "My / song",
    )
    endings = [".wav", ".labels.json", ".txt", ".json", ".classes.json", ".mid", ".pdf"]
    assert written == [tmp_path / f"My-song{ending}" for ending in endings]
    assert np.array_equal(read(written[0]), noise(100, seed=0))
    assert json.loads(written[1].read_text())["labels"] == [{"t": 1.0, "label": "x"}]
    assert written[2].read_text() == "la la\n"
    assert json.loads(written[3].read_text()) == {"tempo": 120}
    assert json.loads(written[4].read_text())["top"] == "jazz"
    assert written[5].read_bytes() == b"MThd"


def test_stems_are_named_by_their_labels_whatever_these_are(tmp_path: Path) -> None:
    labels = ["Vocals", "vocals", "../../etc/passwd", "", "a" * 300]
    written = harp_bridge.save(result(labels), tmp_path)
    assert {path.parent for path in written} == {tmp_path}
    assert [path.name for path in written[:4]] == [
        "result-Vocals.wav",
        "result-vocals-2.wav",
        "result-etc-passwd.wav",
        "result-output.wav",
    ]
    assert len(written[4].name) < 100
    assert names(tmp_path) == sorted(path.name for path in written)


def test_a_taken_name_moves_the_whole_result_to_the_next_number(tmp_path: Path) -> None:
    (tmp_path / "result-2.txt").write_text("mine")
    one = result(["Out"], TextResult("1", "T", "x"))
    assert [path.name for path in harp_bridge.save(one, tmp_path)] == ["result.wav", "result.txt"]
    assert [path.name for path in harp_bridge.save(one, tmp_path)] == ["result-3.wav", "result-3.txt"]
    assert (tmp_path / "result-2.txt").read_text() == "mine"


def test_many_who_save_at_the_same_time_do_not_meet(tmp_path: Path) -> None:
    found: list[Path] = []
    one = result(["Out"], TextResult("1", "T", "x"))
    threads = [threading.Thread(target=lambda: found.extend(harp_bridge.save(one, tmp_path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(set(found)) == 16
    assert names(tmp_path) == sorted(path.name for path in found)
    numbers = [{path.stem for path in found if path.suffix == suffix} for suffix in (".wav", ".txt")]
    assert numbers[0] == numbers[1]


@pytest.mark.parametrize("links", [True, False])
def test_what_fails_in_the_middle_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def no_links(source: object, target: object) -> None:
        raise PermissionError("this file system has no links")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
        assert [path.name for path in harp_bridge.save(result(["Out"]), tmp_path)] == ["result.wav"]
        assert [path.name for path in harp_bridge.save(result(["Out"]), tmp_path)] == ["result-2.wav"]
        assert np.array_equal(read(tmp_path / "result-2.wav"), noise(100, seed=0))
    before = names(tmp_path)

    def broken(path: Path) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    parts = [*saving.parts_of(result(["Out"])), saving.Part(".txt", "1", broken)]
    with pytest.raises(OSError, match="No space"):
        saving.place(parts, tmp_path, "full")
    assert names(tmp_path) == before
    with pytest.raises(FileNotFoundError):
        harp_bridge.save(result(["Out"]), tmp_path / "nowhere")
