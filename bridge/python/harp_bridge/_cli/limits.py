# SPDX-License-Identifier: MIT
"""`harp-bridge limits`: every limit of time, with its value."""

from __future__ import annotations

import argparse
import json
import textwrap

from .._limits import limits
from .common import Subparsers, add_command, settings_of

__all__ = ["add"]


def add(commands: Subparsers[argparse.ArgumentParser]) -> None:
    add_command(commands, "limits", "show every limit of time that --limit can set", _run, address=False)


async def _run(options: argparse.Namespace) -> int:
    known = limits(settings_of(options))
    if options.json:
        print(json.dumps({entry.name: {"seconds": entry.shown, "text": entry.text} for entry in known}, indent=2))
        return 0
    for entry in known:
        print(f"{entry.name}={entry.shown}")
        print(textwrap.indent(textwrap.fill(entry.text, 100), "    "))
    return 0
