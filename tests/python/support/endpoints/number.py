# SPDX-License-Identifier: MIT
"""Returns its input unchanged; its one control is a number that people type."""

import gradio as gr

import pyharp

with gr.Blocks() as demo:
    pyharp.build_endpoint(
        model_card=pyharp.ModelCard("Number", "Returns the sound as it came.", "HARP tests", ["test"]),
        input_components=[gr.Audio(type="filepath", label="Input"), gr.Number(3, minimum=0, maximum=9, label="N")],
        output_components=[gr.Audio(type="filepath", label="Output")],
        process_fn=lambda audio, number: audio,
        concurrency_limit=None,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
