# SPDX-License-Identifier: MIT
"""A proper endpoint around a function that has a fault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

import pyharp


def endpoint_for(process: Callable[..., Any], *further_inputs: Any, labels: bool = False) -> gr.Blocks:
    """One audio input and what is given; one audio output, and labels where asked for."""
    with gr.Blocks() as demo:
        outputs: list[Any] = [gr.Audio(type="filepath", label="Output")]
        pyharp.build_endpoint(
            model_card=pyharp.ModelCard("Broken", "Has one fault.", "HARP tests", ["example"]),
            input_components=[gr.Audio(type="filepath", label="Input"), *further_inputs],
            output_components=[*outputs, gr.JSON(label="Labels")] if labels else outputs,
            process_fn=process,
        )
    return demo
