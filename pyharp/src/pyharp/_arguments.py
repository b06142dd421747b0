# SPDX-License-Identifier: MIT
"""The arguments of a process function: checked against the components, and filled up for callers that send fewer."""

from __future__ import annotations

import copy
import functools
import inspect
import typing
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, cast

import gradio as gr

from ._components import EndpointError

__all__ = [
    "Process",
    "callable_of",
    "check_function",
    "default_of",
    "hints_of",
    "is_injected",
    "name_of_function",
    "parameters_of",
    "with_defaults",
]

Process = Callable[..., Coroutine[Any, Any, Any]]


def callable_of(process_fn: Any) -> Callable[..., Any]:
    """The function in the form in which inspect, Gradio and asyncio know it for what it is.

    A method stands for an object that can be called; a partial gets the annotations of its function.

    Raises:
        EndpointError: it is no function.
    """
    if not callable(process_fn):
        raise EndpointError(f"process_fn must be a function, not {type(process_fn).__name__}.")
    if isinstance(process_fn, functools.partial):
        partial: Any = functools.partial(process_fn.func, *process_fn.args, **process_fn.keywords)
        with suppress(NameError, TypeError):  # without them it is called just as well
            partial.__annotations__ = hints_of(process_fn)
        for name in ("__name__", "__qualname__", "__module__", "__doc__"):
            if hasattr(process_fn.func, name):
                setattr(partial, name, getattr(process_fn.func, name))
        return cast("Callable[..., Any]", partial)
    if inspect.isroutine(process_fn) or inspect.isclass(process_fn) or hasattr(process_fn, "__wrapped__"):
        return cast("Callable[..., Any]", process_fn)
    method = getattr(process_fn, "__call__", None)  # noqa: B004
    return method if inspect.ismethod(method) else cast("Callable[..., Any]", process_fn)


def name_of_function(function: Any) -> str:
    """How a function is called in a sentence."""
    while isinstance(function, functools.partial):
        function = function.func
    owner = getattr(function, "__self__", None)
    if getattr(function, "__name__", "__call__") == "__call__":
        return type(function if owner is None else owner).__name__
    return str(function.__name__)


def hints_of(function: Any) -> dict[str, Any]:
    """The annotations of a function, read.

    Raises:
        NameError, TypeError: they cannot be.
    """
    while isinstance(function, functools.partial):
        function = function.func
    return typing.get_type_hints(callable_of(function), include_extras=True)


def parameters_of(function: Callable[..., Any]) -> list[inspect.Parameter]:
    """The parameters of a function, without those that a partial has given already.

    Raises:
        EndpointError: Python cannot tell them.
    """
    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError) as error:
        name = name_of_function(function)
        raise EndpointError(
            f"Python cannot tell which arguments {name} takes. Write a function of your own around it: "
            f"def process(audio): return {name}(audio)."
        ) from error
    given = function.keywords if isinstance(function, functools.partial) else {}
    return [parameter for parameter in parameters if parameter.name not in given]


def check_function(process_fn: Callable[..., Any], inputs: int) -> None:
    """Refuse a function that takes another number of values than there are inputs.

    Raises:
        EndpointError: it does, or takes one by its name alone.
    """
    parameters = [entry for entry in parameters_of(process_fn) if entry.kind is not entry.VAR_KEYWORD]
    values = [entry for entry in parameters if not is_injected(process_fn, entry)]
    for entry in parameters:
        if entry.kind is entry.KEYWORD_ONLY and entry not in values and not isinstance(entry.default, gr.Progress):
            raise EndpointError(
                f"process_fn takes {entry.name!r} by its name alone, but Gradio gives arguments by their places. "
                "Remove the * before it, or put it before those that a partial gives by name."
            )
    for entry in values:
        if entry.kind is entry.KEYWORD_ONLY and entry.default is entry.empty:
            raise EndpointError(
                f"process_fn takes {entry.name!r} by its name alone, but values come in the order of the components. "
                "Remove the * before it, or give it a default."
            )
    if any(entry.kind is entry.VAR_POSITIONAL for entry in values):
        return
    values = [entry for entry in values if entry.kind is not entry.KEYWORD_ONLY]
    needed = sum(entry.default is entry.empty for entry in values)
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
        hint = hints_of(function).get(parameter.name)
    except (NameError, TypeError):
        return False
    supplied = (gr.Request, gr.OAuthProfile, gr.OAuthToken)
    return hint in supplied or any(option in supplied for option in typing.get_args(hint))
