# SPDX-License-Identifier: MIT
"""Harmonic/percussive separation: one sound in, two stems out."""

import tempfile

import gradio as gr
import soundfile
from separation import separate


def process(audio: str, lasting: float, width: float, sharpness: float) -> tuple[str, str]:
    """Path of a sound in, paths of its harmonic and its percussive stem out; the stems add up to the sound."""
    samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
    stems = separate(
        samples,
        rate,
        lasting=lasting / 1000,
        width=width,
        sharpness=sharpness,
    )
    paths = [tempfile.mkdtemp() + name for name in ("/harmonic.wav", "/percussive.wav")]
    for path, stem in zip(paths, stems, strict=True):
        soundfile.write(path, stem, rate, subtype="FLOAT")
    return paths[0], paths[1]


# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Harmonic and Percussive", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Audio(type="filepath", label="Input"),
        gr.Slider(50, 500, value=200, step=10, label="Lasting", info="milliseconds a sound must last to be harmonic"),
        gr.Slider(100, 2000, value=500, step=50, label="Width", info="hertz a stroke must fill to be percussive"),
        gr.Slider(0.5, 4, value=1, step=0.1, label="Sharpness", info="low shares softly, high decides hard"),
    ]
    outputs = [gr.Audio(type="filepath", label="Harmonic"), gr.Audio(type="filepath", label="Percussive")]
    gr.Button("Separate").click(process, inputs, outputs)

if __name__ == "__main__":
    demo.launch()
