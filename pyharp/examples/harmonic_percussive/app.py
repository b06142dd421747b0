# SPDX-License-Identifier: MIT
"""Harmonic/percussive separation: one sound in, two stems out."""

import gradio as gr
from separation import separate

import pyharp


def process(audio: str, lasting: float, width: float, sharpness: float) -> tuple[str, str]:
    """Path of a sound in, paths of its harmonic and its percussive stem out; the stems add up to the sound."""
    samples, rate = pyharp.load_audio(audio)
    stems = separate(
        samples,
        rate,
        lasting=lasting / 1000,
        width=width,
        sharpness=sharpness,
        report=lambda part: pyharp.progress(0.95 * part, "Separating"),
    )
    harmonic, percussive = stems
    return pyharp.save_audio(harmonic, rate, "harmonic.wav"), pyharp.save_audio(percussive, rate, "percussive.wav")


card = pyharp.ModelCard(
    name="Harmonic and Percussive",
    description="Splits a sound into what lasts and what strikes. The two stems add up to the original.",
    author="The HARP authors",
    tags=["stems", "drums", "example"],
    licence="MIT",
    links={"Method": "https://arrow.tudublin.ie/argcon/67/"},
    typical_duration=30,
    max_duration=600,
    expected_time=0.1,
    keeps_audio=True,
    categories=["stem-separation"],
)

# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Harmonic and Percussive", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Audio(type="filepath", label="Input"),
        gr.Slider(50, 500, value=200, step=10, label="Lasting", info="milliseconds a sound must last to be harmonic"),
        gr.Slider(100, 2000, value=500, step=50, label="Width", info="hertz a stroke must fill to be percussive"),
        gr.Slider(0.5, 4, value=1, step=0.1, label="Sharpness", info="low shares softly, high decides hard"),
    ]
    outputs = [gr.Audio(type="filepath", label="Harmonic"), gr.Audio(type="filepath", label="Percussive")]
    pyharp.build_endpoint(card, inputs, outputs, process)

if __name__ == "__main__":
    pyharp.serve(demo)
