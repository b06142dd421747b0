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
    """Whether all that can be read or pressed lies wholly in the window, and what is scrolled in its width."""
    shown = [(c["bounds"], c["scrolls"]) for c in seen["components"] if c["type"] != "group"]
    return bool(shown) and all(
        x >= 0 and w > 0 and x + w <= width and (scrolls or (y >= 0 and h > 0 and y + h <= height))
        for (x, y, w, h), scrolls in shown
    )
