# SPDX-License-Identifier: MIT
"""`python -m pyharp new`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

__all__ = ["add"]


def add(subparsers: Any) -> None:
    """Add the subcommand."""
    parser = subparsers.add_parser(
        "new",
        help="write a new Space that runs: app, README, requirements, and pyharp beside them",
        description="Writes a new Space that runs as it is. Nothing that exists is touched.",
    )
    parser.add_argument("folder", metavar="NAME", type=Path, help="folder to make, for example my-model")
    parser.add_argument("--title", default="", help="of the model (default: made of the name)")
    parser.add_argument("--author", default="Your name", help="for the model card")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    from ._write import FolderExists, new_space

    try:
        written = new_space(options.folder, options.title, options.author)
    except (FolderExists, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{options.folder} cannot be written: {error.strerror}.", file=sys.stderr)
        return 3
    for path in written:
        print(path)
    print(f"\nTry it:\n  cd {options.folder}\n  python app.py\n  python -m pyharp check app.py")
    return 0
