# SPDX-License-Identifier: MIT
"""One of each control; what it describes is the golden document of the 0.3 generation.

It returns the audio unchanged, and the other values that reached the process function as the text of a label.
"""

import json

import gradio as gr

import pyharp


def process(audio, midi, shift, prompt, flag, choice, number):  # type: ignore[no-untyped-def]
    values = [midi is not None, shift, prompt, flag, choice, number]
    labels = [pyharp.AudioLabel(0.5, "onset", 1.0, "d", 0x80FF0000, "https://example.org", amplitude=0.25)]
    return audio, midi, pyharp.LabelList([*labels, pyharp.OutputLabel(0.0, json.dumps(values))])


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        model_card=pyharp.ModelCard("Probe", "A probe.", "me", ["example", "probe"]),
        input_components=[
            gr.Audio(type="filepath", label="Input Audio").set_info("The input."),  # type: ignore[attr-defined]
            gr.File(file_types=[".mid", ".midi"], label="Input Midi").harp_required(False),  # type: ignore[attr-defined]
            gr.Slider(-24, 24, value=7, step=1, label="Shift", info="semitones"),
            gr.Textbox("hello", label="Prompt"),
            gr.Checkbox(True, label="Flag"),
            gr.Dropdown(["a", "b", ("Nice C", "c")], value="b", label="Choice"),
            gr.Number(3, minimum=0, maximum=9, label="N"),
        ],
        output_components=[
            gr.Audio(type="filepath", label="Output Audio").set_info("Result."),  # type: ignore[attr-defined]
            gr.File(file_types=[".mid", ".midi"], label="Output Midi").harp_required(False),  # type: ignore[attr-defined]
            gr.JSON(label="Output Labels"),
        ],
        process_fn=process,
        concurrency_limit=4,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
