# SPDX-License-Identifier: MIT
"""Numbers, texts, toggles and choices: the control for an annotation, and the way back from its value."""

from __future__ import annotations

import typing
from collections.abc import Callable
from enum import Enum
from typing import Any, Literal

import gradio as gr

from ._components import EndpointError
from ._wishes import INPUTS, Number, Radio, Slider, Text, Wish

__all__ = ["choices_of", "control", "number_reader"]

#: Makes the component, and makes of its value what the function gets.
Control = tuple[Callable[[], Any], Callable[[Any], Any]]

_NONE = "(none)"


def control(where: str, wish: Wish, value: Any) -> Control:
    """The control for what is no file.

    Args:
        where: the function and argument, for sentences.
        wish: its annotation.
        value: its default, None when there is none.

    Raises:
        EndpointError: the annotation or the default cannot become a control.
    """
    if wish.kind in (int, float):
        return _slider(where, wish, value) if wish.found(Slider) else _number(where, wish, value)
    if wish.kind is bool:
        return _toggle(where, wish, value)
    if wish.kind is str:
        return _text(where, wish, value)
    several = typing.get_origin(wish.kind) is list
    choices = choices_of(typing.get_args(wish.kind)[0] if several and typing.get_args(wish.kind) else wish.kind)
    if not choices:
        raise EndpointError(f"{where} cannot become a control. Use one of these: {INPUTS}.")
    return _several(where, wish, value, choices) if several else _one(where, wish, value, choices)


def _slider(where: str, wish: Wish, value: Any) -> Control:
    limits = wish.found(Slider)
    _check_number(where, wish.kind, value, limits)
    if wish.optional:
        raise EndpointError(f"{where} may be None, but a slider always has a number. Take Number for it.")
    step = limits.step or (1 if wish.kind is int else None)
    start = limits.minimum if value is None else value
    return lambda: gr.Slider(limits.minimum, limits.maximum, value=start, step=step, label=wish.label), wish.kind


def _number(where: str, wish: Wish, value: Any) -> Control:
    limits = wish.found(Number) or Number()
    _check_number(where, wish.kind, value, limits)
    start = value if value is not None or wish.optional else _nearest_to_0(limits)
    ends: dict[str, Any] = {
        "minimum": limits.minimum,
        "maximum": limits.maximum,
        "precision": 0 if wish.kind is int else None,
    }

    return lambda: gr.Number(start, step=limits.step or 1, label=wish.label, **ends), number_reader(wish, value)


def number_reader(wish: Wish, value: Any) -> Callable[[Any], Any]:
    """What the function gets for a number whose field may have been emptied; see `control`."""

    def read(number: Any) -> Any:
        if number is not None:
            return wish.kind(number)
        if not wish.optional and value is None:
            raise gr.Error(f'"{wish.label}" is empty. Give it a number.')
        return None if wish.optional else wish.kind(value)

    return read


def _nearest_to_0(limits: Number) -> float:
    if limits.minimum is not None and limits.minimum > 0:
        return limits.minimum
    return limits.maximum if limits.maximum is not None and limits.maximum < 0 else 0


def _check_number(where: str, kind: type[Any], value: Any, limits: Slider | Number) -> None:
    low, high = limits.minimum, limits.maximum
    if low is not None and high is not None and not low < high:
        raise EndpointError(f"{where} reaches from {low} to {high}; put the smaller end first.")
    if kind is int and any(end is not None and end % 1 for end in (low, high, limits.step)):
        raise EndpointError(f"{where} is int, so its ends and steps must be whole numbers. Take float for others.")
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, (int,) if kind is int else (int, float)):
        raise EndpointError(f"{where} is {kind.__name__}, but its default is {value!r}.")
    if (low is not None and value < low) or (high is not None and value > high):
        raise EndpointError(f"{where} has the default {value!r}, which is not between {low} and {high}.")


def _toggle(where: str, wish: Wish, value: Any) -> Control:
    if wish.optional and value is None:
        raise EndpointError(f"{where} may be None, but a toggle is on or off. Give it the default True or False.")
    if value is not None and not isinstance(value, bool):
        raise EndpointError(f"{where} is bool, but its default is {value!r}.")
    return lambda: gr.Checkbox(bool(value), label=wish.label), bool


def _text(where: str, wish: Wish, value: Any) -> Control:
    if value is not None and not isinstance(value, str):
        raise EndpointError(f"{where} is str, but its default is {value!r}.")
    style = wish.found(Text) or Text()
    secret: Literal["password", "text"] = "password" if style.secret else "text"

    def read(text: Any) -> Any:
        return (text or None) if wish.optional else text or ""

    return lambda: gr.Textbox(value or "", lines=style.lines, type=secret, label=wish.label), read


def _one(where: str, wish: Wish, value: Any, choices: dict[Any, Any]) -> Control:
    if wish.optional:
        choices = {_NONE: None, **choices}
    chosen = next(iter(choices)) if value is None else _shown(where, value, choices)
    widget: Any = gr.Radio if wish.found(Radio) else gr.Dropdown
    return lambda: widget(list(choices), value=chosen, label=wish.label), lambda sent: choices.get(sent, sent)


def _several(where: str, wish: Wish, value: Any, choices: dict[Any, Any]) -> Control:
    chosen = [_shown(where, entry, choices) for entry in value or ()]

    def read(sent: Any) -> Any:
        found = [choices.get(entry, entry) for entry in sent or ()]
        return None if wish.optional and not found else found

    return lambda: gr.Dropdown(list(choices), value=chosen, multiselect=True, label=wish.label), read


def choices_of(kind: Any) -> dict[Any, Any]:
    """What is shown of each choice, and the choice itself; empty when it is no kind of choice."""
    if typing.get_origin(kind) is Literal:
        return {_word(entry): entry for entry in typing.get_args(kind)}
    if isinstance(kind, type) and issubclass(kind, Enum):
        named = any(not isinstance(entry.value, str) for entry in kind)
        return {entry.name if named else entry.value: entry for entry in kind}
    return {}


def _word(entry: Any) -> Any:
    if isinstance(entry, Enum):
        return entry.name
    return (
        entry
        if isinstance(entry, (str, int)) and not isinstance(entry, bool)
        else _NONE
        if entry is None
        else str(entry)
    )


def _shown(where: str, value: Any, choices: dict[Any, Any]) -> Any:
    for shown, choice in choices.items():
        if choice is value or (choice == value and isinstance(choice, type(value))):
            return shown
    raise EndpointError(f"{where} has the default {value!r}, which is none of its choices.")
