# SPDX-License-Identifier: MIT
"""`make bench`: the client against gradio_client and plain HTTP, near and far, one region and many; pyharp; plug-in.

Prints Markdown. A run of every subject with at least seven runs of each is kept: in RESULTS.md beside this file, and in
short on the first page of the project. Goals that are missed are marked. It fails only when something could not be
measured.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

from . import cancelling, client, endpoint, far, parallel
from .publish import keep
from .report import Report

_FEWEST = 7


def main() -> int:
    """Prints the tables."""
    begin = time.monotonic()
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parts = {
        "client": lambda report: client.measure(report, options.runs, options.longest),
        "parallel": lambda report: parallel.measure(report, options.runs),
        "cancelling": lambda report: cancelling.measure(report, options.runs),
        "far": lambda report: far.measure(report, options.runs),
        "endpoint": lambda report: endpoint.measure(report, options.runs),
        "plugin": lambda report: _plugin(report, options.runs, options.plugin),
    }
    parser.add_argument("subjects", nargs="*", choices=[*parts, []], help=f"of {', '.join(parts)}; none: all")
    parser.add_argument("--runs", type=int, default=_FEWEST, help=f"default {_FEWEST}; fewer are printed, but not kept")
    parser.add_argument("--longest", type=int, default=600, help="seconds of the longest region")
    parser.add_argument("--plugin", type=Path, default=Path(os.environ.get("HARP_PLUGIN", "HARP.vst3")))
    options = parser.parse_args()
    report = Report(["# Benchmarks", ""])
    report.machine(options.runs)
    for name in options.subjects or parts:
        report.part(name, parts[name])
    report.conclude()
    minutes = (time.monotonic() - begin) / 60
    report.write("", f"All of this took {minutes:.0f} minutes.")
    if not options.subjects and options.runs >= _FEWEST and options.longest == 600 and not report.failed:
        keep(report)
    else:
        print("(not kept: not everything, or fewer runs than are kept)", file=sys.stderr)
    return 1 if report.failed else 0


def _plugin(report: Report, runs: int, path: Path) -> None:
    from . import plugin  # needs the compiled ARA host

    plugin.measure(report, runs, path)


if __name__ == "__main__":
    sys.exit(main())
