# SPDX-License-Identifier: MIT
"""Runs in turn, so that a disturbance hits all that are compared; medians; sounds and servers to measure with."""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt

from tests.python.support.servers import REPOSITORY, EndpointServer, start_endpoint

__all__ = [
    "APPS",
    "RATE",
    "Samples",
    "Step",
    "emptied",
    "ffmpeg_folder",
    "medians",
    "music",
    "processor",
    "progress",
    "serve",
]

APPS = Path(__file__).resolve().parent / "apps"
RATE = 44100
Step = Callable[[], object]

#: What `make bench` unpacks where the system has none of its own.
_FFMPEG = REPOSITORY / ".servers" / "ffmpeg" / "bin"
_BEGIN = time.monotonic()
Samples = npt.NDArray[np.float32]


def medians(runs: int, steps: Mapping[str, Step], tidy: Step = lambda: None) -> dict[str, float]:
    """Seconds: the median time of each step. The first round warms up and does not count.

    `tidy` removes what a round has left, so that the last one finds the same disk as the first.
    """
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(runs + 1):
        for name, step in steps.items():
            start = time.perf_counter()
            step()
            times[name].append(time.perf_counter() - start)
        tidy()
    return {name: statistics.median(values[1:]) for name, values in times.items()}


def music(seconds: float) -> Samples:
    """Stereo that packs about as well as a recording: decaying chords, strokes of noise, a noise floor; peak 0.7."""
    random = np.random.default_rng(7)
    beat = np.arange(RATE // 2) / RATE
    frames = round(seconds * RATE)
    sound = np.zeros((frames + len(beat), 2), np.float32)
    for number, start in enumerate(range(0, frames, len(beat))):
        chord = 110 * 2 ** (np.array([0, 4, 7, 12]) / 12) * 2 ** ((number * 5 % 12) / 12)
        tones = sum(np.sin(2 * np.pi * f * k * beat) / k for f in chord for k in range(1, 9))
        stroke = random.normal(0, 1, (len(beat), 2)) * np.exp(-beat * 30)[:, np.newaxis]
        sound[start : start + len(beat)] += (tones * np.exp(-beat * 4))[:, np.newaxis] * [0.5, 0.4] + 0.6 * stroke
    sound = sound[:frames] + random.normal(0, 1e-4, (frames, 2))
    return (0.7 * sound / np.abs(sound).max()).astype(np.float32)


def ffmpeg_folder() -> str | None:
    """The folder of ffmpeg and ffprobe: of HARP_FFMPEG, installed, or unpacked by `make bench`; None without any."""
    given = os.environ.get("HARP_FFMPEG")
    path = shutil.which("ffprobe", path=given or os.pathsep.join((os.environ.get("PATH", ""), str(_FFMPEG))))
    return None if path is None else str(Path(path).parent)


@contextmanager
def serve(app: str, *, ffmpeg: str | None = None, env: Mapping[str, str] | None = None) -> Iterator[EndpointServer]:
    """One of APPS. Its PATH holds `ffmpeg`, a folder, and nothing else; without it not even that."""
    with (
        tempfile.TemporaryDirectory() as empty,
        start_endpoint(APPS / app, env={"PATH": ffmpeg or empty, **(env or {})}) as server,
    ):
        yield server


def emptied(server: EndpointServer) -> None:
    """Removes what was uploaded to a server, and what it made; no job may be under way."""
    for entry in (server.log.parent / "files").glob("*"):
        shutil.rmtree(entry, ignore_errors=True)


def processor(pid: int | None = None) -> float:
    """Seconds of processor time that a process has taken, without its children; without a number this one."""
    if pid is None:
        return time.process_time()
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def progress(words: str) -> None:
    """What is being measured, for those who wait."""
    print(f"{time.monotonic() - _BEGIN:6.0f} s  {words}", file=sys.stderr, flush=True)
