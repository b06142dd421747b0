# SPDX-License-Identifier: MIT
"""Returns its input byte for byte; the slider changes nothing."""

import gradio as gr

import pyharp

with gr.Blocks() as demo:
    pyharp.build_endpoint(
        model_card=pyharp.ModelCard("Identity", "Returns the sound as it came.", "HARP tests", ["test"]),
        input_components=[gr.Audio(type="filepath", label="Input"), gr.Slider(0, 1, value=0.5, label="Amount")],
        output_components=[gr.Audio(type="filepath", label="Output")],
        process_fn=lambda audio, amount: audio,
        concurrency_limit=None,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
