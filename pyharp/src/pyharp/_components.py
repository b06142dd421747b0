# SPDX-License-Identifier: MIT
"""Gradio components as HARP sees them: which ones it can show, and how each is described on the wire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

__all__ = ["EndpointError", "add_component_methods", "describe_inputs", "describe_outputs"]

Description = dict[str, Any]

_MIDI_EXTENSIONS = {".mid", ".midi"}


class EndpointError(ValueError):
    """An endpoint cannot be built like this; the message says what to change."""


def describe_inputs(components: Sequence[Any]) -> list[Description]:
    """One description per input component, in order.

    Raises:
        EndpointError: HARP cannot show one of them.
    """
    return [_described(component, _INPUTS, "input") for component in components]


def describe_outputs(components: Sequence[Any]) -> list[Description]:
    """One description per output component, in order.

    Raises:
        EndpointError: HARP cannot use one of them.
    """
    return [_described(component, _OUTPUTS, "output") for component in components]


def _described(component: Any, table: Table, role: str) -> Description:
    for kind, describe in table:
        if isinstance(component, kind):
            fields = describe(component)
            info = getattr(component, "info", None)
            return {"label": _label(component), "info": None if info is None else str(info), **fields}
    usable = ", ".join(f"gr.{kind.__name__}" for kind, _ in table)
    raise EndpointError(f"HARP has no {role} like {_name(component)}. Use one of these as {role}: {usable}.")


def _audio(component: gr.Audio) -> Description:
    if component.streaming:
        raise EndpointError(f"{_name(component)} streams, which loses quality. Remove streaming=True.")
    return {"required": bool(getattr(component, "_harp_required", True)), "type": "audio_track"}


def _midi(component: gr.File) -> Description:
    types = component.file_types
    extensions = {str(extension).lower() for extension in ([types] if isinstance(types, str) else types or [])}
    if not extensions or not extensions <= _MIDI_EXTENSIONS:
        raise EndpointError(
            f'{_name(component)} is not a MIDI file to HARP. Write gr.File(file_types=[".mid", ".midi"]) for MIDI, '
            "gr.Audio for audio."
        )
    if component.file_count != "single":
        raise EndpointError(f'{_name(component)} holds several files. Use file_count="single", one component per file.')
    return {"required": bool(getattr(component, "_harp_required", True)), "type": "midi_track"}


def _slider(component: gr.Slider) -> Description:
    low = component.minimum
    value = low if component.value is None else component.value
    return {"minimum": low, "maximum": component.maximum, "step": component.step, "value": value, "type": "slider"}


def _number(component: gr.Number) -> Description:
    value = component.value
    return {"minimum": component.minimum, "maximum": component.maximum, "value": value, "type": "number_box"}


def _text(component: gr.Textbox) -> Description:
    return {"value": "" if component.value is None else str(component.value), "type": "text_box"}


def _toggle(component: gr.Checkbox) -> Description:
    return {"value": bool(component.value), "type": "toggle"}


def _choice(component: gr.Dropdown | gr.Radio) -> Description:
    if getattr(component, "multiselect", False):
        raise EndpointError(
            f"{_name(component)} lets the user choose several values, which HARP cannot show. "
            "Remove multiselect=True, or use one gr.Checkbox per value."
        )
    choices = [[str(label), value] for label, value in component.choices or []]
    if not choices:
        raise EndpointError(f"{_name(component)} has no choices. Give it some.")
    value = choices[0][1] if component.value is None else component.value
    return {"choices": choices, "value": value, "type": "dropdown"}


def _labels(component: gr.JSON) -> Description:
    return {"type": "json"}


Table = tuple[tuple[type[Any], Callable[[Any], Description]], ...]

_INPUTS: Table = (
    (gr.Audio, _audio),
    (gr.File, _midi),
    (gr.Slider, _slider),
    (gr.Number, _number),
    (gr.Textbox, _text),
    (gr.Checkbox, _toggle),
    (gr.Dropdown, _choice),
    (gr.Radio, _choice),
)
_OUTPUTS: Table = ((gr.Audio, _audio), (gr.File, _midi), (gr.JSON, _labels))


def add_component_methods() -> None:
    """Give the supported classes `.set_info(text)`, and audio and files `.harp_required(bool)`, where absent."""
    for kind in {kind for kind, _ in (*_INPUTS, *_OUTPUTS)}:
        if not hasattr(kind, "set_info"):
            kind.set_info = _set_info
    tracks: tuple[type[Any], ...] = (gr.Audio, gr.File)
    for track in tracks:
        if not hasattr(track, "harp_required"):
            track.harp_required = _harp_required


def _set_info(self: Any, info: str) -> Any:
    """Set the line that HARP shows below the label, and return the component."""
    self.info = info
    return self


def _harp_required(self: Any, required: bool = True) -> Any:
    """Say whether HARP must supply this track (else the process function may get None), and return the component."""
    self._harp_required = bool(required)
    return self


def _label(component: Any) -> str:
    return str(getattr(component, "label", None) or type(component).__name__)


def _name(component: Any) -> str:
    label = getattr(component, "label", None)
    kind = f"gr.{type(component).__name__}"
    return f'{kind}(label="{label}")' if label else kind
