# SPDX-License-Identifier: MIT
"""`python -m pyharp models`."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

__all__ = ["add"]


def add(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser("models", help="check or make a models.json, the list that HARP's browser reads")
    actions = parser.add_subparsers(dest="action", required=True)
    check = actions.add_parser("check", help="say what is wrong with a models.json")
    check.add_argument("file", type=Path)
    check.set_defaults(run=_check)
    make = actions.add_parser("make", help="ask endpoints what they are and make a models.json of them")
    make.add_argument(
        "targets",
        metavar="ADDRESS",
        nargs="+",
        help="https://..., user/space, or app.py=ADDRESS to start the app here and list it under that address",
    )
    make.add_argument("-o", "--output", type=Path, metavar="FILE", help="write there (default: print)")
    make.add_argument("--name", default="", help="name of the list")
    make.set_defaults(run=_make)


def _check(options: argparse.Namespace) -> int:
    from ._index import read_index

    try:
        content = options.file.read_bytes()
    except OSError as error:
        print(f"{options.file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 3
    document, problems = read_index(content)
    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        return 1
    print(f"{options.file}: {len(document['models'])} models, nothing is wrong.")
    return 0


def _make(options: argparse.Namespace) -> int:
    import httpx

    from ..testing._served import StartFailed
    from ..testing._wire import JobFailed, NotReachable, TimedOut
    from ._index import index_problems
    from ._make import make_index

    try:
        document = make_index(options.targets, options.name)
    except (StartFailed, NotReachable, JobFailed, TimedOut, AssertionError, httpx.HTTPError) as error:
        print(error, file=sys.stderr)
        return 3
    problems = index_problems(document)
    for problem in problems:
        print(problem, file=sys.stderr)
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    if options.output is None:
        print(text, end="")
    else:
        options.output.write_text(text, encoding="utf-8")
    return 1 if problems else 0
