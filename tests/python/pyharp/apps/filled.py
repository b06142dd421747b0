# SPDX-License-Identifier: MIT
"""Controls that older clients cannot send stand between others, and between arguments that Gradio fills in."""

import json

import gradio as gr

import pyharp


def process(audio, several, request: gr.Request, number, colour, file, state, report=gr.Progress()):  # type: ignore[no-untyped-def]  # noqa: B008
    report(0.5)
    seen = [request.session_hash is not None, several, number, colour, file, state]
    return pyharp.LabelList([pyharp.OutputLabel(0, json.dumps(seen))])


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        pyharp.ModelCard("Filled"),
        [
            gr.Audio(type="filepath"),
            gr.CheckboxGroup(["x", "y"], value=["x"], label="Several"),
            gr.Number(1, label="Number"),
            gr.ColorPicker("#ff8800"),
            gr.File(file_types=[".txt"], label="File").harp_required(False),  # type: ignore[attr-defined]
            gr.State(7),
        ],
        [gr.JSON(label="Labels")],
        process,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
