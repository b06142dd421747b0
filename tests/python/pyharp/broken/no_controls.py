# SPDX-License-Identifier: MIT
"""An ordinary Gradio app whose author thought that the name of the function was enough."""

import gradio as gr


def process(audio, gain):  # type: ignore[no-untyped-def]
    return audio


with gr.Blocks() as demo:
    audio, gain = gr.Audio(type="filepath", label="Input"), gr.Slider(0, 2, value=1, label="Gain")
    gr.Button("Process").click(process, [audio, gain], gr.Audio(type="filepath", label="Output"), api_name="process")
