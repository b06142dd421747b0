# SPDX-License-Identifier: MIT
"""Makes a list of models by asking the endpoints themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import httpx

from ..testing._client import FakeClient
from ._index import MODELS_VERSION

__all__ = ["entry_of", "make_index", "split_target"]

_SPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*/[A-Za-z0-9_][A-Za-z0-9_.-]*")
_COPIED = ("description", "author", "licence", "categories", "links")
_NUMBERS = ("sample_rate", "channels", "max_duration", "typical_duration", "expected_time", "keeps_audio")
_INPUTS = {"audio_track": "audio", "midi_track": "midi", "generic_file": "file", "text_box": "text"}
_OUTPUTS = {"audio_track": "audio", "midi_track": "midi", "generic_file": "file", "text": "text", "json": "labels"}
#: Tags that HARP 3.1 derives from the inputs and outputs are no words of the author.
_STRUCTURED = re.compile(r"(?:category|subcategory|input|output|sample-rate|channels):.*")


def make_index(targets: Sequence[str], name: str = "", timeout: float = 60.0) -> dict[str, Any]:
    """Ask every endpoint for its description and make a list of models.

    Args:
        targets: addresses, `user/space`, or `app.py=ADDRESS`: started here, listed under that address.
        name: of the list.
        timeout: seconds for each request.

    Raises:
        StartFailed, NotReachable, AssertionError, JobFailed: as `FakeClient` does, for the first that fails.
    """
    models = []
    for target in targets:
        app, address = split_target(target)
        with FakeClient(_served_at(app), timeout) as client:
            models.append(entry_of(client.description, address))
    title = {"name": name} if name else {}
    return {"version": MODELS_VERSION, **title, "updated": date.today().isoformat(), "models": models}


def split_target(target: str) -> tuple[str, str]:
    """What is asked, and the address that is listed."""
    app, separator, address = target.rpartition("=")
    if separator and app.endswith(".py"):
        return app, address
    return target, target.rstrip("/")


def entry_of(description: Mapping[str, Any], address: str) -> dict[str, Any]:
    """The entry of one endpoint, from the answer of `/harp_controls` or `/controls`."""
    card = description.get("card") or {}
    entry: dict[str, Any] = {"name": str(card.get("name") or address), "address": address}
    entry.update({key: card[key] for key in _COPIED if card.get(key)})
    tags = [tag for tag in card.get("tags") or [] if not _STRUCTURED.fullmatch(tag)]
    if tags:
        entry["tags"] = tags
    entry.update({key: card[key] for key in _NUMBERS if card.get(key) is not None})
    shown = [one for one in description.get("inputs") or [] if not one.get("hidden")]
    entry["inputs"] = [_INPUTS[one["type"]] for one in shown if one.get("type") in _INPUTS]
    entry["outputs"] = [
        _OUTPUTS[one["type"]] for one in description.get("outputs") or [] if one.get("type") in _OUTPUTS
    ]
    return entry


def _served_at(app: str) -> str:
    """Where a Space runs, which only the Hub knows; everything else as it is."""
    if not _SPACE.fullmatch(app) or app.endswith(".py"):
        return app
    reply = httpx.get(f"https://huggingface.co/api/spaces/{app}/host", timeout=30.0)
    reply.raise_for_status()
    return str(reply.json()["host"])
