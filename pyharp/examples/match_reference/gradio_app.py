# SPDX-License-Identifier: MIT
"""Gives a sound the tone colour and loudness of a reference: two sounds in, one out."""

import tempfile

import gradio as gr
import soundfile
from matching import match

SMOOTHING = {"Fine (1/6 octave)": 1 / 6, "Balanced (1/3 octave)": 1 / 3, "Broad (1 octave)": 1.0}


def process(audio: str, reference: str, colour: float, loudness: bool, smoothing: str, most: float) -> str:
    """Paths of two sounds in, path of the first with the colour of the second out; length, rate, channels stay."""
    samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
    other, other_rate = soundfile.read(reference, dtype="float32", always_2d=True)
    try:
        matched = match(
            samples,
            rate,
            other,
            other_rate,
            colour=colour,
            same_loudness=loudness,
            octaves=SMOOTHING[smoothing],
            most=most,
        )
    except ValueError as error:
        raise gr.Error(str(error)) from error
    path = tempfile.mkdtemp() + "/matched.wav"
    soundfile.write(path, matched, rate, subtype="FLOAT")
    return path


# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Match Reference", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Audio(type="filepath", label="Input"),
        gr.Audio(type="filepath", label="Reference"),
        gr.Slider(0, 1, value=1, step=0.01, label="Colour", info="0 keeps your own, 1 takes the reference's"),
        gr.Checkbox(True, label="Same loudness"),
        gr.Dropdown(list(SMOOTHING), value="Balanced (1/3 octave)", label="Smoothing"),
        gr.Slider(3, 24, value=12, step=1, label="Limit", info="strongest correction in decibels"),
    ]
    outputs = [gr.Audio(type="filepath", label="Matched")]
    gr.Button("Match").click(process, inputs, outputs)

if __name__ == "__main__":
    demo.launch()
