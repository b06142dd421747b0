# SPDX-License-Identifier: MIT
"""Transposes MIDI and leaves everything else in it alone."""

import gradio as gr
from transposition import read_midi, transpose

import pyharp

FOLD, DROP = "Fold back by octaves", "Leave out"


def process(midi: str, semitones: float, drums_too: bool, outside: str) -> str:
    """Path of a MIDI file in, path of the transposed one out."""
    try:
        file = read_midi(midi)
    except ValueError as error:
        raise gr.Error(str(error)) from error
    left = transpose(file, int(semitones), drums_too=drums_too, fold=outside == FOLD)
    if left:
        gr.Info(f"{left} notes were outside of what MIDI knows: {'folded' if outside == FOLD else 'left out'}.")
    path = pyharp.output_path("transposed.mid")
    file.save(path)
    return path


card = pyharp.ModelCard(
    name="MIDI Transpose",
    description="Moves the notes and key signatures of a MIDI file. Drums, controllers, tempo and text stay.",
    author="The HARP authors",
    tags=["midi", "pitch", "example"],
    licence="MIT",
    links={"mido": "https://mido.readthedocs.io"},
    categories=["editing"],
)

# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="MIDI Transpose", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.File(file_types=[".mid", ".midi"], label="MIDI"),
        gr.Slider(-36, 36, value=2, step=1, label="Semitones"),
        gr.Checkbox(False, label="Drums too", info="channel 10, where a note is an instrument"),
        gr.Dropdown([FOLD, DROP], value=FOLD, label="Notes outside"),
    ]
    outputs = [gr.File(file_types=[".mid", ".midi"], label="Transposed")]
    pyharp.build_endpoint(card, inputs, outputs, process)

if __name__ == "__main__":
    pyharp.serve(demo)
