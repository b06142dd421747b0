# SPDX-License-Identifier: MIT
"""The audio thread, watched from entry to exit of processBlock in the real binary: no allocation, lock, system call."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .built import BUNDLE, MODULE, PROGRAMS, ROOT

GUARD = PROGRAMS / "harp_realtime_guard.so"

#: Renders a processed region, its untouched neighbours and silence in real time: as soon as there is a renderer, while
#: the comp changes and a region is moved under it, and after a jump.
PLAYER = """
import sys
sys.path[:0] = [{tests!r}]
from harp_bridge.ara_host import Host
from plugin.studio import Studio, noise

with Host({bundle!r}) as host:
    studio = Studio(host)
    modification = studio.add(noise(4.0))
    mono = studio.add(noise(4.0, 48000, 1, seed=1), 48000)
    studio.place(modification, at=0.0, start=0.0, duration=1.0, name="left alone")
    studio.place(modification, at=1.0, start=1.0, duration=1.5, name="processed")
    moved = studio.place(mono, at=0.5, start=0.0, duration=2.0, name="other rate")
    studio.load({address!r})
    studio.processed("processed")
    with studio.song.renderer(sample_rate=44100, block=256) as renderer:
        renderer.render(start=0, frames=4410, pace=1.0)
        ready = lambda: not any(studio.state()["playback"][k] for k in ("pagesWaiting", "takesWaiting"))
        studio.song.wait_until(ready)
        playing = renderer.render_in_background(start=0, frames=3 * 44100, blocks=[256, 100, 1], pace=1.0)
        for i in range(20):
            studio.ok(do="undo")
            studio.ok(do="redo")
            with studio.song.edit():
                moved.move(0.5 + i / 100)
        heard = playing.result()
        assert abs(heard).max() > 0.1
        renderer.render(start=44100, frames=4410, pace=1.0)
        renderer.render(start=0, frames=4410, playing=False)
    with host.effect() as effect:
        effect.activate(44100, 256)
        effect.render(audio_input=noise(0.1))
print("played")
"""


def play(tmp_path: Path, address: str, provoke: str = "") -> list[str]:
    report = tmp_path / "report.txt"
    program = PLAYER.format(tests=str(ROOT / "tests/python"), bundle=str(BUNDLE), address=address)
    environment = {
        **os.environ,
        "LD_PRELOAD": str(GUARD),
        "HARP_GUARD_REPORT": str(report),
        "HARP_GUARD_PROVOKE": provoke,
    }
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    return report.read_text().splitlines()


def summary(lines: list[str], pid_lines: int = 1) -> tuple[int, int]:
    """Spans and violations of the process that rendered: the one with the most spans."""
    counts = [(int(w[1]), int(w[3])) for w in (line.split() for line in lines) if w[0] == "spans"]
    assert len(counts) >= pid_lines
    return max(counts)


def test_playing_allocates_locks_and_calls_nothing(tmp_path: Path, servers: Any) -> None:
    lines = play(tmp_path, servers("gain").address)
    spans, violations = summary(lines)
    assert spans > 1000
    assert violations == 0, [line for line in lines if not line.startswith(("plugin", "called", "spans"))][:20]
    # What the plug-in's own code calls arrives at the guard: it would have seen a call inside of a span too.
    modules = [Path(line.split(" ", 1)[1]).resolve() for line in lines if line.startswith("plugin")]
    assert modules == [MODULE.resolve()]
    called = {w[1]: int(w[2]) for w in (line.split() for line in lines) if w[0] == "called"}
    assert all(called.get(name, 0) > 0 for name in ("malloc", "free", "pthread_mutex_lock")), called


@pytest.mark.parametrize(
    ("provoke", "noticed"),
    [
        ("malloc", "allocation malloc"),
        ("free", "allocation free"),
        ("lock", "lock pthread_mutex_lock"),
        ("syscall", "syscall number"),
    ],
)
def test_the_guard_notices_each_kind_of_violation_in_the_same_span(
    tmp_path: Path, servers: Any, provoke: str, noticed: str
) -> None:
    lines = play(tmp_path, servers("gain").address, provoke)
    spans, violations = summary(lines)
    assert violations >= spans
    assert any(line.startswith(noticed) for line in lines)
