# SPDX-License-Identifier: MIT
"""`@pyharp.endpoint`: a function whose annotations and defaults become the controls."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Generic, ParamSpec, TypeVar, overload

import gradio as gr

from ._annotations import Given, Taken, read_parameter, read_result
from ._arguments import callable_of, hints_of, is_injected, name_of_function, parameters_of
from ._card import ModelCard
from ._components import EndpointError
from ._endpoint import Endpoint, build_endpoint
from ._runner import KEEP_SECONDS, TIMEOUT_SECONDS
from ._serve import serve

__all__ = ["EndpointApp", "endpoint"]

P = ParamSpec("P")
R = TypeVar("R")


class EndpointApp(Generic[P, R]):
    """A function that is an app as well: call it as before, or `launch()` or `serve()` it.

    Attributes:
        demo: the app.
        endpoint: what `build_endpoint` added to it.
        process: what Gradio calls, with paths in the place of sounds.
    """

    def __init__(self, function: Callable[P, R], card: ModelCard, options: dict[str, Any]) -> None:
        functools.update_wrapper(self, function)
        self._function = function
        plain = callable_of(function)
        taken, given = _read(plain)
        self.process = _process(plain, taken, given)
        with gr.Blocks(title=card.name) as self.demo:
            gr.Markdown(f"# {card.name}\n{card.description}")
            inputs, outputs = [entry.component() for entry in taken], [entry.component() for entry in given]
            self.endpoint: Endpoint = build_endpoint(card, inputs, outputs, self.process, **options)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        return self._function(*args, **kwargs)

    def launch(self, **options: Any) -> Any:
        """Start the app with the options of Gradio's `launch`."""
        return self.demo.launch(**options)

    def serve(self, argv: Sequence[str] | None = None) -> None:
        """Serve the app until it is interrupted; see `pyharp.serve`."""
        serve(self.demo, argv)


@overload
def endpoint(name: Callable[P, R]) -> EndpointApp[P, R]: ...


@overload
def endpoint(
    name: str | ModelCard = "",
    *,
    description: str = "",
    author: str = "",
    tags: Sequence[str] = (),
    concurrency_limit: int | None = 1,
    timeout: float | None = TIMEOUT_SECONDS,
    isolate: bool = False,
    keep_files: float | None = KEEP_SECONDS,
) -> Callable[[Callable[P, R]], EndpointApp[P, R]]: ...


def endpoint(
    name: Any = "", *, description: str = "", author: str = "", tags: Sequence[str] = (), **options: Any
) -> Any:
    """Make an app of a function; its annotations and defaults become the controls.

        @pyharp.endpoint("Gain", author="Me")
        def gain(audio: Audio, decibels: Annotated[float, Slider(-60, 24, 0.1)] = 0.0) -> Audio:
            return Audio(audio.samples * 10 ** (decibels / 20), audio.rate)

        if __name__ == "__main__":
            gain.serve()

    Inputs: `Audio`, `Midi`, `Path` and `list[Path]` for files, `float`, `int`, `bool`, `str`, `Literal[...]` or an
    `Enum` for one choice, a `list` of one of these for several. All but `bool` and a `Slider` may be `... | None`.
    `Annotated[...]` adds a `Slider`, `Number`, `Text`, `Radio` or `File`, one string as label and a second one as
    explanation, or any Gradio component. The function may be async, take arguments by name alone, be a partial, or an
    object that can be called.
    Outputs: `Audio`, `Midi`, `Path`, `LabelList`, `str`, `dict`, or a `tuple[...]` of them.

    Args:
        name: of the model, or a whole `ModelCard`; by default from the name of the function.
        description: by default the first paragraph of the function's docstring.
        author, tags: of the card.
        options: concurrency_limit, timeout, isolate, keep_files as in `build_endpoint`.

    Raises:
        EndpointError: an annotation or default cannot become a control; the message says what to change.
    """
    if callable(name) and not isinstance(name, ModelCard):
        return EndpointApp(name, _card("", "", "", (), name), {})

    def decorate(function: Callable[..., Any]) -> EndpointApp[..., Any]:
        if not callable(function):
            raise EndpointError(f"@pyharp.endpoint wants a function, not {type(function).__name__}.")
        return EndpointApp(function, _card(name, description, author, tags, function), options)

    return decorate


