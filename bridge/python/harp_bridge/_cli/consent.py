# SPDX-License-Identifier: MIT
"""Nothing leaves this computer without a yes: asked for once in a terminal, or given by --yes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from .._errors import fail
from .._places.address import parse_address
from .._settings import Settings
from .asking import typing
from .sources import Source

__all__ = ["ask_consent"]


async def ask_consent(options: argparse.Namespace, settings: Settings, sources: Sequence[Source]) -> None:
    """Before anything at all is sent. Raises consent_required."""
    place = parse_address(options.address, settings)
    if place.local or options.yes:
        return
    where = getattr(place, "host", options.address)
    if sys.stdin.isatty():
        question = f"This sends {_what(sources, options)} to {where}. Continue? [y/N] "
        async with typing():
            print(question, end="", file=sys.stderr, flush=True)
            answer = sys.stdin.readline()
        if answer.strip().lower() in ("y", "yes"):
            return
    raise fail("consent_required", detail=f"{where} is not this computer; --yes allows it")


def _what(sources: Sequence[Source], options: argparse.Namespace) -> str:
    things = []
    if sources:
        seconds = sum(source.seconds for source in sources)
        what = sources[0].shown if len(sources) == 1 else f"{len(sources)} pieces of audio"
        things.append(f"{what} ({seconds:.1f} s)")
    # LABEL=PATH
    things += [typed.partition("=")[2] or typed for typed in (*options.audio, *options.files)]
    return ", ".join(things) or "your settings"
