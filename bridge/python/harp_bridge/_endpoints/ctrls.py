# SPDX-License-Identifier: MIT
"""The list `ctrls` of generations 0.0.1 to 0.2.1."""

from __future__ import annotations

from typing import Final

from .description import Input
from .fields import read_input

__all__ = ["read_ctrls"]

_INPUTS: Final = {
    "audio_in": "audio",
    "midi_in": "midi",
    "slider": "slider",
    "text": "text",
    "toggle": "toggle",
    "dropdown": "choice",
    "number_box": "number",
}


def read_ctrls(entries: list[object]) -> tuple[Input, ...]:
    """One entry for each argument of the function, in its order. Raises Malformed, inputs_unsupported."""
    return tuple(read_input(str(place), entry, "ctrl_type", _INPUTS) for place, entry in enumerate(entries))
