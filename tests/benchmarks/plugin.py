# SPDX-License-Identifier: MIT
"""From `process` to audible in the real plug-in, against the bare model and the bare client; and what it weighs."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import harp_bridge
import soundfile
from harp_bridge.ara_host import Host

from tests.python.plugin.studio import Studio, noise
from tests.python.support.servers import ENDPOINTS, EXAMPLES, start_endpoint

from .report import Report, seconds
from .timing import RATE, Samples, medians, progress

sys.path.insert(0, str(EXAMPLES / "pitch_shift"))

from phase_vocoder import shift_pitch

__all__ = ["measure"]

_MODELS = [("identity", ENDPOINTS / "identity.py", False), ("pitch shift", EXAMPLES / "pitch_shift/app.py", True)]
_LENGTHS = (1, 10, 60)


def measure(report: Report, runs: int, plugin: Path) -> None:
    report.heading("In the plug-in")
    rows = []
    with Host(plugin) as host:
        for name, app, shift in _MODELS:
            with start_endpoint(app) as server:
                for length in _LENGTHS:
                    progress(f"plug-in, {name}, {length} s")
                    rows.append([name, f"{length} s", *_row(host, server.address, length, runs, shift)])
    head = [
        "model",
        "stereo",
        "bare model",
        "through the client",
        "from process to audible",
        "/ bare model",
        "/ client",
    ]
    report.table(head, rows)
    report.write(
        "",
        "Bare model: read the file, compute, write the file. Client and plug-in process the same region again and "
        "again, so that neither sends it anew.",
    )
    report.write("", f"HARP.vst3 without worker and Python: {_size(plugin)}.")
    for wheel in sorted(Path("dist").glob("*.whl")):
        report.write(f"{wheel.name}: {_size(wheel)}.")


def _row(host: Host, address: str, length: int, runs: int, shift: bool) -> list[str]:
    """Bare model, bare client, plug-in, and the ratios of the plug-in to both."""
    samples = noise(float(length), RATE)
    studio = Studio(host)
    studio.place(studio.add(samples, RATE), at=0.0, start=0.0, duration=float(length))
    studio.load(address)
    with tempfile.TemporaryDirectory() as folder, harp_bridge.SyncClient() as client:
        found = medians(
            runs,
            {
                "model": lambda: _model(samples, Path(folder), shift),
                "client": lambda: client.process(address, samples, RATE),
                "plugin": lambda: _audible(studio),
            },
        )
    studio.song.close()
    model, bare, plugin = found["model"], found["client"], found["plugin"]
    return [seconds(model), seconds(bare), seconds(plugin), f"{plugin / model:.2f}", f"{plugin / bare:.2f}"]


def _audible(studio: Studio) -> None:
    """One region processed; back when the new sound is what renderers play."""
    job = studio.ok(do="process", regions=studio.ids())["jobs"][0]
    while studio.job(job)["stage"] != "done":
        time.sleep(0.001)


def _model(samples: Samples, folder: Path, shift: bool) -> None:
    """What an endpoint's function itself does: read the file, compute, write the file."""
    source, target = folder / "in.wav", folder / "out.wav"
    if not source.exists():
        soundfile.write(source, samples, RATE, subtype="FLOAT")
    audio, rate = soundfile.read(source, dtype="float32", always_2d=True)
    soundfile.write(target, shift_pitch(audio, 7.0) if shift else audio, rate, subtype="FLOAT")


def _size(path: Path) -> str:
    """Megabytes of a file or folder, links not followed."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file() and not p.is_symlink()]
    return f"{sum(p.stat().st_size for p in files) / 1e6:.1f} MB"
