# SPDX-License-Identifier: MIT
"""A choice was renamed, its default was not."""

import gradio as gr

from .by_hand import AUDIO, CARD, OUTPUT, serve_by_hand

MODE = {"label": "Mode", "info": None, "choices": [["soft", "soft"], ["hard", "hard"]], "value": "gentle"}

with gr.Blocks() as demo:
    serve_by_hand(
        {"card": CARD, "inputs": [AUDIO, {**MODE, "type": "dropdown"}], "outputs": [OUTPUT]},
        lambda audio, mode: audio,
        [gr.Audio(type="filepath", label="Input"), gr.Dropdown(["soft", "hard"], value="soft", label="Mode")],
        [gr.Audio(type="filepath", label="Output")],
    )
