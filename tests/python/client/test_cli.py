# SPDX-License-Identifier: MIT
"""The command harp-bridge: one file there and back, consent, files in the way, errors, cancelling."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import signal
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Progress
from harp_bridge._cli.progress import display

from .cli import COMMAND, harp, names, read
from .fake_gradio import FakeGradio
from .helpers import noise, wait_until, wav
from .real_gradio import RealGradio


@pytest.fixture
def song(tmp_path: Path) -> Path:
    path = tmp_path / "in.wav"
    path.write_bytes(wav(noise()))
    return path


def test_a_file_goes_through_a_real_endpoint(gradio: RealGradio, song: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    done = harp("process", gradio.address, song, "-o", out, "--set", "Prompt=progress", "--set", "Choice=Nice C")
    assert np.array_equal(read(out), noise())
    assert done.stdout == f"{out}\n"
    lines = done.stderr.splitlines()
    for line in ("connecting", "running  25% at 0.25", "running  75% at 0.75"):
        assert line in lines
    for stage in ("uploading", "downloading"):
        assert f"{stage} 100% 35 of 35 kB" in lines
    described = harp("describe", gradio.address).stdout
    assert described.startswith("Probe, by me\nA probe.\n")
    assert "slider  Shift: -24 to 24, default 7  (semitones)" in described


def test_the_description_as_json(fake: FakeGradio) -> None:
    printed = harp("describe", fake.address, "--json").json()
    assert printed == harp_bridge.describe(fake.address).to_json()


def test_several_outputs_and_labels_become_files_beside_each_other(
    fake: FakeGradio, song: Path, tmp_path: Path
) -> None:
    fake.controls = {
        "inputs": [{"type": "audio_track", "label": "In"}],
        "outputs": [{"type": "audio_track", "label": "A"}, {"type": "audio_track", "label": "B"}, {"type": "json"}],
    }
    fake.files |= {"/a": wav(noise(100)), "/b": wav(noise(200))}
    labels = {"meta": {"_type": "pyharp.LabelList"}, "labels": [{"t": 1, "label": "x"}]}

    async def both(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {
            "msg": "process_completed",
            "success": True,
            "output": {"data": [{"path": "/a"}, {"path": "/b"}, labels]},
        }

    fake.events = both
    out = tmp_path / "out.wav"
    (job,) = harp("process", fake.address, song, "-o", out, "--json").json()["jobs"]
    assert [entry["file"] for entry in job["audio"]] == [str(out), str(tmp_path / "out-2.wav")]
    assert [len(read(Path(entry["file"]))) for entry in job["audio"]] == [100, 200]
    written = json.loads((tmp_path / "out.labels.json").read_text())
    assert written["labels"][0]["label"] == "x"
    assert job["data"] == [{**written, "file": str(tmp_path / "out.labels.json")}]
    harp("process", fake.address, song, "-o", tmp_path / "again.wav", "--audio-only")
    assert names(tmp_path) == ["again-2.wav", "again.wav", "in.wav", "out-2.wav", "out.labels.json", "out.wav"]


def test_a_model_without_audio_input_needs_no_file(fake: FakeGradio, tmp_path: Path) -> None:
    fake.controls = {
        "inputs": [{"type": "text_box", "label": "Prompt"}, {"type": "toggle", "label": "A=B", "value": False}],
        "outputs": [{"type": "audio_track", "label": "Out"}],
    }
    fake.files["/tone"] = wav(noise())
    heard: list[object] = []

    async def tone(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        heard.extend(data)
        yield {"msg": "process_completed", "success": True, "output": {"data": [{"path": "/tone"}]}}

    fake.events = tone
    harp("process", fake.address, "-o", tmp_path / "out.wav", "--set", "A=B=on", "--set", "Prompt=a = b")
    assert heard == ["a = b", True]


# --- consent ----------------------------------------------------------------------------------------------------------


def elsewhere(fake: FakeGradio) -> list[str]:
    """The same server under the name of another computer."""
    return [f"http://studio.test:{fake.port}", "--resolve", "studio.test=127.0.0.1"]


def test_nothing_is_sent_to_another_computer_without_a_yes(fake: FakeGradio, song: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    done = harp("process", *elsewhere(fake), song, "-o", out, code=7)
    assert done.stderr.startswith("This would send audio from your computer to another one.\nAllow the upload")
    assert fake.connections == 0
    assert fake.requests == []
    assert not out.exists()


def test_with_a_yes_it_is_sent(fake: FakeGradio, song: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    harp("process", *elsewhere(fake), song, "-o", out, "--yes")
    assert np.array_equal(read(out), noise())
    assert fake.seen("/config")[0].headers["host"] == f"studio.test:{fake.port}"


@pytest.mark.parametrize(("answer", "code"), [(b"y\n", 0), (b"n\n", 7), (b"\n", 7)])
def test_in_a_terminal_it_asks(fake: FakeGradio, song: Path, tmp_path: Path, answer: bytes, code: int) -> None:
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [*COMMAND, "process", *elsewhere(fake), str(song), "-o", str(tmp_path / "out.wav")],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        os.write(ours, answer)
        _, err = process.communicate(timeout=300)
    finally:
        os.close(ours)
        os.close(theirs)
    assert process.returncode == code, err
    assert b"in.wav (0.1 s) to studio.test. Continue? [y/N]" in err
    assert (fake.audio_bytes > 0) == (code == 0)


def test_describing_another_computer_needs_no_yes_for_it_sends_no_audio(fake: FakeGradio) -> None:
    assert "Fake" in harp("describe", *elsewhere(fake)).stdout


# --- files that are in the way ----------------------------------------------------------------------------------------


def test_the_input_is_never_overwritten(fake: FakeGradio, song: Path) -> None:
    for force in ([], ["--force"]):
        done = harp("process", fake.address, song, "-o", song, *force, code=9)
        assert "never overwritten" in done.stderr
    link = song.with_name("link.wav")
    link.symlink_to(song)
    harp("process", fake.address, song, "-o", link, "--force", code=9)
    assert np.array_equal(read(song), noise())
    assert fake.requests == []


def test_an_existing_file_is_overwritten_only_when_asked(fake: FakeGradio, song: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    out.write_text("precious")
    assert "--force" in harp("process", fake.address, song, "-o", out, code=9).stderr
    assert fake.requests == []
    assert out.read_text() == "precious"
    harp("process", fake.address, song, "-o", out, "--force")
    assert np.array_equal(read(out), noise())


def test_a_second_output_that_is_in_the_way_is_noticed_before_anything_is_sent(
    fake: FakeGradio, song: Path, tmp_path: Path
) -> None:
    outputs = [{"type": "audio_track", "label": "A"}, {"type": "audio_track", "label": "B"}]
    fake.controls = {"inputs": [{"type": "audio_track", "label": "In"}], "outputs": outputs}
    (tmp_path / "out-2.wav").write_text("precious")
    assert "out-2.wav" in harp("process", fake.address, song, "-o", tmp_path / "out.wav", code=9).stderr
    assert fake.audio_bytes == 0


@pytest.mark.parametrize("content", [None, b"", b"not audio", wav(noise(0))])
def test_an_input_that_is_no_audio(fake: FakeGradio, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "in.wav"
    if content is not None:
        path.write_bytes(content)
    code = 8 if content and content.startswith(b"RIFF") else 9
    done = harp("process", fake.address, path, "-o", tmp_path / "out.wav", "--verbose", code=code)
    assert str(path) in done.stderr
    assert fake.requests == []


def test_an_output_that_cannot_be_written(fake: FakeGradio, song: Path, tmp_path: Path) -> None:
    assert "is no folder" in harp("process", fake.address, song, "-o", tmp_path / "no" / "out.wav", code=9).stderr
    assert ".wav" in harp("process", fake.address, song, "-o", tmp_path / "out.mp3", code=9).stderr


# --- errors -----------------------------------------------------------------------------------------------------------


def test_errors_are_a_sentence_and_a_next_step_with_an_exit_code_for_each_family(
    fake: FakeGradio, song: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.wav"
    done = harp("describe", "ftp://nowhere", code=3)
    assert done.stderr.splitlines()[:1] == ["This does not look like the address of a model."]
    assert len(done.stderr.splitlines()) == 2
    done = harp("process", fake.address, song, "-o", out, "--set", "Gain=11", "--json", code=8)
    assert "Gain: 11 is outside of 0 to 10" in done.stderr
    assert done.json()["error"]["code"] == "control_out_of_range"
    harp("process", fake.address, song, "-o", out, "--set", "Gain=loud", code=8)
    harp("process", fake.address, song, "-o", out, "--set", "Volume=1", code=8)
    harp("process", fake.address, "-o", out, code=8)
    harp("process", fake.address, song, "-o", out, "--set", "Gain", code=2)
    harp("process", code=2)
    fake.files["/page"] = b"<html>"

    async def boom(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_completed", "success": False, "output": {"error": "\x1b[31mBoom.\nLine 2"}}

    async def page(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_completed", "success": True, "output": {"data": [{"path": "/page"}]}}

    fake.events = boom
    done = harp("process", fake.address, song, "-o", out, code=5)
    assert "The model stopped with an error. It says: [31mBoom.\nLine 2\nChange the controls" in done.stderr
    fake.events = page
    assert "[result_invalid]" in harp("process", fake.address, song, "-o", out, "--verbose", code=6).stderr
    fake.config["dependencies"] = []
    harp("process", fake.address, song, "-o", out, code=4)
    assert names(tmp_path) == ["in.wav"]


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_a_cancelled_job_leaves_no_file_and_the_server_hears_of_it(
    fake: FakeGradio, song: Path, tmp_path: Path, sent: signal.Signals
) -> None:
    async def never(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        await asyncio.sleep(3600)

    fake.events = never
    process = subprocess.Popen(
        [*COMMAND, "process", fake.address, str(song), "-o", str(tmp_path / "out.wav")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_until(lambda: fake.open_streams == 1, "the model runs")
    process.send_signal(sent)
    out, err = process.communicate(timeout=300)
    assert (process.returncode, out) == (130, b"")
    assert err.decode().endswith("Cancelled.\n")
    assert b"Traceback" not in err
    fake.wait_for("/gradio_api/cancel")
    assert names(tmp_path) == ["in.wav"]


def test_help_documents_the_exit_codes() -> None:
    assert "130  cancelled" in harp("--help").stdout
    assert harp("--version").stdout.strip() == harp_bridge.__version__


@pytest.mark.parametrize(
    ("done", "total", "words"),
    [(0, 35_000, "0 of 35 kB"), (1_234_000, 35_000_000, "1.2 of 35.0 MB"), (999, None, "1 kB"), (3e6, None, "3.0 MB")],
)
def test_bytes_are_told_in_what_they_are_counted(
    done: int, total: int | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of what is packed on the way nobody knows the total."""
    progress = Progress("uploading", fraction=0.5, done_bytes=done, total_bytes=total)
    display("lines", ["in"]).show(0, progress)
    display("bar", ["in"]).show(0, progress)
    line, bar = capsys.readouterr().err.split("\n")
    assert line == f"uploading  50% {words}"
    assert bar.endswith(f" 50% {words}")
