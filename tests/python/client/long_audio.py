# SPDX-License-Identifier: MIT
"""How much memory a long region costs beyond itself and its result. `python -m client.long_audio MINUTES [FORMAT]`

Runs one identity job against the scripted server, which lives in the parent process, and prints the peak growth of this
process in bytes, its samples left out.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
from harp_bridge import Audio, Client, FloatArray, OutputShape, Settings

__all__ = ["growth"]

RATE = 44_100


def growth(address: str, minutes: float, upload_format: str = "float") -> int:
    """Bytes that a job of so many minutes of stereo takes in a process of its own, beyond region and result."""
    run = subprocess.run(
        [sys.executable, "-m", "client.long_audio", address, str(minutes), upload_format],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])},
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    return int(run.stdout)


def _memory(what: str) -> int:
    """VmRSS or VmHWM (its peak) of this process; getrusage counts the starter's peak as well."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(what))
    return int(line.split()[1]) * 1024


async def _job(address: str, minutes: float, settings: Settings) -> int:
    frames = int(minutes * 60 * RATE)
    region: FloatArray = np.empty((2, frames), np.float32)
    # Touched now and in pieces, so that neither counts later nor hides what does; values that 24 bit keep.
    for start in range(0, frames, RATE):
        count = np.arange(start, min(start + RATE, frames), dtype=np.int64)
        region[:, start : start + RATE] = (count * 7919 % 1_000_003 / 2**20).astype(np.float32)
    result: FloatArray = np.full((frames, 2), 1.0, np.float32)

    async def allocate(shape: OutputShape) -> FloatArray:
        assert (shape.frames, shape.channels) == result.shape
        return result

    async with Client(settings) as client:
        short = Audio(region[:, :1000].T, RATE)
        await client.run(address, {"0": short}, {}, _small)  # everything is imported and warm
        _forget_peak()
        before = _memory("VmRSS")
        await client.run(address, {"0": Audio(region.T, RATE)}, {}, allocate)
        after = _memory("VmHWM")
    assert np.array_equal(result[:1000], region[:, :1000].T)
    assert np.array_equal(result[-1000:], region[:, -1000:].T)
    return after - before


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


async def _small(shape: OutputShape) -> FloatArray:
    return np.empty((shape.frames, shape.channels), np.float32)


if __name__ == "__main__":
    settings = Settings(upload_format=sys.argv[3], reply_timeout=120.0, result_floor=1 << 33)  # type: ignore[arg-type]
    print(asyncio.run(_job(sys.argv[1], float(sys.argv[2]), settings)))
