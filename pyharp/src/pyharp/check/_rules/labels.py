# SPDX-License-Identifier: MIT
"""A list of labels as it came over the wire."""

from __future__ import annotations

import math
from typing import Any, TypeGuard

from .findings import Finding, fault, warning

__all__ = ["LABEL_TYPES", "is_label_list", "labels_findings"]

LABEL_TYPES = ("OutputLabel", "AudioLabel", "SpectrogramLabel", "MidiLabel")

_HEIGHTS = ("amplitude", "frequency", "pitch")
_MOST_SENTENCES = 5


def is_label_list(value: Any) -> bool:
    meta = value.get("meta") if isinstance(value, dict) else None
    return isinstance(meta, dict) and meta.get("_type") == "pyharp.LabelList"


def labels_findings(value: Any, seconds: float | None = None) -> list[Finding]:
    """What is wrong with the value of a label output.

    Args:
        value: `{"meta": ..., "labels": [...]}`.
        seconds: length of the sound that the labels belong to, when it is known.
    """
    if not is_label_list(value) or not isinstance(value.get("labels"), list):
        return [
            fault(
                "labels_shape",
                "A JSON output is no list of labels, and HARP 3.0.1 fails the whole job on anything else there.",
                "Return a pyharp.LabelList.",
            )
        ]
    found: list[Finding] = []
    for number, label in enumerate(value["labels"], 1):
        if len(found) >= _MOST_SENTENCES:
            return [*found, warning("labels_more", "There are more faults like these.", "Correct these first.")]
        name = f"label {number}"
        if not isinstance(label, dict):
            found.append(fault("label_shape", f"The {name} is {label!r}.", "Use AudioLabel and the like."))
            continue
        found += _label_findings(label, name, seconds)
    return found


def _label_findings(label: dict[str, Any], name: str, seconds: float | None) -> list[Finding]:
    time = label.get("t")
    if not _finite(time):
        return [
            fault(
                "label_time",
                f"The {name} ({label.get('label')!r}) has the time {time!r}, so it cannot be placed.",
                "Give every label its start in seconds as t.",
            )
        ]
    found = []
    if time < 0 or (seconds is not None and time > seconds + 0.05):
        length = "" if seconds is None else f" of {seconds:.2f} s"
        found.append(
            warning(
                "label_outside",
                f"The {name} is at {time:.2f} s, outside of the sound{length}.",
                "Times are seconds from the beginning of the sound, not samples or milliseconds.",
            )
        )
    if label.get("label_type") not in LABEL_TYPES:
        found.append(
            fault(
                "label_type",
                f"The {name} is of the type {label.get('label_type')!r}; HARP 3.0.1 fails the whole job on that.",
                "Use AudioLabel, MidiLabel, SpectrogramLabel or OutputLabel.",
            )
        )
    if not isinstance(label.get("label"), str):
        found.append(fault("label_text", f"The {name} has the text {label.get('label')!r}.", "Make it a string."))
    if label.get("duration") is not None and not (_finite(label["duration"]) and label["duration"] >= 0):
        found.append(fault("label_time", f"The {name} lasts {label['duration']!r}.", "Give seconds, 0 or more."))
    colour = label.get("color", 0)
    if isinstance(colour, bool) or not isinstance(colour, int) or not 0 <= colour <= 0xFFFFFFFF:
        found.append(
            fault("label_color", f"The {name} has the colour {colour!r}.", "Use OutputLabel.rgb_color_to_int(r, g, b).")
        )
    for height in _HEIGHTS:
        if label.get(height) is not None and not _finite(label[height]):
            found.append(fault("label_height", f"The {name} has the {height} {label[height]!r}.", "Make it a number."))
    return found


def _finite(value: Any) -> TypeGuard[float]:
    return not isinstance(value, bool) and isinstance(value, (int, float)) and math.isfinite(value)
