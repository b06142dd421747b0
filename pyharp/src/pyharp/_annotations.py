# SPDX-License-Identifier: MIT
"""Annotations of a function as components: what `@pyharp.endpoint` makes of each argument and result."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Union

import gradio as gr

from ._audio import load_audio
from ._components import EndpointError
from ._labels import LabelList
from ._midi import Midi, load_midi
from ._sound import Audio

__all__ = ["File", "Given", "Number", "Radio", "Slider", "Taken", "Text", "read_parameter", "read_result"]

_INPUTS = "Audio, Midi, Path, list[Path], float, int, bool, str, Literal[...], list[Literal[...]]"
_OUTPUTS = "Audio, Midi, Path, LabelList, str, dict, or a tuple of them"


@dataclass(frozen=True)
class Slider:
    """A number between two ends: `Annotated[float, Slider(-12, 12, 0.5)]`."""

    minimum: float
    maximum: float
    step: float | None = None


@dataclass(frozen=True)
class Number:
    """A number that is typed in, with ends where there are any."""

    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None


@dataclass(frozen=True)
class Text:
    """A text of several lines, or one that nobody shall read over the shoulder."""

    lines: int = 1
    secret: bool = False


@dataclass(frozen=True)
class Radio:
    """A choice whose possibilities are all in sight."""


@dataclass(frozen=True)
class File:
    """Which files are wanted: `Annotated[Path, File(".wav", ".flac")]`."""

    types: tuple[str, ...]

    def __init__(self, *types: str) -> None:
        object.__setattr__(self, "types", types)


@dataclass(frozen=True)
class Taken:
    """One argument: its name, its component, and how a value of the component becomes one of the function."""

    name: str
    component: Callable[[], Any]
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class Given:
    """One result and its component."""

    component: Callable[[], Any]


@dataclass(frozen=True)
class _Wish:
    """What an annotation says beside the type."""

    kind: Any
    optional: bool
    label: str
    info: str | None
    extra: tuple[Any, ...]

    def found(self, kind: type[Any]) -> Any:
        return next((entry for entry in self.extra if isinstance(entry, kind)), None)


def read_parameter(function: str, parameter: inspect.Parameter, hint: Any) -> Taken:
    """What becomes of one argument.

    Raises:
        EndpointError: its annotation or default cannot become a control.
    """
    where = f"{function}: the argument {parameter.name!r}"
    if hint is None:
        raise EndpointError(f"{where} has no annotation. Use one of these: {_INPUTS}.")
    wish = _wish(hint, parameter.name.replace("_", " ").capitalize())
    value = None if parameter.default is parameter.empty else parameter.default
    ready = next((entry for entry in wish.extra if isinstance(entry, gr.components.Component)), None)
    if ready is not None:
        return Taken(parameter.name, lambda: ready, _same)
    if wish.kind in (Audio, Midi, Path) or wish.kind == list[Path]:
        if parameter.default not in (parameter.empty, None):
            raise EndpointError(f"{where} is a file, whose default can only be None.")
        return _file(parameter.name, wish, wish.optional or parameter.default is None)
    make = _control(where, wish, value)
    return Taken(parameter.name, _informed(make, wish), int if wish.kind is int else _same)


def read_result(function: str, hint: Any) -> list[Given]:
    """What becomes of the results.

    Raises:
        EndpointError: there is no annotation, or one that HARP cannot use.
    """
    if hint is None or hint is type(None):
        raise EndpointError(f"{function} does not say what it returns. Annotate it with {_OUTPUTS}.")
    several = typing.get_origin(hint) is tuple
    hints = typing.get_args(hint) if several else (hint,)
    names = [_wish(entry, "") for entry in hints]
    return [Given(_output(function, wish, number if several else 0)) for number, wish in enumerate(names, 1)]


def _wish(hint: Any, label: str) -> _Wish:
    extra: tuple[Any, ...] = ()
    if typing.get_origin(hint) is Annotated:
        hint, *rest = typing.get_args(hint)
        extra = tuple(rest)
    optional = False
    if typing.get_origin(hint) in (Union, types.UnionType):
        kinds = [entry for entry in typing.get_args(hint) if entry is not type(None)]
        optional = len(kinds) < len(typing.get_args(hint))
        hint = kinds[0] if len(kinds) == 1 else hint
    words = [entry for entry in extra if isinstance(entry, str)]
    return _Wish(hint, optional, words[0] if words else label, words[1] if len(words) > 1 else None, extra)


def _file(name: str, wish: _Wish, optional: bool) -> Taken:
    def make() -> Any:
        if wish.kind is Audio:
            return gr.Audio(type="filepath", label=wish.label)
        types_ = [".mid", ".midi"] if wish.kind is Midi else list(wish.found(File).types) if wish.found(File) else None
        return gr.File(file_types=types_, label=wish.label, file_count="multiple" if many else "single")

    def component() -> Any:
        return _informed(make, wish)().harp_required(not optional)

    many = wish.kind == list[Path]
    load = {Audio: load_audio, Midi: load_midi}.get(wish.kind, Path)

    def read(value: Any) -> Any:
        if value is None:
            return [] if many and not optional else None
        return [Path(path) for path in value] if many else load(value)

    return Taken(name, component, read)


def _control(where: str, wish: _Wish, value: Any) -> Callable[[], Any]:
    kind, label = wish.kind, wish.label
    slider, number, text = wish.found(Slider), wish.found(Number), wish.found(Text)
    choices = _choices(kind)
    if choices:
        several = typing.get_origin(kind) is list
        chosen = list(value or ()) if several else value if value is not None else choices[0]
        if not all(entry in choices for entry in (chosen if several else [chosen])):
            raise EndpointError(f"{where} has the default {value!r}, which is none of its choices.")
        if several:
            return lambda: gr.Dropdown(choices, value=chosen, multiselect=True, label=label)
        widget: Any = gr.Radio if wish.found(Radio) else gr.Dropdown
        return lambda: widget(choices, value=chosen, label=label)
    if kind in (int, float):
        limits = slider or number or Number()
        _check_number(where, kind, value, limits)
        if slider:
            step = slider.step or (1 if kind is int else None)
            start = slider.minimum if value is None else value
            return lambda: gr.Slider(slider.minimum, slider.maximum, value=start, step=step, label=label)
        start = (limits.minimum or 0) if value is None else value
        ends: dict[str, Any] = {
            "minimum": limits.minimum,
            "maximum": limits.maximum,
            "precision": 0 if kind is int else None,
        }
        return lambda: gr.Number(start, step=limits.step or 1, label=label, **ends)
    if kind is bool and (value is None or isinstance(value, bool)):
        return lambda: gr.Checkbox(bool(value), label=label)
    if kind is str and (value is None or isinstance(value, str)):
        style = text or Text()
        secret: Literal["password", "text"] = "password" if style.secret else "text"
        return lambda: gr.Textbox(value or "", lines=style.lines, type=secret, label=label)
    if kind in (bool, str):
        raise EndpointError(f"{where} is {kind.__name__}, but its default is {value!r}.")
    raise EndpointError(f"{where} cannot become a control. Use one of these: {_INPUTS}.")


def _check_number(where: str, kind: type[Any], value: Any, limits: Slider | Number) -> None:
    low, high = limits.minimum, limits.maximum
    if low is not None and high is not None and not low < high:
        raise EndpointError(f"{where} reaches from {low} to {high}; put the smaller end first.")
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, (int,) if kind is int else (int, float)):
        raise EndpointError(f"{where} is {kind.__name__}, but its default is {value!r}.")
    if (low is not None and value < low) or (high is not None and value > high):
        raise EndpointError(f"{where} has the default {value!r}, which is not between {low} and {high}.")


def _choices(kind: Any) -> list[Any]:
    inner = typing.get_args(kind)[0] if typing.get_origin(kind) is list and typing.get_args(kind) else kind
    return list(typing.get_args(inner)) if typing.get_origin(inner) is Literal else []


def _output(function: str, wish: _Wish, number: int) -> Callable[[], Any]:
    label = wish.label or (f"Output {number}" if number else "Output")
    makers: dict[Any, Callable[[], Any]] = {
        Audio: lambda: gr.Audio(type="filepath", label=label),
        Midi: lambda: gr.File(file_types=[".mid", ".midi"], label=label),
        Path: lambda: gr.File(label=label),
        LabelList: lambda: gr.JSON(label=label),
        dict: lambda: gr.JSON(label=label),
        str: lambda: gr.Textbox(label=label),
    }
    make = makers.get(typing.get_origin(wish.kind) or wish.kind)
    if make is None:
        raise EndpointError(f"{function} returns {wish.kind!r}, which HARP cannot use. Return {_OUTPUTS}.")
    ready: Callable[[], Any] = make
    return lambda: _informed(ready, wish)().harp_required(not wish.optional)


def _informed(make: Callable[[], Any], wish: _Wish) -> Callable[[], Any]:
    return lambda: make().set_info(wish.info) if wish.info else make()


def _same(value: Any) -> Any:
    return value
