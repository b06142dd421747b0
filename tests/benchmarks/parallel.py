# SPDX-License-Identifier: MIT
"""Eight regions of 10 s at once, through a model that takes a second and works on eight at a time."""

from __future__ import annotations

from functools import partial

import numpy as np

from .report import Goal, Report, seconds
from .timing import RATE, medians, music, progress, serve
from .ways import Ours, Process, Reused

__all__ = ["measure"]

_REGIONS = 8


def measure(report: Report, runs: int) -> None:
    report.heading("Eight regions of 10 s, a model of 1 s, limit 8")
    progress("eight regions at once")
    whole = music(10.0 * _REGIONS)
    regions = [whole[start : start + 10 * RATE] for start in range(0, len(whole), 10 * RATE)]
    with serve("identity.py") as server:
        ways = {
            "ours": Ours(server.address, "slow"),
            "reused": Reused(server.address, "slow"),
            "process": Process(server.address, "slow"),
        }
        for name, way in ways.items():
            for given, back in zip(regions, way.run_all(regions), strict=True):
                assert np.abs(given - back).max() < 2**-23, name
        found = medians(runs, {name: partial(way.run_all, regions) for name, way in ways.items()})
        for way in ways.values():
            way.close()
    report.table(
        ["ours", "gradio_client, 8 submits", "8 processes (HARP 1)", "bound: the model"],
        [[f"**{seconds(found['ours'])}**", seconds(found["reused"]), seconds(found["process"]), "1.00 s"]],
    )
    report.goals.append(Goal("8 regions at once", found["ours"], 1.4, False, " s"))
