# SPDX-License-Identifier: MIT
"""`harp-bridge describe`: the model card and the controls of an endpoint."""

from __future__ import annotations

import argparse
import json

from .._client import Client
from .._text import without_own
from .common import Subparsers, add_command, settings_of
from .progress import display
from .show import describe_text

__all__ = ["add"]


def add(commands: Subparsers[argparse.ArgumentParser]) -> None:
    add_command(commands, "describe", "show the model card and the controls of an endpoint", _run)


async def _run(options: argparse.Namespace) -> int:
    waiting = display("auto", [options.address])
    async with Client(settings_of(options)) as client:
        try:
            description = await client.describe(
                options.address,
                on_progress=lambda at: waiting.show(0, at) if at.stage == "waking" or at.silent else None,
            )
        finally:
            waiting.clear()
    document = json.dumps(description.to_json(), ensure_ascii=False, indent=2)
    print(without_own(document if options.json else describe_text(description)))
    return 0
