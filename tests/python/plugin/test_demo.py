# SPDX-License-Identifier: MIT
"""The demo says what happened, refuses what it cannot use, and leaves nothing running when it is interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.demo.arrangement import RATE, Placement, Recording
from tests.demo.comparison import check
from tests.demo.session import Refused

from .built import BUNDLE, ROOT
from .studio import Samples, noise

COMMAND = [sys.executable, "-m", "tests.demo", "--plugin", str(BUNDLE)]


def running_with(mark: str) -> list[str]:
    """Command lines of all processes that inherited a mark in their environment."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and mark.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except (OSError, ValueError):
            continue
    return found


def gone(mark: str, seconds: float = 120.0) -> bool:
    deadline = time.monotonic() + seconds
    while running_with(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("moment", ["1. Started", "running"])
def test_interrupting_the_demo_leaves_no_process_behind(moment: str) -> None:
    mark = f"demo-{uuid.uuid4()}"
    environment = {**os.environ, "HARP_BRIDGE_TEST_MARK": mark, "PYTHONUNBUFFERED": "1"}
    demo = subprocess.Popen(
        COMMAND,
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert demo.stdout is not None
    lines = iter(demo.stdout.readline, "")
    assert any(moment in line for line in lines)
    assert any("pitch_shift" in line for line in running_with(mark))
    assert moment != "running" or any("harp_worker" in line for line in running_with(mark))
    os.killpg(demo.pid, signal.SIGINT)  # what a terminal does on Ctrl-C
    demo.stdout.read()
    demo.stdout.close()
    assert demo.wait(300) != 0
    assert gone(mark), running_with(mark)


def test_the_demo_takes_a_recording_that_begins_with_silence_to_its_end(tmp_path: Path) -> None:
    recording = tmp_path / "mine.wav"
    samples = noise(3.0, 48000, 1)
    samples[: len(samples) // 2] = 0
    soundfile.write(recording, samples, 48000)
    done = subprocess.run(
        [*COMMAND, "--audio", str(recording), "--folder", str(tmp_path / "out")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    for part in (
        "Pitch Shift, by",
        "- Pitch (slider, -24 to 24) = 5",
        "100%",
        "the same samples",
        "48000 Hz and 44100 Hz",
        "mine, first half is silent, so there is no difference to hear.",
    ):
        assert part in done.stdout
    assert "lead is silent" not in done.stdout
    before, _ = soundfile.read(tmp_path / "out/before.wav")
    after, _ = soundfile.read(tmp_path / "out/after.wav")
    assert before.shape == after.shape
    assert (tmp_path / "out/overview.png").stat().st_size > 10000


#: A second of a recording that starts in its first half and lies at 0.5 s in the song.
PLACE = Placement("mine, first half", track=0, recording=0, start=0.25, duration=1.0, at=0.5)


def compared(recording: Samples, before: Samples, after: Samples) -> None:
    rendered = [np.zeros((round(2 * RATE), 2), dtype=np.float32) for _ in range(2)]
    for whole, part in zip(rendered, (before, after), strict=True):
        whole[round(0.5 * RATE) : round(1.5 * RATE)] = part
    check(*rendered, [PLACE], [Recording("mine", recording, RATE)])


@pytest.mark.parametrize("level", [1.0, 1e-3, 3e-4])
def test_what_is_heard_has_to_change_however_quiet_it_is(level: float, capsys: pytest.CaptureFixture[str]) -> None:
    recording = np.float32(level) * noise(2.0, RATE, 2)
    part = recording[round(0.25 * RATE) : round(1.25 * RATE)]
    compared(recording, part, -part)
    with pytest.raises(Refused, match="mine, first half sounds as before"):
        compared(recording, part, part)
    with pytest.raises(Refused, match="mine, first half sounds as before"):
        compared(recording, part, np.float32(1.0001) * part)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("level", [0.0, 1e-6])
def test_where_nothing_is_to_be_heard_nothing_has_to_change(level: float, capsys: pytest.CaptureFixture[str]) -> None:
    recording = noise(2.0, RATE, 2)
    recording[: round(1.25 * RATE)] *= np.float32(level)
    part = recording[round(0.25 * RATE) : round(1.25 * RATE)]
    compared(recording, part, part)
    assert "mine, first half is silent" in capsys.readouterr().out


def test_what_was_not_processed_must_not_change() -> None:
    recording = noise(2.0, RATE, 2)
    part = recording[round(0.25 * RATE) : round(1.25 * RATE)]
    before = np.zeros((round(2 * RATE), 2), dtype=np.float32)
    before[round(0.5 * RATE) : round(1.5 * RATE)] = part
    after = -before
    check(before, after, [PLACE], [Recording("mine", recording, RATE)])
    after[-1] = 0.5
    with pytest.raises(Refused, match="not processed"):
        check(before, after, [PLACE], [Recording("mine", recording, RATE)])


def test_a_recording_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.wav"
    nothing.write_text("this is no sound")
    done = subprocess.run([*COMMAND, "--audio", str(nothing)], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "cannot be read as audio" in done.stderr
    assert "Traceback" not in done.stderr
