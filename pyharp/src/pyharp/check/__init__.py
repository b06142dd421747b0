# SPDX-License-Identifier: MIT
"""Checks an app as every HARP will use it: `python -m pyharp check app.py`, or `check(demo)` in a test."""

from ._check import check
from ._report import Report
from ._rules.findings import Finding
from ._rules.generations import Seen

__all__ = ["Finding", "Report", "Seen", "check"]
