# SPDX-License-Identifier: MIT
"""The description lists the controls in another order than the function takes them."""

import gradio as gr

from .by_hand import AUDIO, CARD, OUTPUT, serve_by_hand

GAIN = {"label": "Gain", "info": None, "minimum": 0, "maximum": 2, "step": 0.01, "value": 1, "type": "slider"}
MIX = {"label": "Mix", "info": None, "minimum": 0, "maximum": 1, "step": 0.01, "value": 1, "type": "slider"}

with gr.Blocks() as demo:
    serve_by_hand(
        {"card": CARD, "inputs": [AUDIO, MIX, GAIN], "outputs": [OUTPUT]},
        lambda audio, gain, mix: audio,
        [
            gr.Audio(type="filepath", label="Input"),
            gr.Slider(0, 2, value=1, label="Gain"),
            gr.Slider(0, 1, value=1, label="Mix"),
        ],
        [gr.Audio(type="filepath", label="Output")],
    )
