# SPDX-License-Identifier: MIT
"""Every kind of control and output; the process function answers with what reached it."""

from pathlib import Path

import gradio as gr

import pyharp

CARD = pyharp.ModelCard(
    name="Everything",
    description="One of each.",
    author="me",
    tags=["example"],
    licence="CC-BY-4.0",
    links={"Paper": "https://example.org/paper", "Code": "https://example.org/code"},
    sample_rate=44100,
    channels=2,
    max_duration=600,
    typical_duration=10.5,
    expected_time=0.25,
    keeps_audio=False,
    categories=[pyharp.Subcategory.STEM_SEPARATION, "utility"],
)


def process(audio, reference, midi, files, *controls):  # type: ignore[no-untyped-def]
    values = {
        "files": [Path(path).read_text() for path in files or []],
        "tracks": [None if path is None else Path(path).stat().st_size for path in (audio, reference, midi)],
        "controls": list(controls),
    }
    file = pyharp.output_path("notes.txt")
    Path(file).write_text("a note")
    words = controls[2].upper()
    return audio, reference, midi, [file], words, values, pyharp.LabelList([pyharp.AudioLabel(0.5, "x")]), None


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        model_card=CARD,
        input_components=[
            gr.Audio(type="filepath", label="Input").set_info("The part that is changed."),
            gr.Audio(type="filepath", label="Reference").harp_required(False),
            gr.File(file_types=[".mid", ".midi"], label="Notes").harp_required(False),
            gr.File(file_types=[".txt", ".json"], file_count="multiple", label="Files").harp_required(False),
            gr.Slider(-12, 12, value=0.5, step=0.5, label="Shift", info="semitones"),
            gr.Number(3, minimum=0, maximum=9, precision=0, label="Count"),
            gr.Textbox("two\nlines", lines=2, label="Text"),
            gr.Textbox("", type="password", label="Key"),
            gr.Checkbox(True, label="Flag"),
            gr.Dropdown([("Nice A", "a"), ("Nice B", "b")], value="b", label="Choice"),
            gr.Radio(["warm", "cold"], value="cold", label="Tone"),
            gr.Dropdown(["x", "y", "z"], value=["x", "z"], multiselect=True, label="Several"),
            gr.CheckboxGroup(["left", "right"], value=["left"], label="Sides"),
            gr.ColorPicker("#ff8800", label="Colour"),
            gr.State(7),
        ],
        output_components=[
            gr.Audio(type="filepath", label="Vocals").set_info("The singer."),
            gr.Audio(type="filepath", label="Rest").harp_required(False),
            gr.File(file_types=[".mid"], label="Melody").harp_required(False),
            gr.File(file_count="multiple", label="Report"),
            gr.Textbox(label="Words"),
            gr.JSON(label="Values"),
            gr.JSON(label="Marks"),
            gr.Image(label="Picture"),
        ],
        process_fn=process,
        concurrency_limit=4,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
