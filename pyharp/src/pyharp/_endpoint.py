# SPDX-License-Identifier: MIT
"""`build_endpoint`: adds to a Gradio app the three API functions by which HARP uses it."""

from __future__ import annotations

import copy
import inspect
import typing
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr
from gradio.context import Context

from ._card import ModelCard
from ._components import EndpointError, describe_inputs, describe_outputs
from ._results import finished
from ._runner import Runner, caller_of

__all__ = ["Endpoint", "build_endpoint", "describe"]

API_NAMES = ("controls", "process", "cancel")


@dataclass(frozen=True)
class Endpoint:
    """What `build_endpoint` added to the app.

    Attributes:
        description: the answer of `/controls`.
        process_event: Gradio's event of the Process button, for chaining `.then(...)`.
        process_button, cancel_button: the buttons on the page.
    """

    description: dict[str, Any]
    process_event: Any
    process_button: gr.Button
    cancel_button: gr.Button


def describe(
    model_card: ModelCard, input_components: Sequence[Any], output_components: Sequence[Any]
) -> dict[str, Any]:
    """The answer of `/controls` for these components.

    Raises:
        EndpointError: HARP cannot use one of the components, or there is no output.
    """
    if not output_components:
        raise EndpointError("An endpoint needs at least one output, for example output_components=[gr.Audio()].")
    return {
        "card": model_card.to_dict(),
        "inputs": describe_inputs(input_components),
        "outputs": describe_outputs(output_components),
    }


def build_endpoint(
    model_card: ModelCard,
    input_components: Sequence[Any],
    output_components: Sequence[Any],
    process_fn: Callable[..., Any],
    *,
    concurrency_limit: int | None = 1,
) -> Endpoint:
    """Make the Gradio app around this call usable from HARP. Call it inside of `with gr.Blocks() as demo:`.

    Args:
        model_card: shown by HARP before anything is processed.
        input_components: one per argument of `process_fn`, in its order.
        output_components: one per value that `process_fn` returns, in its order.
        process_fn: the work; gets file paths for audio and MIDI (None for an optional track that was not sent) and
            plain values for controls, returns file paths, a `LabelList` for `gr.JSON`. It may be async, must not be a
            generator, and may take `gr.Progress` and `gr.Request` as Gradio functions do.
        concurrency_limit: how many jobs run at once; further ones queue. None for no limit.

    Raises:
        EndpointError: something about the call cannot work; the message says what to change.
    """
    blocks = Context.root_block
    if blocks is None:
        raise EndpointError("Call build_endpoint inside of `with gr.Blocks() as demo:`.")
    _check_names_free(blocks)
    _check_function(process_fn, len(input_components))
    description = describe(model_card, input_components, output_components)
    _warn_about_quality(input_components)
    for component in (*input_components, *output_components):
        if not component.is_rendered:
            component.render()

    runner = Runner(process_fn, concurrency_limit)
    with gr.Row():
        process_button = gr.Button("Process", variant="primary")
        cancel_button = gr.Button("Cancel")
    process_event = process_button.click(
        fn=runner.wrapped(partial(finished, description["outputs"])),
        inputs=list(input_components),
        outputs=list(output_components),
        api_name="process",
        concurrency_limit=concurrency_limit,
    )

    def cancel(request: gr.Request) -> None:
        runner.cancel(*caller_of(request))

    # On the page, `cancels` stops the job through Gradio; a client calls Gradio's own cancel route for that. The
    # function behind the name serves clients that know nothing but the name.
    cancel_button.click(fn=cancel, api_name="cancel", cancels=[process_event], concurrency_limit=None)

    def controls() -> dict[str, Any]:
        return copy.deepcopy(description)

    # Events need a component to hang on; these two are never seen.
    gr.Button(visible=False).click(
        fn=controls, outputs=gr.JSON(visible=False), api_name="controls", concurrency_limit=None
    )
    return Endpoint(description, process_event, process_button, cancel_button)


def _check_names_free(blocks: Any) -> None:
    taken = {getattr(function, "api_name", None) for function in blocks.fns.values()}
    for name in API_NAMES:
        if name in taken:
            raise EndpointError(
                f"This app already has an API function named {name!r}. HARP finds an endpoint by these names, so call "
                'build_endpoint once per app and give your own events another api_name, for example api_name="try".'
            )


def _check_function(process_fn: Callable[..., Any], inputs: int) -> None:
    if inspect.isgeneratorfunction(process_fn) or inspect.isasyncgenfunction(process_fn):
        raise EndpointError(
            "process_fn yields, but HARP takes one finished result. Return it, and report progress with "
            "pyharp.progress(fraction, message)."
        )
    positional = [
        parameter
        for parameter in inspect.signature(process_fn).parameters.values()
        if parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD, parameter.VAR_POSITIONAL)
    ]
    if any(parameter.kind is parameter.VAR_POSITIONAL for parameter in positional):
        return
    values = [parameter for parameter in positional if not _injected(process_fn, parameter)]
    needed = sum(parameter.default is parameter.empty for parameter in values)
    if not needed <= inputs <= len(values):
        raise EndpointError(
            f"process_fn takes {len(values)} values, but there are {inputs} input components. "
            "Give it one argument per component, in the same order."
        )


def _injected(process_fn: Callable[..., Any], parameter: inspect.Parameter) -> bool:
    """Whether Gradio supplies this argument itself."""
    if isinstance(parameter.default, gr.Progress):
        return True
    try:
        hint = typing.get_type_hints(process_fn).get(parameter.name)
    except (NameError, TypeError):
        return False
    supplied = (gr.Request, gr.OAuthProfile, gr.OAuthToken)
    return hint in supplied or any(option in supplied for option in typing.get_args(hint))


def _warn_about_quality(input_components: Sequence[Any]) -> None:
    for component in input_components:
        if isinstance(component, gr.Audio) and component.type == "numpy":
            warnings.warn(
                f'gr.Audio(label="{component.label}") hands 16-bit samples to process_fn. For full quality write '
                'type="filepath" and read the file with pyharp.load_audio.',
                stacklevel=3,
            )
