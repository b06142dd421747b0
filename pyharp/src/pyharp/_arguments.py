# SPDX-License-Identifier: MIT
"""The arguments of a process function: checked against the components, and filled up for callers that send fewer."""

from __future__ import annotations

import copy
import functools
import inspect
import typing
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import gradio as gr

from ._components import EndpointError

__all__ = ["Process", "check_function", "default_of", "is_injected", "with_defaults"]

Process = Callable[..., Coroutine[Any, Any, Any]]


def check_function(process_fn: Callable[..., Any], inputs: int) -> None:
    """Refuse a function that takes another number of values than there are inputs.

    Raises:
        EndpointError: it does, or it is no function at all.
    """
    if not callable(process_fn):
        raise EndpointError(f"process_fn must be a function, not {type(process_fn).__name__}.")
    parameters = _positional(process_fn)
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in parameters):
        return
    values = [parameter for parameter in parameters if not is_injected(process_fn, parameter)]
    needed = sum(parameter.default is parameter.empty for parameter in values)
    if not needed <= inputs <= len(values):
        raise EndpointError(
            f"process_fn takes {len(values)} values, but there are {inputs} input components. "
            "Give it one argument per component, in the same order."
        )


def with_defaults(run: Process, kept: Sequence[bool], fill: Callable[[int], Any]) -> Process:
    """A function for callers that send a part of the values.

    Its signature lacks the parameters that are filled in, because Gradio finds the places of gr.Progress and
    gr.Request by counting parameters.

    Args:
        run: takes every value; its signature is that of the process function.
        kept: for each input, whether the caller sends it.
        fill: gives the value of an input that is not sent.
    """
    if all(kept):
        return run
    #: Number of the input for each parameter, None for one that Gradio fills in; inputs beyond go into *args.
    slots: list[int | None] = []
    parameters = []
    for parameter in _positional(run):
        if parameter.kind is parameter.VAR_POSITIONAL:
            parameters.append(parameter)
            continue
        number = sum(slot is not None for slot in slots)
        slots.append(None if number >= len(kept) or is_injected(run, parameter) else number)
        if slots[-1] is None or kept[number]:
            parameters.append(parameter)
    slots += list(range(sum(slot is not None for slot in slots), len(kept)))

    @functools.wraps(run)
    async def filled(*sent: Any) -> Any:
        rest = iter(sent)
        return await run(*(next(rest) if slot is None or kept[slot] else fill(slot) for slot in slots))

    filled.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return filled


def default_of(component: Any, value: Any) -> Any:
    """The value of a component as the process function would get it from a user who leaves the control alone."""
    if isinstance(component, gr.State):
        return copy.deepcopy(component.value)
    model = getattr(component, "data_model", None)
    value = copy.deepcopy(value)
    return component.preprocess(model.model_validate(value) if model is not None and value is not None else value)


def _positional(function: Callable[..., Any]) -> list[inspect.Parameter]:
    return [
        parameter
        for parameter in inspect.signature(function).parameters.values()
        if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD, parameter.VAR_POSITIONAL)
    ]


def is_injected(function: Callable[..., Any], parameter: inspect.Parameter) -> bool:
    """Whether Gradio supplies this argument itself."""
    if isinstance(parameter.default, gr.Progress):
        return True
    try:
        hint = typing.get_type_hints(function).get(parameter.name)
    except (NameError, TypeError):
        return False
    supplied = (gr.Request, gr.OAuthProfile, gr.OAuthToken)
    return hint in supplied or any(option in supplied for option in typing.get_args(hint))
