# SPDX-License-Identifier: MIT
"""What the client must make of the endpoints in apps/published.py and apps/plain.py, written out by hand."""

from __future__ import annotations

from typing import Any

from .apps.published import CARD, CARD_1_0

__all__ = ["ALL", "DEFAULTS", "PLAIN_SEPARATE", "SET", "description"]


def _shift(place: int, info: str = "") -> dict[str, Any]:
    numbers = {"minimum": -24, "maximum": 24, "step": 1, "value": 7}
    return {"kind": "slider", "id": str(place), "label": "Shift", "info": info, **numbers}


def _prompt(place: int, **more: object) -> dict[str, Any]:
    return {"kind": "text", "id": str(place), "label": "Prompt", "info": "", "value": "hello", **more}


def _flag(place: int) -> dict[str, Any]:
    return {"kind": "toggle", "id": str(place), "label": "Flag", "info": "", "value": True}


def _choice(place: int, **more: object) -> dict[str, Any]:
    choices = [{"label": "a", "value": "a"}, {"label": "b", "value": "b"}, {"label": "Nice C", "value": "c"}]
    common = {"kind": "choice", "id": str(place), "label": "Choice", "info": ""}
    return {**common, "choices": choices, "value": "b", **more}


def _number(place: int, **more: object) -> dict[str, Any]:
    numbers = {"minimum": 0, "maximum": 9, "value": 3}
    return {"kind": "number", "id": str(place), "label": "N", "info": "", **numbers, **more}


def _audio(place: int, label: str, info: str = "", required: bool = True) -> dict[str, Any]:
    return {"kind": "audio", "id": str(place), "label": label, "info": info, "required": required}


_MIDI = {"kind": "midi", "id": "1", "label": "Input Midi", "info": "", "required": False}
_PARTS = {
    "kind": "choices",
    "id": "7",
    "label": "Parts",
    "info": "",
    "choices": [{"label": "Drums", "value": "d"}, {"label": "Bass", "value": "b"}],
    "value": ["d"],
}


def _file(label: str, types: list[str], multiple: bool) -> dict[str, Any]:
    common = {"kind": "file", "id": "8", "label": label, "info": "", "required": False}
    return {**common, "file_types": types, "multiple": multiple}


_BEFORE_0_3 = [_shift(1), _prompt(2), _flag(3), _choice(4)]
_START_0_3 = [_audio(0, "Input Audio", "The input."), _MIDI, _shift(2, "semitones")]

_INPUTS: dict[str, list[dict[str, Any]]] = {
    "0.0.1": [_shift(0), _audio(1, "Audio Input"), _prompt(2)],
    "0.1.0": [_shift(0), _audio(1, "Audio Input"), _prompt(2)],
    "0.1.1": [_audio(0, "Audio Input"), *_BEFORE_0_3],
    "0.2": [_audio(0, "Input Audio"), *_BEFORE_0_3],
    "0.3": [*_START_0_3, _prompt(3), _flag(4), _choice(5), _number(6)],
    "0.3.1": [
        *_START_0_3,
        _prompt(3),
        _flag(4),
        _choice(5),
        _number(6, step=0.5),
        _PARTS,
        _file("Recipe", [".txt", ".json"], False),
    ],
    "harp-1.0": [
        *_START_0_3,
        _prompt(3, lines=3),
        _flag(4),
        _choice(5, display="radio"),
        _number(6, step=0.5),
        _PARTS,
        _file("Recipes", [], True),
    ],
}


def _outputs(*entries: tuple[str, str]) -> list[dict[str, str]]:
    return [
        {"id": str(place), "kind": kind, "label": label, "info": "Result." if place == 0 and len(entries) > 2 else ""}
        for place, (kind, label) in enumerate(entries)
    ]


_AUDIO, _MIDI_OUT, _LABELS = ("audio", "Output Audio"), ("midi", "Output Midi"), ("labels", "Output Labels")
_OUTPUTS = {
    "0.0.1": _outputs(_AUDIO),
    "0.1.0": _outputs(_AUDIO),
    "0.1.1": _outputs(_AUDIO),
    "0.2": _outputs(_AUDIO, _LABELS),
    "0.3": _outputs(_AUDIO, _MIDI_OUT, _LABELS),
    "0.3.1": _outputs(_AUDIO, _MIDI_OUT, _LABELS, ("file", "Report")),
    "harp-1.0": _outputs(
        _AUDIO,
        ("audio", "Second Stem"),
        _MIDI_OUT,
        ("json", "Output Labels"),
        ("file", "Report"),
        ("text", "Words"),
    ),
}

