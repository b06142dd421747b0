# SPDX-License-Identifier: MIT
"""Gradio components as HARP sees them: which ones it can show, and how each is described on the wire.

An input that HARP cannot show keeps its place: it is marked hidden and its own value is sent. Without a value that can
be sent the endpoint is refused while it is built. An output that HARP cannot use stays on the page alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

__all__ = ["Description", "EndpointError", "add_component_methods", "describe_input", "describe_output", "name_of"]

Description = dict[str, Any]

MIDI_EXTENSIONS = {".mid", ".midi"}


class EndpointError(ValueError):
    """An endpoint cannot be built like this; the message says what to change."""


def describe_input(component: Any) -> Description:
    """An input as `/harp_controls` tells it.

    Raises:
        EndpointError: HARP can neither show it nor send a value of its own for it.
    """
    _refuse_class(component)
    for kinds, describe in _INPUTS:
        if isinstance(component, kinds):
            return _described(component, describe(component))
    value = None if isinstance(component, gr.State) else getattr(component, "value", None)
    if not isinstance(component, gr.State) and (value is None or not _is_plain(value)):
        raise EndpointError(
            f"HARP cannot show {name_of(component)}, and there is no value to send instead. Use one of these as input: "
            f"{_names(_INPUTS)}; or give it a value that is a number or text, which is then always sent."
        )
    return _described(component, {"value": value, "hidden": True, "type": "text_box"})


def describe_output(component: Any) -> Description | None:
    """An output as `/harp_controls` tells it; None when HARP cannot use it, so that it stays on the page.

    Raises:
        EndpointError: the component is usable, but not in this form.
    """
    _refuse_class(component)
    for kinds, describe in _OUTPUTS:
        if isinstance(component, kinds):
            return _described(component, {"required": _required(component), **describe(component)})
    return None


def _refuse_class(component: Any) -> None:
    if isinstance(component, type):
        raise EndpointError(f"gr.{component.__name__} is a class. Write gr.{component.__name__}(...) with its options.")


def usable_outputs() -> str:
    """The components that HARP can use as outputs, for a sentence."""
    return _names(_OUTPUTS)


def name_of(component: Any) -> str:
    """A component as its author wrote it, for a sentence."""
    label = getattr(component, "label", None)
    kind = f"gr.{type(component).__name__}"
    return f'{kind}(label="{label}")' if label else kind


def add_component_methods() -> None:
    """Give the supported classes `.set_info(text)` and `.harp_required(bool)`, where absent."""
    for kinds, _ in (*_INPUTS, *_OUTPUTS):
        for kind in kinds:
            for name, method in (("set_info", _set_info), ("harp_required", _harp_required)):
                if not hasattr(kind, name):
                    setattr(kind, name, method)


def _set_info(self: Any, info: str) -> Any:
    """Set the line that HARP shows below the label, and return the component."""
    self.info = info
    return self


def _harp_required(self: Any, required: bool = True) -> Any:
    """Say whether HARP must supply this input (else the process function may get None) or whether this output is
    always there, and return the component."""
    self._harp_required = bool(required)
    return self


def _described(component: Any, fields: Description) -> Description:
    info = getattr(component, "info", None)
    label = getattr(component, "label", None) or type(component).__name__
    return {"label": str(label), "info": None if info is None else str(info), **fields}


def _required(component: Any) -> bool:
    # The second name is that of the published pyharp, which apps have set themselves.
    return bool(getattr(component, "_harp_required", getattr(component, "is_harp_required", True)))


def _audio(component: gr.Audio) -> Description:
    if component.streaming:
        raise EndpointError(f"{name_of(component)} streams, which loses quality. Remove streaming=True.")
    return {"required": _required(component), "type": "audio_track"}


def _file(component: gr.File) -> Description:
    types = component.file_types
    extensions = [str(extension) for extension in ([types] if isinstance(types, str) else types or [])]
    many = component.file_count != "single"
    if component.type != "filepath":
        raise EndpointError(f"{name_of(component)} hands over bytes. Remove type={component.type!r}.")
    # One of these among others is enough, as it was for every published pyharp.
    if not many and MIDI_EXTENSIONS & {extension.lower() for extension in extensions}:
        return {"required": _required(component), "type": "midi_track"}
    return {"required": _required(component), "file_types": extensions, "multiple": many, "type": "generic_file"}


def _slider(component: gr.Slider) -> Description:
    low = component.minimum
    value = low if component.value is None else component.value
    return {"minimum": low, "maximum": component.maximum, "step": component.step, "value": value, "type": "slider"}


def _number(component: gr.Number) -> Description:
    fields = {"minimum": component.minimum, "maximum": component.maximum, "value": component.value}
    # Gradio's step is 1 when nobody says anything, which would make every number a whole one.
    step = {"step": component.step} if component.step != 1 or component.precision == 0 else {}
    return {**fields, **step, "type": "number_box"}


def _text(component: gr.Textbox) -> Description:
    lines = {"lines": component.lines} if component.lines > 1 else {}
    secret = {"secret": True} if component.type == "password" else {}
    return {"value": "" if component.value is None else str(component.value), **lines, **secret, "type": "text_box"}


def _toggle(component: gr.Checkbox) -> Description:
    return {"value": bool(component.value), "type": "toggle"}


def _choice(component: gr.Dropdown | gr.Radio | gr.CheckboxGroup) -> Description:
    choices = [[str(label), value] for label, value in component.choices or []]
    if not choices:
        raise EndpointError(f"{name_of(component)} has no choices. Give it some.")
    value = component.value
    if isinstance(component, gr.CheckboxGroup) or getattr(component, "multiselect", False):
        several = [] if value is None else list(value) if isinstance(value, (list, tuple)) else [value]
        return {"choices": choices, "value": several, "multiselect": True, "type": "dropdown"}
    display = {"display": "radio"} if isinstance(component, gr.Radio) else {}
    return {"choices": choices, "value": choices[0][1] if value is None else value, **display, "type": "dropdown"}


def _json(component: Any) -> Description:
    return {"type": "json"}


def _words(component: Any) -> Description:
    return {"type": "text"}


Table = tuple[tuple[tuple[type[Any], ...], Callable[[Any], Description]], ...]

_INPUTS: Table = (
    ((gr.Audio,), _audio),
    ((gr.File,), _file),
    ((gr.Slider,), _slider),
    ((gr.Number,), _number),
    ((gr.Textbox,), _text),
    ((gr.Checkbox,), _toggle),
    ((gr.Dropdown, gr.Radio, gr.CheckboxGroup), _choice),
)
_OUTPUTS: Table = (
    ((gr.Audio,), _audio),
    ((gr.File,), _file),
    ((gr.JSON, gr.Label), _json),
    ((gr.Textbox, gr.Markdown), _words),
)


def _names(table: Table) -> str:
    return ", ".join(f"gr.{kind.__name__}" for kinds, _ in table for kind in kinds)


def _is_plain(value: Any) -> bool:
    """Whether a value can be sent as it is: numbers, text and collections of them, but no file of the server."""
    if isinstance(value, dict):
        return "path" not in value and all(isinstance(key, str) and _is_plain(entry) for key, entry in value.items())
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return all(_is_plain(entry) for entry in value)
    return value is None or isinstance(value, (bool, int, float, str))
