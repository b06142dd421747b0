# SPDX-License-Identifier: MIT
"""`build_endpoint`: adds to a Gradio app the API functions by which every HARP uses it."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

import gradio as gr
from gradio.context import Context

from ._arguments import callable_of, check_function
from ._card import ModelCard
from ._components import Description, EndpointError, describe_input, describe_output, name_of, usable_outputs
from ._functions import API_NAMES, Functions
from ._generations import full_document, harp_3_document
from ._installed import import_published
from ._leftovers import delete_old_uploads
from ._runner import KEEP_SECONDS, TIMEOUT_SECONDS, Runner
from ._shapes import read_call
from ._version import __version__

__all__ = ["Endpoint", "build_endpoint", "describe"]


@dataclass(frozen=True)
class Endpoint:
    """What `build_endpoint` added to the app.

    Attributes:
        description: the answer of `/harp_controls`.
        controls: the answer of `/controls`.
        process_event: Gradio's event of the Process button, for chaining `.then(...)`.
        process_button, cancel_button: the buttons on the page.
        controls_button, controls_data: shown with `show_controls=True`: what HARP 3 reads.

    The names of the published pyharp work as keys (`app["process_button"]`, `app.get(...)`, `in`), and the widgets of
    its first version as a triple (`controls_data, controls_button, process_button = build_endpoint(...)`).
    """

    description: dict[str, Any]
    controls: dict[str, Any]
    process_event: Any
    process_button: gr.Button
    cancel_button: gr.Button
    controls_button: gr.Button
    controls_data: gr.JSON

    def __getitem__(self, name: str | int) -> Any:
        if isinstance(name, int):
            return tuple(self)[name]
        if name not in self:
            raise KeyError(name)
        return getattr(self, {"controls_output": "controls_data"}.get(name, name))

    def __contains__(self, name: object) -> bool:
        return name in self.keys()

    def keys(self) -> tuple[str, ...]:
        """The names under which the published pyharp handed out widgets."""
        return ("controls_data", "controls_output", "controls_button", "process_button", "cancel_button")

    def get(self, name: str, default: Any = None) -> Any:
        """The widget of that name."""
        return self[name] if name in self else default  # noqa: SIM401

    def __iter__(self) -> Iterator[Any]:
        return iter((self.controls_data, self.controls_button, self.process_button))


def describe(
    model_card: ModelCard, input_components: Sequence[Any], output_components: Sequence[Any]
) -> dict[str, Any]:
    """The answer of `/controls` for these components.

    Raises:
        EndpointError: HARP cannot use one of the components, or there is no output.
    """
    inputs, outputs = _described(input_components, output_components)
    return harp_3_document(model_card, inputs, [output for output in outputs if output])


@overload
def build_endpoint(
    model_card: ModelCard,
    input_components: Sequence[Any],
    output_components: Sequence[Any],
    process_fn: Callable[..., Any],
    show_controls: bool = False,
    *,
    concurrency_limit: int | None = 1,
    timeout: float | None = TIMEOUT_SECONDS,
    isolate: bool = False,
    keep_files: float | None = KEEP_SECONDS,
) -> Endpoint: ...


@overload
def build_endpoint(
    model_card: ModelCard, components: Sequence[Any], process_fn: Callable[..., Any], **options: Any
) -> Endpoint: ...


@overload
def build_endpoint(
    inputs: Sequence[Any],
    output: Any,
    process_fn: Callable[..., Any],
    card: ModelCard,
    visible: bool = False,
    **options: Any,
) -> Endpoint: ...


def build_endpoint(*arguments: Any, **named: Any) -> Endpoint:
    """Make the Gradio app around this call usable from HARP. Call it inside of `with gr.Blocks() as demo:`.

    The call is `build_endpoint(model_card, input_components, output_components, process_fn)`. Apps that were made for
    earlier versions of pyharp run unchanged: `build_endpoint(model_card, components, process_fn)` adds the audio or
    MIDI input and the outputs itself, and `build_endpoint(inputs, output, process_fn, card)` is the first one.

    Args:
        model_card: shown by HARP before anything is processed.
        input_components: one per argument of `process_fn`, in its order. What HARP cannot show keeps its own value.
        output_components: one per value that `process_fn` returns, in its order. What HARP cannot use is for the page.
        process_fn: the work; gets file paths for audio, MIDI and files (None for an optional one that was not sent) and
            plain values for controls, returns file paths, or `Audio`, `Midi`, a `LabelList`. It may be async, and may
            be a generator, of which the last value counts and which can be cancelled wherever it yields. It may take
            `gr.Progress` and `gr.Request` as Gradio functions do.
        show_controls: show on the page what HARP reads.
        concurrency_limit: how many jobs run at once; further ones queue. A cancelled job counts until its function has
            really ended. None for no limit.
        timeout: seconds after which a job is cancelled and its caller is told. None for any time.
        isolate: run the function in a child process that is ended when its job is cancelled, for models that cannot
            look at `pyharp.cancelled()`; see `in_process` for what such a function must be.
        keep_files: seconds for which results and uploads stay on the server (uploads at least twice as long as a job
            may take). None for ever. Files of cancelled and failed jobs go at once.

    Raises:
        EndpointError: something about the call cannot work; the message says what to change.
    """
    blocks = Context.root_block
    if blocks is None:
        raise EndpointError("Call build_endpoint inside of `with gr.Blocks() as demo:`.")
    call = read_call(arguments, named)
    _check_names_free(blocks)
    function = callable_of(call.function)
    check_function(function, len(call.inputs))
    inputs, outputs = _described(call.inputs, call.outputs)
    usable = [output for output in outputs if output]
    if not hasattr(function, "reads_by_itself"):
        import_published(inputs)
    for component in (*call.inputs, *call.outputs):
        if not component.is_rendered:
            component.render()

    runner = Runner(
        # A child process looks for the very object that the module has under its name.
        call.function if call.isolate else function,
        call.concurrency_limit,
        timeout=call.timeout,
        isolate=call.isolate,
        keep=call.keep_files,
    )
    delete_old_uploads(blocks, call.keep_files, call.timeout)
    functions = Functions(call, runner, inputs, outputs)
    with gr.Row():
        process_button = gr.Button("Process", variant="primary")
        cancel_button = gr.Button("Cancel")
    process_event = functions.on_page(process_button, cancel_button)
    controls_data = gr.JSON(label="Controls Data", visible=call.show_controls)
    controls_button = gr.Button("View Controls", visible=call.show_controls)
    full = full_document(call.card, inputs, usable, __version__)
    plain = harp_3_document(call.card, inputs, usable)
    functions.for_clients(controls_button, controls_data, full, plain)
    return Endpoint(
        copy.deepcopy(full),
        copy.deepcopy(plain),
        process_event,
        process_button,
        cancel_button,
        controls_button,
        controls_data,
    )


def _as_told(
    model_card: ModelCard,
    input_components: Sequence[Any],
    output_components: Sequence[Any],
    process_fn: Callable[..., Any],
    show_controls: bool = False,
    *,
    concurrency_limit: int | None = 1,
    timeout: float | None = TIMEOUT_SECONDS,
    isolate: bool = False,
    keep_files: float | None = KEEP_SECONDS,
) -> Endpoint:
    """What help() and inspect tell of `build_endpoint`; it understands the older calls as well."""
    raise NotImplementedError


build_endpoint.__signature__ = inspect.signature(_as_told)  # type: ignore[attr-defined]


def _described(
    input_components: Sequence[Any], output_components: Sequence[Any]
) -> tuple[list[Description], list[Description | None]]:
    inputs = [describe_input(component) for component in input_components]
    outputs = [describe_output(component) for component in output_components]
    if not any(outputs):
        names = ", ".join(map(name_of, output_components))
        unusable = f"HARP cannot use {names}. " if names else ""
        raise EndpointError(f"{unusable}An endpoint needs at least one of these as output: {usable_outputs()}.")
    return inputs, outputs


def _check_names_free(blocks: Any) -> None:
    taken = {getattr(function, "api_name", None) for function in blocks.fns.values()}
    for name in API_NAMES:
        if name in taken:
            raise EndpointError(
                f"This app already has an API function named {name!r}. HARP finds an endpoint by these names, so call "
                'build_endpoint once per app and give your own events another api_name, for example api_name="try".'
            )
