# SPDX-License-Identifier: MIT
"""A plain Gradio app behind a login: `python locked.py PORT LOG`. Gives back the audio that it gets."""

from __future__ import annotations

import sys

import gradio as gr

with gr.Blocks() as demo:
    sound = gr.Audio(type="filepath", label="In")
    result = gr.Audio(type="filepath", label="Out")
    gr.Button("process").click(lambda path: path, sound, result, api_name="process")

demo.queue().launch(
    server_name="127.0.0.1",
    server_port=int(sys.argv[1]),
    auth=[("me", "correct horse/ü")],
    quiet=True,
    inbrowser=False,
    _frontend=False,
)
