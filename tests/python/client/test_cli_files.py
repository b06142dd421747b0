# SPDX-License-Identifier: MIT
"""The command harp-bridge with many files, folders and spans: what is sent, written, and never touched."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from harp_bridge import HarpError
from harp_bridge._cli.spans import Span, parse_span

from .cli import COMMAND, harp, harp_process, names, read
from .fake_gradio import FakeGradio
from .helpers import noise, wav

Events = AsyncIterator["dict[str, object] | bytes"]


@pytest.fixture
def music(tmp_path: Path) -> Path:
    """A folder with three recordings, a text and a hidden file."""
    folder = tmp_path / "music"
    folder.mkdir()
    for seed, name in enumerate(("a.wav", "b.wav", "c.wav")):
        (folder / name).write_bytes(wav(noise(seed=seed)))
    (folder / "notes.txt").write_text("no audio")
    (folder / ".hidden.wav").write_bytes(wav(noise()))
    return folder


def test_results_appear_beside_their_inputs_and_nothing_is_ever_overwritten(fake: FakeGradio, music: Path) -> None:
    before = names(music)
    printed = harp("process", fake.address, music / "a.wav", music / "b.wav").stdout.splitlines()
    assert sorted(printed) == [str(music / "a-Fake.wav"), str(music / "b-Fake.wav")]
    for seed, name in enumerate(("a", "b")):
        assert np.array_equal(read(music / f"{name}-Fake.wav"), noise(seed=seed))
    harp("process", fake.address, music / "a.wav")
    (music / "a-Fake-3.wav").symlink_to(music / "nowhere")
    harp("process", fake.address, music / "a.wav")
    made = {"a-Fake.wav", "b-Fake.wav", "a-Fake-2.wav", "a-Fake-3.wav", "a-Fake-4.wav"}
    assert names(music) == sorted({*before, *made})
    assert (music / "a-Fake-3.wav").is_symlink()
    assert np.array_equal(read(music / "a.wav"), noise(seed=0))


def test_a_folder_stands_for_its_audio_files_and_not_for_results_of_earlier_runs(
    fake: FakeGradio, music: Path, tmp_path: Path
) -> None:
    harp("process", fake.address, music, "--jobs", 2)
    first = names(music)
    assert first == [".hidden.wav", "a-Fake.wav", "a.wav", "b-Fake.wav", "b.wav", "c-Fake.wav", "c.wav", "notes.txt"]
    again = harp("process", fake.address, music, "-o", f"{tmp_path / 'results'}/")
    assert names(tmp_path / "results") == ["a-Fake.wav", "b-Fake.wav", "c-Fake.wav"]
    assert "Left out: 3 results of earlier runs." in again.stderr
    assert names(music) == first
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "holds no audio file" in harp("process", fake.address, empty, code=9).stderr


def test_only_the_span_is_sent(fake: FakeGradio, tmp_path: Path) -> None:
    song, samples = tmp_path / "song.wav", noise(44100 * 3)
    song.write_bytes(wav(samples))
    harp("process", fake.address, song, "--region", "0.5:1", "--region", "2:")
    assert np.array_equal(read(tmp_path / "song-Fake-0.5-1s.wav"), samples[22050:44100])
    assert np.array_equal(read(tmp_path / "song-Fake-2-end.wav"), samples[88200:])
    assert max(len(request.body) for request in fake.seen("/gradio_api/upload")) < 44100 * 8 + 2000
    done = harp("process", fake.address, song, "--region", "5:6", "--region", "0:0.1", code=10)
    assert "1 of 2 processed." in done.stderr
    assert f"failed: {song} [5-6s]: This region holds no audio." in done.stderr


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("1.5:4", 1.5, 4.0),
        ("1.5:", 1.5, None),
        (":4", 0.0, 4.0),
        ("1:30:2:45", 90.0, 165.0),
        ("1:30:", 90.0, None),
        (":1:30", 0.0, 90.0),
        ("1:05-2:30.5", 65.0, 150.5),
        ("1:00:00-1:00:10", 3600.0, 3610.0),
        ("2-", 2.0, None),
        ("-2", 0.0, 2.0),
    ],
)
def test_spans_as_people_type_them(typed: str, start: float, end: float | None) -> None:
    assert parse_span(typed) == Span(start, end)


@pytest.mark.parametrize(
    "typed", ["", "4", "4:1", "1:1", "a:b", "1:90-3:00", "1:30:2", "1:2:3:4:5", "-1:-2", "nan:1", "1:inf"]
)
def test_spans_that_are_none(typed: str, fake: FakeGradio, tmp_path: Path) -> None:
    with pytest.raises(HarpError) as caught:
        parse_span(typed)
    assert caught.value.code == "command_invalid"
    assert "region" in harp("process", fake.address, tmp_path / "x.wav", f"--region={typed}", code=2).stderr
    assert fake.connections == 0


def test_one_failing_file_does_not_stop_the_others(fake: FakeGradio, music: Path) -> None:
    (music / "b.wav").write_bytes(b"not audio")

    async def moody(server: FakeGradio, data: list[object]) -> Events:
        assert isinstance(data[0], dict)
        if noise(seed=2).tobytes() in server.files[data[0]["path"]]:
            yield {"msg": "process_completed", "success": False, "output": {"error": "Not this one."}}
            return
        yield {"msg": "process_completed", "success": True, "output": {"data": [data[0]]}}

    fake.events = moody
    done = harp("process", fake.address, music / "a.wav", music / "b.wav", music / "c.wav", "--json", code=10)
    a, b, c = done.json()["jobs"]
    assert a["audio"][0]["file"] == str(music / "a-Fake.wav")
    assert b["error"]["code"] == "region_unreadable"
    assert (c["error"]["code"], c["error"]["message"]) == ("server_error", "Not this one.")
    assert "1 of 3 processed." in done.stderr
    assert f"failed: {music / 'c.wav'}: The model stopped with an error. It says: Not this one." in done.stderr
    (music / "a.wav").unlink()
    gone = harp("process", fake.address, music / "a.wav", music / "b.wav", code=9)
    assert gone.stdout == ""


def test_no_more_jobs_than_asked_for_run_at_a_time(fake: FakeGradio, music: Path) -> None:
    most = 0

    async def counted(server: FakeGradio, data: list[object]) -> Events:
        nonlocal most
        most = max(most, server.open_streams)
        yield {"msg": "process_completed", "success": True, "output": {"data": [data[0]]}}

    fake.events = counted
    harp("process", fake.address, music, "--jobs", 1)
    assert most == 1
    harp("process", fake.address, music, "--jobs", 0, code=2)


def test_everything_that_comes_back_is_written(fake: FakeGradio, music: Path) -> None:
    outputs = [("audio_track", "Vocals"), ("audio_track", "Drums"), ("json", "Onsets"), ("midi_track", "Notes")]
    fake.controls = {
        "inputs": [{"type": "audio_track", "label": "In"}],
        "outputs": [{"type": kind, "label": label} for kind, label in outputs],
    }
    labels = {"meta": {"_type": "pyharp.LabelList"}, "labels": [{"t": 1, "label": "x"}]}
    fake.files |= {"/v": wav(noise(10)), "/d": wav(noise(20)), "/m": b"MThd" + bytes(10)}

    async def all_of_it(server: FakeGradio, data: list[object]) -> Events:
        values = [{"path": "/v"}, {"path": "/d"}, labels, {"path": "/m"}]
        yield {"msg": "process_completed", "success": True, "output": {"data": values}}

    fake.events = all_of_it
    (job,) = harp("process", fake.address, music / "a.wav", "--json").json()["jobs"]
    endings = ["Drums.wav", "Vocals.wav"]
    assert [name for name in names(music) if "harp" in name] == [
        *(f"a-harp-{ending}" for ending in endings),
        "a-harp.labels.json",
        "a-harp.mid",
    ]
    assert len(read(music / "a-harp-Drums.wav")) == 20
    assert (music / "a-harp.mid").read_bytes().startswith(b"MThd")
    assert json.loads((music / "a-harp.labels.json").read_text())["labels"][0]["label"] == "x"
    assert {Path(entry["file"]).name for entry in job["data"]} == {"a-harp.labels.json", "a-harp.mid"}
    assert all("content" not in entry for entry in job["data"])
    # When one name of a result is taken, all of it gets the next number.
    (music / "a-harp.mid").rename(music / "a-harp-2.mid")
    harp("process", fake.address, music / "a.wav")
    assert "a-harp-3-Drums.wav" in names(music)
    assert "a-harp-2-Drums.wav" not in names(music)


def test_standard_input_and_standard_output(fake: FakeGradio, tmp_path: Path) -> None:
    done = harp_process("process", fake.address, "-", "-o", "-", "--quiet", given=wav(noise()))
    (tmp_path / "out.wav").write_bytes(done.stdout)
    assert np.array_equal(read(tmp_path / "out.wav"), noise())
    assert done.stderr == b""
    harp("process", fake.address, "x.wav", "-o", "-", "--json", code=2)
    assert "Choose a folder" in harp("process", fake.address, "x.wav", "y.wav", "-o", "-", code=9).stderr


def test_progress_for_programs_and_none_at_all(fake: FakeGradio, music: Path) -> None:
    lines = harp("process", fake.address, music / "a.wav", music / "b.wav", "--progress", "json").stderr.splitlines()
    entries = [json.loads(line) for line in lines if line.startswith("{")]
    assert {entry["job"] for entry in entries} == {0, 1}
    assert {entry["input"] for entry in entries} == {str(music / "a.wav"), str(music / "b.wav")}
    stages = [entry["stage"] for entry in entries if entry["job"] == 1]
    assert (stages[0], stages[-1]) == ("connecting", "done")
    assert harp("process", fake.address, music / "c.wav", "--quiet").stderr == ""


def all_of(terminal: int) -> str:
    """What is written to a terminal until its last writer leaves, which Linux calls an error."""
    pieces = []
    with contextlib.suppress(OSError):
        while piece := os.read(terminal, 1 << 16):
            pieces.append(piece)
    return b"".join(pieces).decode()


def test_a_terminal_gets_one_line_that_is_cleared_in_the_end(fake: FakeGradio, music: Path) -> None:
    async def slowly(server: FakeGradio, data: list[object]) -> Events:
        unit = {"index": 1, "length": 4, "progress": None, "desc": "quarter"}
        yield {"msg": "process_starts"}
        yield {"msg": "progress", "progress_data": [unit]}
        yield {"msg": "process_completed", "success": True, "output": {"data": [data[0]]}}

    fake.events = slowly
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [*COMMAND, "process", fake.address, str(music / "a.wav")],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=theirs,
        )
        os.close(theirs)
        shown = all_of(ours)
        out, _ = process.communicate(timeout=300)
    finally:
        os.close(ours)
    assert process.returncode == 0, shown
    assert out.decode() == f"{music / 'a-Fake.wav'}\n"
    assert "\n" not in shown
    assert "running     [######..................]  25%" in shown
    assert "quarter" in shown
    assert shown.endswith(" \r")


def test_control_values_by_label(fake: FakeGradio, music: Path) -> None:
    choices = [["Low", "l"], ["High, loud", "h"], ["Mid", "m"]]
    fake.controls = {
        "inputs": [
            {"type": "audio_track", "label": "In"},
            {"type": "audio_track", "label": "Reference", "required": False},
            {"type": "slider", "label": "Gain", "minimum": 0, "maximum": 10, "step": 0.5, "value": 5.0},
            {"type": "dropdown", "label": "Band", "choices": choices, "value": "l"},
        ],
        "outputs": [{"type": "audio_track", "label": "Out"}],
    }
    heard: list[list[object]] = []

    async def listen(server: FakeGradio, data: list[object]) -> Events:
        heard.append(data)
        yield {"msg": "process_completed", "success": True, "output": {"data": [data[0]]}}

    fake.events = listen
    options = ["--set", "Gain=2.5", "--set", "Band=High, loud", "--input", f"Reference={music / 'b.wav'}"]
    harp("process", fake.address, *options, music / "a.wav")
    ((first, reference, gain, band),) = heard
    assert (gain, band) == (2.5, "h")
    assert isinstance(first, dict)
    assert isinstance(reference, dict)
    assert fake.files[first["path"]] != fake.files[reference["path"]]
    unknown = harp("process", fake.address, music / "a.wav", "--input", f"Side={music / 'b.wav'}", code=8)
    assert "there are: In, Reference" in unknown.stderr
    harp("process", fake.address, music / "a.wav", "--duration", 3, code=8)
    assert len(heard) == 1


def test_a_result_that_loses_a_race_for_its_name_is_kept_under_another(fake: FakeGradio, music: Path) -> None:
    out = music / "out.wav"

    async def racing(server: FakeGradio, data: list[object]) -> Events:
        out.write_text("somebody else's")
        yield {"msg": "process_completed", "success": True, "output": {"data": [data[0]]}}

    fake.events = racing
    assert harp("process", fake.address, music / "a.wav", "-o", out).stdout == f"{music / 'out-2.wav'}\n"
    assert out.read_text() == "somebody else's"
    assert np.array_equal(read(music / "out-2.wav"), noise(seed=0))
    assert not [name for name in names(music) if name.endswith(".part")]
