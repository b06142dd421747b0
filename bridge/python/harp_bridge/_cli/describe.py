# SPDX-License-Identifier: MIT
"""`harp-bridge describe`: the model card and the controls of an endpoint."""

from __future__ import annotations

import argparse
import json

from .._client import Client
from .common import Subparsers, add_command, settings_of
from .show import describe_text

__all__ = ["add"]


def add(commands: Subparsers[argparse.ArgumentParser]) -> None:
    add_command(commands, "describe", "show the model card and the controls of an endpoint", _run)


async def _run(options: argparse.Namespace) -> int:
    async with Client(settings_of(options)) as client:
        description = await client.describe(options.address)
    print(
        json.dumps(description.to_json(), ensure_ascii=False, indent=2) if options.json else describe_text(description)
    )
    return 0
