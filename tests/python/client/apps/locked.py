# SPDX-License-Identifier: MIT
"""A plain Gradio app behind a login, which gives back the audio that it gets."""

from __future__ import annotations

import gradio as gr
from listening import launched  # type: ignore[import-not-found]  # beside this script


def launched_locked() -> int:
    """Its port."""
    with gr.Blocks() as demo:
        sound = gr.Audio(type="filepath", label="In")
        result = gr.Audio(type="filepath", label="Out")
        gr.Button("process").click(lambda path: path, sound, result, api_name="process")
    return int(launched(demo.queue(), auth=[("me", "correct horse/ü")], _frontend=False))
