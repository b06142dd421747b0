# SPDX-License-Identifier: MIT
"""Components of any Gradio app as inputs and outputs: what a musician can set, and what can be done with the rest."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .._json import Malformed
from .._text import clean
from .config import Component
from .description import Input, Output
from .fields import Fields, readers, sendable

__all__ = ["Fixed", "Unusable", "media_kind", "read_argument", "read_output"]

_AUDIO_TYPES: Final = frozenset(
    {
        "audio",
        ".wav",
        ".wave",
        ".flac",
        ".mp3",
        ".ogg",
        ".oga",
        ".opus",
        ".m4a",
        ".aac",
        ".aif",
        ".aiff",
        ".caf",
        ".wma",
    }
)
_FILES: Final = ("audio", "midi", "file")
_MIDI_TYPES: Final = frozenset({".mid", ".midi", "audio/midi"})

_CONTROLS: Final = {
    "slider": "slider",
    "number": "number",
    "textbox": "text",
    "code": "text",
    "colorpicker": "text",
    "checkbox": "toggle",
    "dropdown": "choice",
    "radio": "choice",
    "checkboxgroup": "choice",
}
_OUTPUTS: Final = {
    "label": "classes",
    "textbox": "text",
    "number": "text",
    "markdown": "text",
    "code": "text",
    "json": "json",
    "dataframe": "json",
    "highlightedtext": "json",
}


# Of a longer one the end is missing, so it is not readable.
_LONGEST_MENDED = 10_000


class Unusable(Exception):
    """Why a function cannot be used, in words that follow the name of the function."""


@dataclass(frozen=True)
class Fixed:
    """An argument that is not shown; its value is sent as it is."""

    value: object
    foreign: bool = False
    """True for a visible component that HARP has no control for."""


def media_kind(component: Component) -> str:
    """audio, midi or file for what holds a file; empty for everything else."""
    if component.type == "audio":
        return "audio"
    if component.type not in ("file", "uploadbutton"):
        return ""
    types = set(_file_types(component))
    if types and types <= _MIDI_TYPES:
        return "midi"
    return "audio" if types and types <= _AUDIO_TYPES and not _several(component) else "file"


def read_argument(place: int, component: Component, required: bool) -> Input | Fixed:
    """`required` says whether a file must be there. Raises Unusable."""
    props = {name: value for name, value in component.props.items() if value is not None}
    if component.type == "state":
        return Fixed(None)
    if props.get("visible", True) is not True:
        return Fixed(None if media_kind(component) else _sendable(props.get("value")))
    props.setdefault("label", component.type.capitalize())
    props |= _as_pyharp_says(component, required)
    kind = media_kind(component) or _CONTROLS.get(component.type, "")
    if kind == "audio" and props.get("streaming") is True:
        raise Unusable(f'its input "{clean(props["label"], 100)}" is a stream')
    if kind:
        try:
            return readers[kind](Fields(str(place), props))
        except Malformed as error:
            raise Unusable(f"its description is not readable: {error}") from None
    if component.type == "json":
        _mend_json(props)
    if "value" not in props:
        shown = clean(props["label"], 100)
        raise Unusable(f'its input "{shown}" ({component.type}) cannot be supplied and has no default')
    return Fixed(_sendable(props["value"]), foreign=True)


def _sendable(value: object) -> object:
    try:
        return sendable(value)
    except Malformed:
        raise Unusable("one of its defaults cannot be sent") from None


def _mend_json(props: dict[str, object]) -> None:
    """Gradio 4.37 writes the value of a JSON component as Python prints it; what cannot be read back is no default."""
    value = props.get("value")
    if isinstance(value, str) and value.startswith("root="):
        try:
            props["value"] = json.loads(json.dumps(ast.literal_eval(value[5:_LONGEST_MENDED]), allow_nan=False))
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            del props["value"]


def _as_pyharp_says(component: Component, required: bool) -> Mapping[str, object]:
    """What pyharp and Gradio call differently."""
    return {
        "required": required,
        "file_types": list(_file_types(component)),
        "multiple": _several(component),
        "multiselect": component.type == "checkboxgroup" or component.props.get("multiselect") is True,
        "display": "radio" if component.type == "radio" else "",
        "secret": component.props.get("type") == "password",
    }


def read_output(place: int, component: Component) -> Output | None:
    """None for what is of no use outside of the page. Raises Unusable."""
    kind = media_kind(component) or _OUTPUTS.get(component.type, "")
    hidden = component.props.get("visible", True) is not True
    if not kind or (hidden and kind not in (*_FILES, "json")):
        return None
    label = clean(component.props.get("label"), 200) or component.type.capitalize()
    if kind == "audio" and component.props.get("streaming") is True:
        raise Unusable(f'its output "{label}" is a stream')
    return Output(str(place), kind, label, clean(component.props.get("info"), 1000), required=False)


def _file_types(component: Component) -> tuple[str, ...]:
    types = component.props.get("file_types")
    return tuple(clean(t, 200).lower() for t in types[:200] if isinstance(t, str)) if isinstance(types, list) else ()


def _several(component: Component) -> bool:
    return component.props.get("file_count") in ("multiple", "directory")
