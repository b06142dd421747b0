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

from .built import BUNDLE, ROOT

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


def gone(mark: str, seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while running_with(mark):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


@pytest.mark.parametrize("moment", ["1. Started", "running"])
def test_interrupting_the_demo_leaves_no_process_behind(moment: str) -> None:
    mark = f"demo-{uuid.uuid4()}"
    environment = {**os.environ, "HARP_TEST_MARK": mark, "PYTHONUNBUFFERED": "1"}
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
    assert len(running_with(mark)) > 1
    os.killpg(demo.pid, signal.SIGINT)  # what a terminal does on Ctrl-C
    demo.stdout.read()
    demo.stdout.close()
    assert demo.wait(30) != 0
    assert gone(mark), running_with(mark)


def test_a_recording_that_cannot_be_read_is_refused_in_words(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.wav"
    nothing.write_text("this is no sound")
    done = subprocess.run([*COMMAND, "--audio", str(nothing)], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "cannot be read as audio" in done.stderr
    assert "Traceback" not in done.stderr
