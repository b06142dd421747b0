# SPDX-License-Identifier: MIT
"""Finds things in what the editor shows."""

from __future__ import annotations

from typing import Any

Run = Any


def texts(seen: Any, kind: str) -> list[str]:
    return [c["text"] for c in seen["components"] if c["type"] == kind]


def component(seen: Any, kind: str, name: str) -> Any:
    found = [c for c in seen["components"] if c["type"] == kind and name in (c.get("text"), c["title"])]
    assert found, f"no {kind} called {name}"
    return found[0]


def says(seen: Any, problem: dict[str, str]) -> bool:
    """Whether the sentence of a problem is shown, with the next step."""
    return any(c["title"] == problem["sentence"] and c["description"] == problem["next"] for c in seen["components"])


def inside(seen: Any, width: int, height: int) -> bool:
    return all(
        x >= 0 and y >= 0 and x + w <= width
        for x, y, w, _ in (c["bounds"] for c in seen["components"] if c["type"] != "group")
    )
