# SPDX-License-Identifier: MIT
"""A thousand jobs with random cancels, connection cuts and server restarts, over the scripted and a real server."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from client.real_gradio import RealGradio
from client.weather import scripted, weathered

JOBS = 1000


def test_a_thousand_jobs_over_the_scripted_server(tmp_path: Path) -> None:
    report = weathered(tmp_path, scripted, JOBS, every=20, cuts=0.6, seconds=1200)
    print(f"\nscripted server: {report}")
    assert report.started > 5
    assert report.outcomes["done"] > JOBS / 4
    assert report.outcomes["cancelled"] > JOBS / 10


def test_a_thousand_jobs_over_a_real_server(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("gradio")

    def values(dice: random.Random, number: int) -> tuple[dict[str, object], bool]:
        mood = dice.random()
        if mood < 0.1:
            return {"Prompt": f"slow {number}"}, True  # thirty seconds, unless it is cancelled
        return {"Prompt": "error" if mood < 0.2 else f"job {number}"}, False

    report = weathered(
        tmp_path, lambda number: RealGradio("6", folder), JOBS, every=40, cuts=0.8, values=values, seconds=1800
    )
    print(f"\nGradio 6: {report}")
    assert report.started > 2
    assert report.outcomes["done"] > JOBS / 4
    assert report.outcomes["cancelled"] > JOBS / 10
