# SPDX-License-Identifier: MIT
"""One region of 10 s to a server that is 40 ms and 100 Mbit/s away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import numpy as np

from .report import Goal, Report, seconds
from .timing import APPS, medians, music, progress, serve
from .ways import Ours, Reused

__all__ = ["measure"]

# A second; see apps/far.py.
_BITS = 100e6


def measure(report: Report, runs: int) -> None:
    report.heading("One region of 10 s, 40 ms and 100 Mbit/s away")
    progress("far away")
    samples = music(10.0)
    with serve("identity.py") as server, _far(server.address) as address:
        ways = {"ours": Ours(address), "reused": Reused(address)}
        assert np.array_equal(ways["reused"].run(samples), samples)
        # A far server gets FLAC with 24 bit; the first job looks how far it is.
        assert np.abs(ways["ours"].run(samples) - samples).max() < 2**-23
        found = medians(runs, {name: partial(way.run, samples) for name, way in ways.items()})
        for way in ways.values():
            way.close()
    report.table(
        ["ours (FLAC 24)", "gradio_client reused (float WAV)", "times faster"],
        [[f"**{seconds(found['ours'])}**", seconds(found["reused"]), f"{found['reused'] / found['ours']:.2f}"]],
    )
    why = (
        f"ours takes {seconds(found['ours'])}, theirs {seconds(found['reused'])}. On this line a float WAV of this "
        f"length takes {seconds(samples.nbytes * 8 / _BITS)} in each direction, FLAC a part of that, and every request "
        "40 ms however small it is."
    )
    times = found["reused"] / found["ours"]
    report.goals.append(Goal("far: times faster than their float WAV", times, 1.5, True, "", why))


@contextmanager
def _far(target: str) -> Iterator[str]:
    with subprocess.Popen(
        [sys.executable, str(APPS / "far.py"), target], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as proxy:
        assert proxy.stdout is not None
        try:
            yield proxy.stdout.readline().strip()
        finally:
            assert proxy.stdin is not None
            proxy.stdin.close()
            proxy.wait(10)
