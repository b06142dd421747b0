# SPDX-License-Identifier: MIT
"""Documents as they go over the wire, to compare with."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

__all__ = ["golden", "golden_names"]


def golden(name: str) -> Any:
    """One of the documents that every HARP and every pyharp agree on, parsed.

    Args:
        name: one of `golden_names()`, for example "controls" (the answer of `/controls` of an app with one of each
            control) or "labels" (a list of labels).

    Raises:
        KeyError: there is no such document.
    """
    if name not in golden_names():
        raise KeyError(f"There is no golden document {name!r}, only {', '.join(golden_names())}.")
    return json.loads((_folder() / f"{name}.json").read_text(encoding="utf-8"))


def golden_names() -> list[str]:
    """What `golden` can be asked for."""
    return sorted(entry.name[:-5] for entry in _folder().iterdir() if entry.name.endswith(".json"))


def _folder() -> Any:
    return resources.files(__package__) / "golden"
