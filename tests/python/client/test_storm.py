# SPDX-License-Identifier: MIT
"""A small storm over the scripted server; tests/stress holds the large ones."""

from __future__ import annotations

import random
from pathlib import Path

from .test_gradio_client import complete
from .weather import scripted, weathered


def test_eighty_jobs_in_bad_weather_all_end_and_leave_nothing(tmp_path: Path) -> None:
    def values(dice: random.Random, number: int) -> tuple[dict[str, object], bool]:
        return {"Gain": number % 11}, False

    report = weathered(tmp_path, scripted, 80, every=15, cuts=0.5, values=values)
    outcomes = report.outcomes
    assert outcomes["done"] >= 10, report
    assert outcomes["cancelled"] >= 5, report
    assert outcomes["server_error"] + outcomes["server_lost"] + outcomes["result_invalid"] >= 1, report
    assert report.started >= 2


def test_thirty_jobs_over_gradio_client_do_the_same(tmp_path: Path) -> None:
    report = weathered(
        tmp_path, lambda number: complete(scripted(number)), 30, every=10, cuts=0.5, transport="gradio_client"
    )
    outcomes = report.outcomes
    assert outcomes["done"] >= 3, report
    assert outcomes["cancelled"] >= 2, report
