# SPDX-License-Identifier: MIT
"""`make bench`: the client against gradio_client and plain HTTP, near and far, one region and many; and the plug-in.

Prints Markdown. A run of everything also writes it to RESULTS.md beside this file. Goals that are missed are marked.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from . import client, endpoint, far, parallel
from .report import Report

_SUBJECTS = ("client", "parallel", "far", "endpoint", "plugin")
_PAGE = Path(__file__).with_name("RESULTS.md")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", choices=[*_SUBJECTS, []], help=f"of {', '.join(_SUBJECTS)}; none: all")
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--longest", type=int, default=600, help="seconds of the longest region")
    parser.add_argument("--plugin", type=Path, default=Path(os.environ.get("HARP_PLUGIN", "HARP.vst3")))
    options = parser.parse_args()
    subjects = options.subjects or _SUBJECTS
    report = Report(["# Benchmarks", ""])
    report.machine()
    if "client" in subjects:
        client.measure(report, options.runs, options.longest)
    if "parallel" in subjects:
        parallel.measure(report, options.runs)
    if "far" in subjects:
        far.measure(report, options.runs)
    if "endpoint" in subjects:
        endpoint.measure(report, options.runs)
    if "plugin" in subjects:
        from . import plugin  # needs the compiled ARA host

        plugin.measure(report, options.runs, options.plugin)
    report.conclude()
    if not options.subjects:
        _PAGE.write_text("\n".join(report.lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
