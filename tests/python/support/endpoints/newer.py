# SPDX-License-Identifier: MIT
"""An endpoint of a far future: its description says protocol 99, which pyharp itself never does."""

import gradio as gr

import pyharp

with gr.Blocks() as demo:
    audio, result = gr.Audio(type="filepath", label="Input"), gr.Audio(type="filepath", label="Output")
    card = pyharp.ModelCard("Newer", "Speaks a newer HARP.", "HARP tests", ["test"])
    description = {**pyharp.describe(card, [audio], [result]), "protocol": 99}
    gr.Button("Process").click(lambda path: path, audio, result, api_name="process")
    gr.Button(visible=False).click(lambda: description, None, gr.JSON(visible=False), api_name="controls")

if __name__ == "__main__":
    pyharp.serve(demo)
