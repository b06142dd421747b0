# SPDX-License-Identifier: MIT
"""The three ways in which `build_endpoint` has been called since the first pyharp, made into one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from ._card import ModelCard
from ._components import EndpointError
from ._runner import KEEP_SECONDS, TIMEOUT_SECONDS

__all__ = ["Call", "read_call"]

_NOW = ("model_card", "input_components", "output_components", "process_fn")
_ONE_TRACK = ("model_card", "components", "process_fn")
_FIRST = ("inputs", "output", "process_fn", "card", "visible")
_MIDI = [".mid", ".midi"]


@dataclass(frozen=True)
class Call:
    """What is to be built, whichever way it was said.

    Attributes:
        labels_optional: the output for labels was added here, and the function may return the file alone.
        show_controls: show on the page what HARP reads.
    """

    card: ModelCard
    inputs: list[Any]
    outputs: list[Any]
    function: Callable[..., Any]
    labels_optional: bool = False
    show_controls: bool = False
    concurrency_limit: int | None = 1
    timeout: float | None = TIMEOUT_SECONDS
    isolate: bool = False
    keep_files: float | None = KEEP_SECONDS
    ignored: dict[str, Any] = field(default_factory=dict)


def read_call(arguments: Sequence[Any], named: dict[str, Any]) -> Call:
    """Understand the arguments of `build_endpoint`.

    Raises:
        EndpointError: they fit none of the three ways.
    """
    options = {key: named.pop(key) for key in _OPTIONS if key in named}
    if "timeout_s" in named:
        options["timeout"] = named.pop("timeout_s")
    _check_options(options)
    if isinstance(arguments[0] if arguments else None, (list, tuple)) or "inputs" in named:
        return _first(_bound(_FIRST, 4, arguments, named, ("text_out",)), options)
    if (
        "components" in named
        or (len(arguments) == 3 and callable(arguments[2]))
        or _third_is_function(arguments, named)
    ):
        return _one_track(_bound(_ONE_TRACK, 3, arguments, named), options)
    if len(arguments) > 4:  # show_controls followed in the published call
        options.setdefault("show_controls", arguments[4])
        arguments = arguments[:4]
    bound = _bound(_NOW, 4, arguments, named)
    _check_card(bound["model_card"])
    inputs, outputs = (_components(bound[key], key) for key in ("input_components", "output_components"))
    return Call(bound["model_card"], inputs, outputs, bound["process_fn"], **options)


_OPTIONS = ("show_controls", "concurrency_limit", "timeout", "isolate", "keep_files")


def _check_options(options: dict[str, Any]) -> None:
    if options.get("concurrency_limit") == "default":  # Gradio's own word
        options["concurrency_limit"] = 1
    limit = options.get("concurrency_limit", 1)
    if limit is not None and (not isinstance(limit, int) or isinstance(limit, bool) or limit < 1):
        raise EndpointError(
            f"concurrency_limit is {limit!r}: give how many jobs may run at a time, or None for any number."
        )
    for name in ("timeout", "keep_files"):
        seconds = options.get(name)
        if seconds is not None and (isinstance(seconds, (bool, str)) or not seconds > 0):
            raise EndpointError(f"{name} is {seconds!r}: give a number of seconds above 0, or None for no limit.")


def _third_is_function(arguments: Sequence[Any], named: dict[str, Any]) -> bool:
    """(model_card, components, process_fn=...), which looks like the newest call with one argument missing."""
    return len(arguments) == 2 and set(named) == {"process_fn"}


def _bound(
    names: tuple[str, ...], needed: int, arguments: Sequence[Any], named: dict[str, Any], further: tuple[str, ...] = ()
) -> dict[str, Any]:
    bound = dict(zip(names, arguments, strict=False)) | named
    unknown = set(named) - set(names) - set(further)
    twice = set(names[: len(arguments)]) & set(named)
    missing = [name for name in names[:needed] if name not in bound]
    if unknown or twice or missing or len(arguments) > len(names):
        what = (
            f"{', '.join(missing)} is missing"
            if missing
            else f"it has no argument {', '.join(sorted(unknown))}"
            if unknown
            else "an argument is given twice or there are too many"
        )
        raise EndpointError(
            f"build_endpoint: {what}. Call it as build_endpoint(model_card, input_components, output_components, "
            "process_fn)."
        )
    return bound


def _one_track(bound: dict[str, Any], options: dict[str, Any]) -> Call:
    """Generations 0.1.1 and 0.2: the card says what goes in and out, and the function may return labels beside it."""
    card = bound["model_card"]
    _check_card(card)
    track = _midi("Input Midi") if card.midi_in else gr.Audio(type="filepath", label="Input Audio")
    result = _midi("Output Midi") if card.midi_out else gr.Audio(type="filepath", label="Output Audio")
    inputs = [track, *_components(bound["components"], "components")]
    outputs = [result, gr.JSON(label="Output Labels")]
    return Call(card, inputs, outputs, bound["process_fn"], labels_optional=True, **options)


def _first(bound: dict[str, Any], options: dict[str, Any]) -> Call:
    """Generations 0.0 and 0.1.0: one audio input somewhere among the inputs, one audio output."""
    _check_card(bound["card"])
    further = [bound["text_out"]] if bound.get("text_out") is not None else []
    inputs = _components(bound["inputs"], "inputs")
    return Call(bound["card"], inputs, [bound["output"], *further], bound["process_fn"], **options)


def _check_card(card: Any) -> None:
    if not isinstance(card, ModelCard):
        raise EndpointError(f"build_endpoint wants a pyharp.ModelCard as model_card, not {type(card).__name__}.")
    try:
        card.check()
    except (TypeError, ValueError) as error:
        raise EndpointError(str(error)) from error


def _components(value: Any, name: str) -> list[Any]:
    if not isinstance(value, (list, tuple)):
        raise EndpointError(f'{name} must be a list of components, for example [gr.Audio(type="filepath")].')
    return list(value)


def _midi(label: str) -> gr.File:
    return gr.File(file_types=_MIDI, label=label)
