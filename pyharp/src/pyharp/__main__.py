# SPDX-License-Identifier: MIT
"""`python -m pyharp check | new | models`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .check import _command as check_command
from .models import _command as models_command
from .new import _command as new_command

__all__ = ["build_parser", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = build_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pyharp", description="Make, check and list endpoints of HARP.")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in (check_command, new_command, models_command):
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
