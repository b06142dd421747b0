# SPDX-License-Identifier: MIT
"""One region through an identity endpoint on this machine: ours, gradio_client in three ways, and plain HTTP."""

from __future__ import annotations

from functools import partial

import numpy as np

from .report import Goal, Report, seconds
from .timing import emptied, ffmpeg_folder, medians, music, progress, serve
from .ways import Fresh, Ours, Process, Raw, Reused

__all__ = ["measure"]

_LENGTHS = (1, 10, 60, 600)
_GOALS = {1: (4.5, True), 10: (3.0, True), 600: (1.1, False)}


def measure(report: Report, runs: int, longest: int) -> None:
    """Without ffmpeg on the server's PATH, and with it where it is installed."""
    _measure(report, runs, longest, None)
    folder = ffmpeg_folder()
    if folder is None:
        report.write("", "**With ffmpeg: not measured, there is none here.**")
        report.failed = True
    else:
        _measure(report, runs, longest, folder)


def _measure(report: Report, runs: int, longest: int, ffmpeg: str | None) -> None:
    words = f"One region, stereo 44.1 kHz, server {'with' if ffmpeg else 'without'} ffmpeg"
    report.heading(words)
    rows = []
    with serve("identity.py", ffmpeg=ffmpeg) as server, serve("raw.py") as bound:
        ours, reused, fresh = Ours(server.address), Reused(server.address), Fresh(server.address)
        ways = {
            "ours": ours,
            "reused": reused,
            "fresh": fresh,
            "process": Process(server.address),
            "raw": Raw(bound.address),
        }
        for length in (entry for entry in _LENGTHS if entry <= longest):
            progress(f"{length} s, {'with' if ffmpeg else 'without'} ffmpeg")
            samples = music(length)
            for name, way in ways.items():
                # Bit for bit, unless this machine is so busy that the server looks far: then FLAC with 24 bit is sent.
                assert np.abs(way.run(samples) - samples).max() < 2**-23, name

            def tidy() -> None:
                emptied(server)
                for way in (reused, fresh):
                    way.tidy()

            tidy()
            found = medians(runs, {name: partial(way.run, samples) for name, way in ways.items()}, tidy)
            rows.append(_row(length, found))
            if ffmpeg is None:
                report.goals += _goals(length, found)
        for way in ways.values():
            way.close()
    head = ["audio", "ours", "gradio_client reused", "fresh per job", "process per job (HARP 1)", "plain HTTP"]
    report.short += ["", f"{words}:"]
    report.table(head, rows, short=True)
    if ours.rounded:
        report.write("", f"{ours.rounded} times this machine was so busy that the server looked far: sent as FLAC 24.")


def _row(length: int, found: dict[str, float]) -> list[str]:
    ours = found["ours"]
    others = [f"{seconds(found[name])} ({found[name] / ours:.1f}x)" for name in ("reused", "fresh", "process")]
    return [f"{length} s", f"**{seconds(ours)}**", *others, f"{seconds(found['raw'])} ({found['raw'] / ours:.2f}x)"]


def _goals(length: int, found: dict[str, float]) -> list[Goal]:
    if length not in _GOALS:
        return []
    bound, at_least = _GOALS[length]
    ours, reused = found["ours"], found["reused"]
    why = (
        f"ours takes {seconds(ours)}, reused gradio_client {seconds(reused)}, and the same bytes there and back by "
        f"plain HTTP, without Gradio, {seconds(found['raw'])}. The rest is Gradio's upload, queue and serving of "
        "files, and packing, checking and decoding."
    )
    if at_least:
        return [Goal(f"{length} s: times faster than reused gradio_client", reused / ours, bound, True, "", why)]
    return [Goal(f"{length} s: time over that of reused gradio_client", ours / reused, bound, False, "", why)]
