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

import pytest
import soundfile

from .built import BUNDLE, ROOT
from .studio import noise

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


def test_the_demo_takes_a_recording_to_its_end(tmp_path: Path) -> None:
    recording = tmp_path / "mine.wav"
    soundfile.write(recording, noise(3.0, 48000, 1), 48000)
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
    ):
        assert part in done.stdout
    before, _ = soundfile.read(tmp_path / "out/before.wav")
    after, _ = soundfile.read(tmp_path / "out/after.wav")
    assert before.shape == after.shape
    assert (tmp_path / "out/overview.png").stat().st_size > 10000


def test_a_recording_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.wav"
    nothing.write_text("this is no sound")
    done = subprocess.run([*COMMAND, "--audio", str(nothing)], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1
    assert "cannot be read as audio" in done.stderr
    assert "Traceback" not in done.stderr
