# SPDX-License-Identifier: MIT
"""Reads a LabelList that a stranger sent."""

from __future__ import annotations

from typing import Final

from .._json import Malformed, number, object_
from .._text import clean

__all__ = ["is_label_list", "read_labels"]

_KINDS: Final = {"OutputLabel", "AudioLabel", "SpectrogramLabel", "MidiLabel"}
_PLACES: Final = ("amplitude", "frequency", "pitch")
_MOST = 50_000


def is_label_list(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("meta"), dict)
        and value["meta"].get("_type") == "pyharp.LabelList"
        and isinstance(value.get("labels"), list)
    )


def read_labels(value: dict[str, list[object]]) -> tuple[list[dict[str, object]], int]:
    """The usable labels, each with every field of its kind, and how many were left out."""
    labels: list[dict[str, object]] = []
    entries = value["labels"]
    for entry in entries[:_MOST]:
        try:
            labels.append(_label(object_(entry, "a label")))
        except Malformed:
            continue
    return labels, len(entries) - len(labels)


def _label(entry: dict[str, object]) -> dict[str, object]:
    kind = entry.get("label_type")
    color = entry.get("color")
    link = entry.get("link")
    label: dict[str, object] = {
        "t": number(entry.get("t"), "t"),
        "label": clean(entry.get("label"), 500),
        "duration": number(entry.get("duration") or 0.0, "duration"),
        "description": None if entry.get("description") is None else clean(entry["description"]),
        "color": color if isinstance(color, int) and 0 <= color <= 0xFFFF_FFFF else 0,
        # A label is clicked: it must not lead to a file or a program of this machine.
        "link": clean(link) if isinstance(link, str) and link.startswith(("https://", "http://")) else None,
        "label_type": kind if kind in _KINDS else "OutputLabel",
    }
    label.update({place: number(entry[place], place) for place in _PLACES if entry.get(place) is not None})
    return label
