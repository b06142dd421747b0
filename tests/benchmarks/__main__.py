# SPDX-License-Identifier: GPL-3.0-or-later
"""From `process` to audible in the real plug-in, against the bare model and the bare client; and what it weighs.

Every figure is a median of runs in turn. Machines are noisy: read the ratios.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import harp_bridge
import numpy as np
import soundfile
from harp_bridge.ara_host import Host

from tests.python.plugin.studio import Studio, noise
from tests.python.support.servers import ENDPOINTS, EXAMPLES, start_endpoint

sys.path.insert(0, str(EXAMPLES / "pitch_shift"))

from phase_vocoder import shift_pitch

RATE = 44100
Step = Callable[[], object]


def seconds_of(step: Step) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    step()
    return time.perf_counter() - start


def medians(runs: int, **steps: Step) -> dict[str, float]:
    """The median time of each step, run in turn so that a disturbance hits all of them."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(runs + 1):  # the first round warms up and does not count
        for name, step in steps.items():
            times[name].append(seconds_of(step))
    return {name: statistics.median(values[1:]) for name, values in times.items()}


def audible(studio: Studio) -> None:
    """One region processed; back when the new sound is what renderers play."""
    job = studio.ok(do="process", regions=studio.ids())["jobs"][0]
    while studio.job(job)["stage"] != "done":
        time.sleep(0.001)


def model_file(samples: np.ndarray, folder: Path, shift: bool) -> None:
    """What an endpoint's function itself does: read the file, compute, write the file."""
    source, target = folder / "in.wav", folder / "out.wav"
    if not source.exists():
        soundfile.write(source, samples, RATE, subtype="FLOAT")
    audio, rate = soundfile.read(source, dtype="float32", always_2d=True)
    soundfile.write(target, shift_pitch(audio, 7.0) if shift else audio, rate, subtype="FLOAT")


def measure(host: Host, address: str, name: str, seconds: int, runs: int, shift: bool) -> None:
    """Print one row: bare model, bare client, plug-in, and their ratios."""
    samples = noise(float(seconds), RATE)
    studio = Studio(host)
    studio.place(studio.add(samples, RATE), at=0.0, start=0.0, duration=float(seconds))
    studio.load(address)
    with tempfile.TemporaryDirectory() as folder:
        found = medians(
            runs,
            model=lambda: model_file(samples, Path(folder), shift),
            client=lambda: harp_bridge.process(address, samples, RATE),
            plugin=lambda: audible(studio),
        )
    studio.song.close()
    model, client, plugin = found["model"], found["client"], found["plugin"]
    times = f"{model:.3f} s | {client:.3f} s | {plugin:.3f} s | {plugin / model:.2f} | {plugin / client:.2f}"
    print(f"| {name} | {seconds} s | {times} |", flush=True)


def size_of(path: Path) -> str:
    """Megabytes of a file or folder, links not followed."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file() and not p.is_symlink()]
    return f"{sum(p.stat().st_size for p in files) / 1e6:.1f} MB"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--plugin", type=Path, default=Path(os.environ.get("HARP_PLUGIN", "HARP.vst3")))
    options = parser.parse_args()
    print("| model | stereo | bare model | through the client | from process to audible | / bare model | / client |")
    print("|---|---|---|---|---|---|---|")
    with Host(options.plugin) as host:
        for name, app, shift in [
            ("identity", ENDPOINTS / "identity.py", False),
            ("pitch shift", EXAMPLES / "pitch_shift/app.py", True),
        ]:
            with start_endpoint(app) as server:
                for seconds in (1, 10, 60):
                    measure(
                        host,
                        server.address,
                        name,
                        seconds,
                        options.runs if seconds < 60 else min(options.runs, 3),
                        shift,
                    )
    print(f"\nHARP.vst3 without worker and Python: {size_of(options.plugin)}")
    for wheel in sorted(Path("dist").glob("*.whl")):
        print(f"{wheel.name}: {size_of(wheel)}")


if __name__ == "__main__":
    main()
