# SPDX-License-Identifier: MIT
"""The API functions of an endpoint: one for each generation of HARP, all of them on one `Runner`."""

from __future__ import annotations

import copy
import warnings
from collections.abc import Sequence
from typing import Any

import gradio as gr

from ._arguments import Process, default_of, with_defaults
from ._components import Description
from ._generations import for_harp_3, wav2wav_document
from ._results import finished, for_older
from ._runner import Runner, caller_of
from ._shapes import Call
from ._twins import exact_input, exact_output, lenient_input, older_output

__all__ = ["API_NAMES", "Functions"]

API_NAMES = (
    "controls",
    "process",
    "cancel",
    "harp_controls",
    "harp_process",
    "wav2wav-ctrls",
    "wav2wav",
    "wav2wav-cancel",
)
# One group for all names, or a job of one generation would run beside a job of another.
_GROUP = "pyharp"
# Gradio 4 to 6 all understand it; the types of 6 have forgotten.
_PRIVATE: Any = False


class Functions:
    """Registers the functions inside of the app that is being built.

    Args:
        call: what is built.
        runner: runs the process function for all of them.
        inputs: descriptions, one per input component.
        outputs: descriptions, None for an output that only the page shows.
    """

    def __init__(
        self, call: Call, runner: Runner, inputs: Sequence[Description], outputs: Sequence[Description | None]
    ) -> None:
        self._call = call
        self._runner = runner
        self._inputs = inputs
        self._outputs = outputs
        self._limit = call.concurrency_limit
        self._warn_about_quality()

    def on_page(self, process: gr.Button, cancel: gr.Button) -> Any:
        """What the buttons do; returns Gradio's event of the first."""
        event = process.click(
            fn=self._runner.wrapped(lambda value: _for_gradio(self._finished(value))),
            inputs=self._call.inputs,
            outputs=self._call.outputs,
            api_name=_PRIVATE,
            concurrency_limit=self._limit,
            concurrency_id=_GROUP,
        )
        # On the page, `cancels` stops the job through Gradio; a client calls Gradio's own cancel route for that. The
        # function behind the name serves clients that know nothing but the name.
        cancel.click(fn=self._stop, api_name="cancel", cancels=[event], concurrency_limit=None)
        return event

    def for_clients(self, button: gr.Button, data: gr.JSON, full: Description, plain: Description) -> None:
        """The functions that HARP calls.

        Args:
            button, data: what the events of descriptions hang on.
            full, plain: answers of `/harp_controls` and `/controls`.
        """
        unseen, nowhere = gr.Button(visible=False), gr.JSON(visible=False)
        self._tell(button, data, "controls", plain)
        self._tell(unseen, nowhere, "harp_controls", full)
        self._serve_newest(unseen)
        self._serve_older(unseen, "process", len(self._outputs))
        older = self._older()
        if older is not None:
            self._tell(unseen, nowhere, "wav2wav-ctrls", older)
            self._serve_older(unseen, "wav2wav", 1)
            unseen.click(fn=self._stop, api_name="wav2wav-cancel", concurrency_limit=None)

    def _stop(self, request: gr.Request) -> None:
        self._runner.cancel(*caller_of(request))

    def _serve_newest(self, button: gr.Button) -> None:
        usable = [number for number, output in enumerate(self._outputs) if output]

        def finish(value: Any) -> Any:
            values = self._finished(value)
            return _for_gradio([values[number] for number in usable])

        self._register(
            button,
            "harp_process",
            self._runner.wrapped(finish),
            [exact_input(*pair) for pair in zip(self._call.inputs, self._inputs, strict=True)],
            [exact_output(self._call.outputs[number], self._outputs[number] or {}) for number in usable],
        )

    def _serve_older(self, button: gr.Button, name: str, most: int) -> None:
        """A function that takes and gives nothing but what HARP 3.0.1 and its predecessors know."""
        sent = [for_harp_3(entry) is not None for entry in self._inputs]
        given = [number for number, entry in enumerate(self._outputs) if entry and for_harp_3(entry)][:most]

        def finish(value: Any) -> Any:
            values = self._finished(value)
            return _for_gradio([for_older(self._outputs[number] or {}, values[number]) for number in given])

        pairs = zip(self._call.inputs, self._inputs, sent, strict=True)
        self._register(
            button,
            name,
            with_defaults(self._runner.wrapped(finish), sent, self._default),
            [lenient_input(component, entry) for component, entry, is_sent in pairs if is_sent],
            [older_output(self._call.outputs[number], self._outputs[number] or {}) for number in given],
        )

    def _default(self, number: int) -> Any:
        entry = self._inputs[number]
        if entry["type"] != "generic_file":
            return default_of(self._call.inputs[number], entry["value"])
        if entry["required"]:
            raise gr.Error(f"This model needs the file {entry['label']!r}, which this version of HARP cannot send.")
        return None

    def _finished(self, value: Any) -> list[Any]:
        return finished(self._outputs, value, labels_optional=self._call.labels_optional)

    def _older(self) -> Description | None:
        return wav2wav_document(self._call.card, self._inputs, [output for output in self._outputs if output])

    def _tell(self, button: gr.Button, data: gr.JSON, name: str, document: Description) -> None:
        def tell() -> Description:
            return copy.deepcopy(document)

        button.click(fn=tell, outputs=data, api_name=name, concurrency_limit=None)

    def _register(
        self, button: gr.Button, name: str, run: Process, inputs: Sequence[Any], outputs: Sequence[Any]
    ) -> None:
        button.click(
            fn=run,
            inputs=list(inputs),
            outputs=list(outputs),
            api_name=name,
            concurrency_limit=self._limit,
            concurrency_id=_GROUP,
        )

    def _warn_about_quality(self) -> None:
        for component in self._call.inputs:
            if isinstance(component, gr.Audio) and component.type == "numpy":
                warnings.warn(
                    f'gr.Audio(label="{component.label}") hands 16-bit samples to process_fn. For full quality write '
                    'type="filepath" and read the file with pyharp.load_audio.',
                    stacklevel=4,
                )


def _for_gradio(values: list[Any]) -> Any:
    return None if not values else values[0] if len(values) == 1 else values