_PROTOCOLS = {
    "0.0.1": "harp-0.1",
    "0.1.0": "harp-0.1",
    "0.1.1": "harp-0.1",
    "0.2": "harp-0.2",
    "0.3": "harp-0.3",
    "0.3.1": "harp-0.3",
    "harp-1.0": "harp-1.0",
}


def description(generation: str, address: str) -> dict[str, Any]:
    """The normalised description of one published generation."""
    return {
        "protocol": _PROTOCOLS[generation],
        "generation": generation,
        "address": address,
        "host": "127.0.0.1",
        "local": True,
        "card": CARD_1_0 if generation == "harp-1.0" else CARD,
        "inputs": _INPUTS[generation],
        "outputs": _OUTPUTS[generation],
    }


#: What the model receives when nobody sets anything.
DEFAULTS: dict[str, dict[str, Any]] = {
    "0.0.1": {"Shift": 7, "Prompt": "hello"},
    "0.1.0": {"Shift": 7, "Prompt": "hello"},
    "0.1.1": {"Shift": 7, "Prompt": "hello", "Flag": True, "Choice": "b"},
    "0.2": {"Shift": 7, "Prompt": "hello", "Flag": True, "Choice": "b"},
    "0.3": {"Shift": 7, "Prompt": "hello", "Flag": True, "Choice": "b", "N": 3},
}
DEFAULTS["0.3.1"] = {**DEFAULTS["0.3"], "Parts": ["d"]}
DEFAULTS["harp-1.0"] = {**DEFAULTS["0.3.1"], "Seed": 42}

#: Values as a person sets them, by label.
SET: dict[str, Any] = {
    "Shift": -5.0,
    "Prompt": "values",
    "Flag": False,
    "Choice": "Nice C",
    "N": 4,
    "Parts": ["Bass", "d"],
}

#: Audio outputs, and the kind of every other one, when the model gives all that it has.
ALL: dict[str, tuple[list[str], dict[str, str]]] = {
    "0.0.1": (["Output Audio"], {}),
    "0.1.0": (["Output Audio"], {}),
    "0.1.1": (["Output Audio"], {}),
    "0.2": (["Output Audio"], {"Output Labels": "labels"}),
    "0.3": (["Output Audio"], {"Output Midi": "midi", "Output Labels": "labels"}),
    "0.3.1": (["Output Audio"], {"Output Midi": "midi", "Output Labels": "labels", "Report": "file"}),
    "harp-1.0": (
        ["Output Audio", "Second Stem"],
        {"Output Midi": "midi", "Output Labels": "labels", "Report": "file", "Words": "text"},
    ),
}


def _plain(place: int, kind: str, label: str, **more: object) -> dict[str, Any]:
    return {"kind": kind, "id": str(place), "label": label, "info": "", **more}


def _choices(*pairs: tuple[str, object]) -> list[dict[str, object]]:
    return [{"label": label, "value": value} for label, value in pairs]


#: The function "separate" of apps/plain.py.
PLAIN_SEPARATE: dict[str, Any] = {
    "inputs": [
        _plain(0, "audio", "Song", required=True),
        _plain(1, "audio", "Reference", required=False),
        _plain(2, "midi", "Notes", required=False),
        _plain(3, "file", "Extra", required=False, file_types=[], multiple=True),
        {**_plain(4, "slider", "Shift", minimum=-24, maximum=24, step=0.5, value=7), "info": "semitones"},
        _plain(5, "number", "Count", minimum=0, maximum=9, value=3, step=1, whole=True),
        _plain(6, "text", "Prompt", value="hello", lines=3),
        _plain(7, "text", "Key", value="", secret=True),
        _plain(8, "toggle", "Flag", value=True),
        _plain(9, "choice", "Model", choices=_choices(("Nice A", "a"), ("Nice B", "b")), value="b"),
        _plain(10, "choices", "Parts", choices=_choices(("x", "x"), ("y", "y")), value=["x"]),
        _plain(
            11, "choice", "Quality", choices=_choices(("low", "low"), ("high", "high")), value="low", display="radio"
        ),
        _plain(12, "choices", "Options", choices=_choices(("p", "p"), ("q", "q")), value=["q"]),
    ],
    "outputs": [
        {"id": "0", "kind": "audio", "label": "Voice", "info": ""},
        {"id": "1", "kind": "audio", "label": "Band", "info": ""},
        {"id": "2", "kind": "file", "label": "Score", "info": ""},
        {"id": "3", "kind": "json", "label": "Facts", "info": ""},
        {"id": "4", "kind": "classes", "label": "Kind", "info": ""},
        {"id": "5", "kind": "text", "label": "Words", "info": ""},
    ],
}
