# SPDX-License-Identifier: MIT
"""The three API functions of an endpoint written by hand, as authors without the library do it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

CARD = {"name": "Broken", "description": "Has one fault.", "author": "HARP tests", "tags": ["example"]}
AUDIO = {"label": "Input", "info": None, "required": True, "type": "audio_track"}
OUTPUT = {"label": "Output", "info": None, "required": True, "type": "audio_track"}


def serve_by_hand(
    description: dict[str, Any], process: Callable[..., Any], inputs: list[Any], outputs: list[Any]
) -> None:
    """Call it inside of `with gr.Blocks()`."""
    running = gr.Button("Process").click(process, inputs, outputs, api_name="process")
    gr.Button("Cancel").click(lambda: None, api_name="cancel", cancels=[running])
    gr.Button("Controls").click(lambda: description, outputs=gr.JSON(visible=False), api_name="controls")
