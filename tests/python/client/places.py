# SPDX-License-Identifier: MIT
"""Finds places with little patience, and keeps the tokens of the machine out of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from harp_bridge import Progress, Settings
from harp_bridge._places.finder import Finder, Found
from harp_bridge._places.network import origin_of
from harp_bridge._places.tokens import Secret, TokenFile
from harp_bridge._progress import Stages
from harp_bridge._transport.connections import Pool

from .helpers import run


def impatient(folder: Path, **more: Any) -> Settings:
    usual: dict[str, Any] = {
        "retry_pauses": (0.001,),
        "waking_pauses": (0.001, 0.002),
        "waking_timeout": 100.0,
        "token_file": str(folder / "private" / "tokens.json"),
    }
    return Settings(**{**usual, **more})


def save(settings: Settings, address: str, secret: Secret) -> None:
    TokenFile(settings.token_file).put(origin_of(address), secret)


def find(typed: str, settings: Settings, heard: list[Progress] | None = None) -> Found:
    """Looks once, with connections of its own."""

    async def work() -> Found:
        pool = Pool(settings)
        try:
            return await Finder(pool, settings).find(typed, Stages(None if heard is None else heard.append))
        finally:
            await pool.aclose()

    return run(work())
