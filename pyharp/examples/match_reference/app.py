# SPDX-License-Identifier: MIT
"""Gives a sound the tone colour and loudness of a reference: two sounds in, one out."""

import gradio as gr
from matching import match

import pyharp

SMOOTHING = {"Fine (1/6 octave)": 1 / 6, "Balanced (1/3 octave)": 1 / 3, "Broad (1 octave)": 1.0}


def process(audio: str, reference: str, colour: float, loudness: bool, smoothing: str, most: float) -> str:
    """Paths of two sounds in, path of the first with the colour of the second out; length, rate, channels stay."""
    samples, rate = pyharp.load_audio(audio)
    other, other_rate = pyharp.load_audio(reference)
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
            report=lambda part: pyharp.progress(0.95 * part, "Comparing"),
        )
    except ValueError as error:
        raise gr.Error(str(error)) from error
    return pyharp.save_audio(matched, rate, "matched.wav")


card = pyharp.ModelCard(
    name="Match Reference",
    description="Gives a sound the tone colour and the loudness of a reference that you choose.",
    author="The HARP authors",
    tags=["equaliser", "loudness", "example"],
    licence="MIT",
    links={"Loudness: ITU-R BS.1770": "https://www.itu.int/rec/R-REC-BS.1770"},
    typical_duration=60,
    max_duration=600,
    expected_time=0.05,
    keeps_audio=True,
    categories=["mixing-style-transfer"],
)

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
    pyharp.build_endpoint(card, inputs, outputs, process)

if __name__ == "__main__":
    pyharp.serve(demo)
