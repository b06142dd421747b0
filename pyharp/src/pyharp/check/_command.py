# SPDX-License-Identifier: MIT
"""`python -m pyharp check`."""

from __future__ import annotations

import argparse
import json
import os
from typing import Any

__all__ = ["add"]

_EXIT_CODES = """\
exit codes:
  0  no fault
  1  at least one fault (with --strict: or warning)
  2  the command was not understood
  3  the app does not start, or nothing answers
  4  no fault as far as it was looked, but no job was tried
"""


def add(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "check",
        help="start an app, use it as every HARP does, and say what is wrong",
        description="Starts an app, uses it as every HARP does, and says what is wrong and what to do.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("app", metavar="APP.py|ADDRESS", help="the file that starts the app, or where it runs")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.add_argument("--strict", action="store_true", help="count warnings as faults")
    parser.add_argument("--verbose", action="store_true", help="print whole tracebacks")
    parser.add_argument("--yes", action="store_true", help="send test sounds although the app is on another computer")
    parser.add_argument("--timeout", type=float, default=120.0, metavar="SECONDS", help="for each job (default 120)")
    parser.add_argument(
        "--start-timeout", type=float, default=240.0, metavar="SECONDS", help="until the app answers (default 240)"
    )
    parser.add_argument(
        "--patience", type=float, default=5.0, metavar="SECONDS", help="for cancelled work to stop (default 5)"
    )
    parser.add_argument(
        "--token-from",
        metavar="VARIABLE",
        help="environment variable that holds a token for a private app; sent to this address only",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from ._check import check

    token = os.environ.get(options.token_from) if options.token_from else None
    report = check(
        options.app,
        timeout=options.timeout,
        start_timeout=options.start_timeout,
        patience=options.patience,
        send=options.yes,
        headers={"Authorization": f"Bearer {token}"} if token else None,
    )
    print(json.dumps(report.to_json(), indent=2) if options.json else report.text(options.verbose))
    return report.exit_code(options.strict)
