# SPDX-License-Identifier: MIT
"""One pair of brackets was forgotten: the tags are a text."""

import gradio as gr

from .by_hand import AUDIO, CARD, OUTPUT, serve_by_hand

with gr.Blocks() as demo:
    serve_by_hand(
        {"card": {**CARD, "tags": "pitch, voice"}, "inputs": [AUDIO], "outputs": [OUTPUT]},
        lambda audio: audio,
        [gr.Audio(type="filepath", label="Input")],
        [gr.Audio(type="filepath", label="Output")],
    )
