# SPDX-License-Identifier: MIT
"""How long an app takes, against what HARP waits for and what its card says."""

from __future__ import annotations

from typing import Any

from .findings import Finding, warning

__all__ = ["description_time_findings", "job_time_findings"]

_SLOW_DESCRIPTION = 5.0
#: Machines differ, and the first job loads the model: so many times what the card says and so many seconds are normal.
_TIMES, _SECONDS = 5.0, 10.0


def description_time_findings(seconds: float) -> list[Finding]:
    """`seconds` that the app took to describe itself."""
    if seconds <= _SLOW_DESCRIPTION:
        return []
    what = f"Describing takes {seconds:.1f} s; HARP 3.0.1 gives up after 10."
    return [warning("describe_slow", what, "Load the model when it is used first, or when the app starts.")]


def job_time_findings(seconds: float, length: float | None, card: dict[str, Any]) -> list[Finding]:
    """`seconds` of work for `length` seconds of sound (None: there is no sound), against the card's expected_time."""
    promised = card.get("expected_time")
    if length is None or isinstance(promised, bool) or not isinstance(promised, (int, float)):
        return []
    if seconds <= _SECONDS + _TIMES * promised * length:
        return []
    what = f"{length:.1f} s of sound took {seconds:.1f} s; the card says {promised:g} s for each second."
    return [warning("slower_than_said", what, "Correct expected_time, or load the model when the app starts.")]
