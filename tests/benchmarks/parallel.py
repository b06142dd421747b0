# SPDX-License-Identifier: MIT
"""Eight regions of 10 s at once, through a model that takes a second and works on eight at a time."""

from __future__ import annotations

import statistics
from functools import partial

import numpy as np

from tests.python.support.servers import EndpointServer

from .carrying import Carried
from .report import Goal, Report, seconds
from .timing import RATE, Samples, emptied, medians, music, processor, progress, serve
from .ways import Ours, Process, Reused

__all__ = ["measure"]

_REGIONS = 8
_MODEL = 1.0
_GOAL = 1.4


def measure(report: Report, runs: int) -> None:
    report.heading("Eight regions of 10 s, a model of 1 s, limit 8")
    progress("eight regions at once")
    whole = music(10.0 * _REGIONS)
    regions = [whole[start : start + 10 * RATE] for start in range(0, len(whole), 10 * RATE)]
    with serve("identity.py") as server:
        ours, reused = Ours(server.address, "slow"), Reused(server.address, "slow")
        ways = {"ours": ours, "reused": reused, "process": Process(server.address, "slow")}
        for name, way in ways.items():
            for given, back in zip(regions, way.run_all(regions), strict=True):
                assert np.abs(given - back).max() < 2**-23, name
        bytes_ = Carried(server.address)
        bytes_.prepare(regions)

        def tidy() -> None:
            emptied(server)
            reused.tidy()

        steps = {name: partial(way.run_all, regions) for name, way in ways.items()}
        found = medians(runs, {**steps, "bytes": bytes_.run}, tidy)
        client, model = _processors(ours, server, regions, runs)
        for closed in (*ways.values(), bytes_):
            closed.close()
    _write(report, found, client, model)
    if ours.rounded:
        report.write("", f"{ours.rounded} regions were sent as FLAC 24: this machine was so busy that it looked far.")


def _processors(ours: Ours, server: EndpointServer, regions: list[Samples], runs: int) -> tuple[float, float]:
    """Seconds of processor time, of the client and of the server: medians."""
    client, model = [], []
    for _ in range(runs):
        begin = processor(), processor(server.process.pid)
        ours.run_all(regions)
        client.append(processor() - begin[0])
        model.append(processor(server.process.pid) - begin[1])
        emptied(server)
    return statistics.median(client), statistics.median(model)


def _write(report: Report, found: dict[str, float], client: float, model: float) -> None:
    times = [seconds(found[name]) for name in ("reused", "process", "bytes")]
    report.table(
        ["ours", "gradio_client, 8 submits", "8 processes (HARP 1)", "the bytes alone, no model", "the model alone"],
        [[f"**{seconds(found['ours'])}**", *times, seconds(_MODEL)]],
    )
    report.write(
        "",
        "The bytes alone: the same eight files to the same server and back, all at once, by plain HTTP requests. Ours "
        f"takes {seconds(client)} of processor time in the client and {seconds(model)} in the server.",
    )
    why = (
        f"beside the second of the model, {seconds(found['ours'] - _MODEL)} go into moving the bytes; plain requests, "
        f"which neither pack nor check nor decode, take {seconds(found['bytes'])} for it. Gradio's server hashes and "
        f"writes every upload in Python ({seconds(model)} of processor time; the client {seconds(client)})."
    )
    report.goals.append(Goal("8 regions at once", found["ours"], _GOAL, False, " s", why))