def _card(
    name: str | ModelCard, description: str, author: str, tags: Sequence[str], function: Callable[..., Any]
) -> ModelCard:
    source: Any = function.func if isinstance(function, functools.partial) else callable_of(function)
    written = source.__doc__
    first = inspect.cleandoc(written or "").split("\n\n")[0].replace("\n", " ")
    if isinstance(name, ModelCard):
        if description or author or tags:
            raise EndpointError("Put description, author and tags into the ModelCard that is given.")
        return name if name.description else replace(name, description=first)
    title = name or name_of_function(function).replace("_", " ").capitalize()
    return ModelCard(title, description or first, author, tags)


def _read(function: Callable[..., Any]) -> tuple[list[Taken], list[Given]]:
    name = name_of_function(function)
    parameters = parameters_of(function)
    try:
        hints = hints_of(function)
    except (NameError, TypeError) as error:
        raise EndpointError(f"An annotation of {name} cannot be read: {error}.") from error
    taken = []
    for parameter in parameters:
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise EndpointError(f"{name}: {parameter} cannot become a control; make it a plain argument.")
        if not is_injected(function, parameter):
            taken.append(read_parameter(name, parameter, hints.get(parameter.name)))
    return taken, read_result(name, hints.get("return"))


def _process(function: Callable[..., Any], taken: Sequence[Taken], given: Sequence[Given]) -> Callable[..., Any]:
    """The function for Gradio; sounds are read from paths before, and their results written afterwards by pyharp."""
    read_by_name = {entry.name: entry.read for entry in taken}
    parameters = parameters_of(function)

    def called(values: tuple[Any, ...]) -> Any:
        """Call it; values come in the order of the parameters, of which some may be taken by their names alone."""
        positional: list[Any] = []
        named: dict[str, Any] = {}
        for parameter, value in zip(parameters, values, strict=False):
            read = read_by_name.get(parameter.name, _unchanged)(value)
            if parameter.kind is parameter.KEYWORD_ONLY:
                named[parameter.name] = read
            else:
                positional.append(read)
        return function(*positional, **named)

    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def process(*values: Any) -> Any:
            return await called(values)
    elif inspect.isgeneratorfunction(function) or inspect.isasyncgenfunction(function):
        raise EndpointError(
            f"{name_of_function(function)} yields. Return the result, and report with pyharp.progress(fraction)."
        )
    else:

        @functools.wraps(function)
        def process(*values: Any) -> Any:
            return called(values)

    # A child process finds it as an attribute of the decorated function.
    process.__qualname__ = f"{getattr(function, '__qualname__', name_of_function(function))}.process"
    del process.__wrapped__
    process.reads_by_itself = True  # type: ignore[attr-defined]  # no load_audio, and none of the libraries it may need
    process.__signature__ = _in_order(parameters)  # type: ignore[attr-defined]
    return process


def _in_order(parameters: Sequence[inspect.Parameter]) -> inspect.Signature:
    """A signature by which Gradio gives every argument by its place."""
    if not any(parameter.kind is parameter.KEYWORD_ONLY for parameter in parameters):
        return inspect.Signature(parameters)
    plain = [
        parameter.replace(
            kind=parameter.POSITIONAL_OR_KEYWORD,
            # After one with a default each must have one; which does not matter, for all of them are given.
            default=None if parameter.default is parameter.empty else parameter.default,
        )
        for parameter in parameters
    ]
    return inspect.Signature(plain)


def _unchanged(value: Any) -> Any:
    return value
