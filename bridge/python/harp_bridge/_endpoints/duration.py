# SPDX-License-Identifier: MIT
"""Finds the control that says how many seconds of audio a model makes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .description import AudioInput, Input, NumberInput, SliderInput

__all__ = ["find_duration"]

_DURATION = re.compile(r"\b(duration|dur)\b")
_LENGTH = re.compile(r"\b(length|(audio|clip|sound|music|track|output) (size|time))\b")
_SECONDS = re.compile(r"\b(seconds?|secs?|s)\b")

# Another unit, wherever it stands.
_UNIT = re.compile(
    r"\b(minutes?|mins?|ms|msecs?|milliseconds?|samples?|frames?|tokens?|steps?|beats?|bars?|measures?|notes?|percent)\b"
)

# A length of something else than the result.
_ELSE = re.compile(
    r"\b(hop|window|fft|prompts?|text|sequence|context|chunks?|segments?|overlap|stride|fades?|crossfades?|delay|decay|"
    r"attack|release|hold|reverb|silence|pause|gap|pre|start|begin|offset|from|end|until|timeout|wait|max|maximum|min|"
    r"minimum|limit|input|reference|extra|interval|every|per)\b"
)

# A length without a unit is believed up to here.
_LONGEST = 600


def find_duration(inputs: Sequence[Input]) -> str:
    """The id of that control; empty when audio is sent (it says how long it is), and when none clearly is the one."""
    if any(isinstance(entry, AudioInput) for entry in inputs):
        return ""
    ranked = [(_rank(entry), entry.id) for entry in inputs if isinstance(entry, (SliderInput, NumberInput))]
    best = max((rank for rank, _ in ranked), default=0)
    found = [identity for rank, identity in ranked if rank == best and rank > 0]
    return found[0] if len(found) == 1 else ""


def _rank(entry: SliderInput | NumberInput) -> int:
    words = _words(entry.label)
    outside = _words(re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", entry.label))
    if _UNIT.search(words) or _ELSE.search(outside) or (entry.maximum is not None and entry.maximum <= 1):
        return 0
    seconds = bool(_SECONDS.search(words) or _SECONDS.search(_words(entry.info)))
    if _DURATION.search(outside):
        return 4 if seconds else 3
    if _LENGTH.search(outside):
        return 2 if seconds else int(entry.maximum is not None and entry.maximum <= _LONGEST)
    return 2 if outside in ("seconds", "secs", "total seconds", "seconds total") else 0


def _words(text: str) -> str:
    return " ".join(re.findall("[a-z]+", text.lower()))
