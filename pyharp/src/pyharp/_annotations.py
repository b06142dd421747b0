# SPDX-License-Identifier: MIT
"""Annotations of a function as components: what `@pyharp.endpoint` makes of each argument and result."""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Union

import gradio as gr

from ._components import EndpointError
from ._controls import choices_of, control, number_reader
from ._labels import LabelList
from ._midi import Midi
from ._sound import Audio
from ._wishes import INPUTS as _INPUTS
from ._wishes import File, Number, Radio, Slider, Text, Wish

__all__ = ["Given", "Taken", "read_parameter", "read_result"]

_OUTPUTS = "Audio, Midi, Path, LabelList, str, dict, or a tuple of them"
#: Set by methods of components, and not when one is made.
_SET_LATER = ("info", "_harp_required", "is_harp_required")
_LOADERS: dict[Any, Callable[[Any], Any]] = {Audio: Audio.load, Midi: Midi.load, Path: Path}


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


def read_parameter(function: str, parameter: inspect.Parameter, hint: Any) -> Taken:
    """What becomes of one argument.

    Raises:
        EndpointError: its annotation or default cannot become a control.
    """
    where = f"{function}: the argument {parameter.name!r}"
    if hint is None:
        raise EndpointError(f"{where} has no annotation. Use one of these: {_INPUTS}.")
    wish = _wish(where, hint, parameter.name.replace("_", " ").capitalize(), parameter.default is None)
    value = None if parameter.default is parameter.empty else parameter.default
    is_file = wish.kind in _LOADERS or wish.kind == list[Path]
    if is_file and value is not None:
        raise EndpointError(f"{where} is a file, whose default can only be None.")
    ready = wish.found(gr.components.Component)
    _check_fitting(where, wish, _fitting(wish.kind) if ready is None else (gr.components.Component,))
    if ready is not None:
        if any(map(choices_of, typing.get_args(wish.kind) if typing.get_origin(wish.kind) is list else [wish.kind])):
            raise EndpointError(
                f"{where} has its choices in its type. Remove gr.{type(ready).__name__}(...), or make the type str."
            )
        read = _file_reader(wish) if is_file else number_reader(wish, value) if wish.kind in (int, float) else _same
        return Taken(parameter.name, _like(ready, wish, value), read)
    if is_file:
        return Taken(parameter.name, _file(wish), _file_reader(wish))
    make, read = control(where, wish, value)
    return Taken(parameter.name, _informed(make, wish), read)


def read_result(function: str, hint: Any) -> list[Given]:
    """What becomes of the results.

    Raises:
        EndpointError: there is no annotation, or one that HARP cannot use.
    """
    if hint is None or hint is type(None):
        raise EndpointError(f"{function} does not say what it returns. Annotate it with {_OUTPUTS}.")
    several = typing.get_origin(hint) is tuple
    hints = typing.get_args(hint) if several else (hint,)
    names = [_wish(function, entry, "") for entry in hints]
    for wish in names:
        _check_fitting(f"{function}: a result", wish, ())
    return [Given(_output(function, wish, number if several else 0)) for number, wish in enumerate(names, 1)]


def _wish(where: str, hint: Any, label: str, optional: bool = False) -> Wish:
    extra: list[Any] = []
    while True:  # Annotated may stand around an optional type, and inside of it
        if typing.get_origin(hint) is Annotated:
            hint, *rest = typing.get_args(hint)
            extra += rest
            continue
        kinds = [entry for entry in typing.get_args(hint) if entry is not type(None)]
        if typing.get_origin(hint) not in (Union, types.UnionType):
            break
        optional = optional or len(kinds) < len(typing.get_args(hint))
        if len(kinds) != 1 and set(kinds) != {int, float}:
            break
        hint = kinds[0] if len(kinds) == 1 else float
    for number, entry in enumerate(extra):
        if entry is Slider:
            raise EndpointError(f"{where}: a Slider needs its ends. Write Slider(0, 1).")
        if isinstance(entry, type) and issubclass(entry, gr.components.Component):
            raise EndpointError(f"{where}: write gr.{entry.__name__}(...) with what it needs, not the class alone.")
        if any(entry is kind for kind in (Number, Text, Radio, File)):
            extra[number] = entry()
    words = [entry for entry in extra if isinstance(entry, str)]
    return Wish(hint, optional, words[0] if words else label, words[1] if len(words) > 1 else None, tuple(extra))


def _fitting(kind: Any) -> tuple[type[Any], ...]:
    """What of ours may stand beside a type."""
    if kind in (int, float):
        return Slider, Number
    if kind is str:
        return (Text,)
    if kind in (Path, list[Path]):
        return (File,)
    return (Radio,) if choices_of(kind) else ()


def _check_fitting(where: str, wish: Wish, fitting: tuple[type[Any], ...]) -> None:
    for entry in wish.extra:
        if not isinstance(entry, (str, *fitting)):
            shown = f"gr.{type(entry).__name__}" if isinstance(entry, gr.components.Component) else repr(entry)
            others = "".join(f", or a {kind.__name__}" for kind in fitting)
            raise EndpointError(f"{where} can do nothing with {shown}. Beside its type may stand two strings{others}.")


def _like(ready: Any, wish: Wish, value: Any) -> Callable[[], Any]:
    """Makes one like the component that is given, which may stand in an alias that several arguments have."""
    is_file = wish.kind in _LOADERS or wish.kind == list[Path]
    said = any(isinstance(entry, str) for entry in wish.extra)

    def make() -> Any:
        options = dict(ready.constructor_args)
        if value is not None:
            options["value"] = value
        if is_file and isinstance(ready, gr.Audio):
            options["type"] = "filepath"
        made: Any = type(ready)(**options)
        vars(made).update({name: own for name, own in vars(ready).items() if name in _SET_LATER})
        if said or not made.label:
            made.label = wish.label
        if is_file and wish.optional:
            made._harp_required = False
        return made

    return _informed(make, wish)


def _file(wish: Wish) -> Callable[[], Any]:
    def make() -> Any:
        if wish.kind is Audio:
            return gr.Audio(type="filepath", label=wish.label)
        wanted = wish.found(File) or File()
        types_ = [".mid", ".midi"] if wish.kind is Midi else list(wanted.types) or None
        many = wish.kind == list[Path]
        return gr.File(file_types=types_, label=wish.label, file_count="multiple" if many else "single")

    return lambda: _informed(make, wish)().harp_required(not wish.optional)


def _file_reader(wish: Wish) -> Callable[[Any], Any]:
    many = wish.kind == list[Path]

    def read(value: Any) -> Any:
        if value is None:
            return [] if many and not wish.optional else None
        return [Path(path) for path in value] if many else _LOADERS[wish.kind](value)

    return read


def _output(function: str, wish: Wish, number: int) -> Callable[[], Any]:
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


def _informed(make: Callable[[], Any], wish: Wish) -> Callable[[], Any]:
    return lambda: make().set_info(wish.info) if wish.info else make()


def _same(value: Any) -> Any:
    return value
