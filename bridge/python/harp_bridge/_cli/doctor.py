# SPDX-License-Identifier: MIT
"""`harp-bridge doctor`: why an address does or does not work; without an address, whether HARP itself is complete."""

from __future__ import annotations

import argparse
import json

from .._doctor.examine import examine
from .._doctor.installation import examine_installation
from .._errors import fail
from .common import Subparsers, add_command, settings_of
from .show import exit_code

__all__ = ["add"]


def add(commands: Subparsers[argparse.ArgumentParser]) -> None:
    doctor = add_command(commands, "doctor", "explain why an address does or does not work", _run, address=False)
    doctor.add_argument(
        "address", metavar="ADDRESS", nargs="?", help="what to look at; without it, this installation is looked at"
    )


async def _run(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    report = await (examine_installation(settings) if options.address is None else examine(options.address, settings))
    print(json.dumps(report.to_json(), ensure_ascii=False, indent=2) if options.json else report.text())
    return exit_code(fail(report.code)) if report.code else 0
