# SPDX-License-Identifier: MIT
"""Multiplies by 10^(dB/20) in float32, so that a test can compute every sample of the result."""

import gradio as gr
import numpy as np
from support.progress import wait_until_sent

import pyharp


def process(audio: str, decibels: float) -> str:
    samples, rate = pyharp.load_audio(audio)
    for fraction in (0.25, 0.5, 0.75):
        pyharp.progress(fraction, "Turning the knob")
        wait_until_sent()
    return pyharp.save_audio(samples * np.float32(10.0 ** (decibels / 20.0)), rate)


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        model_card=pyharp.ModelCard("Gain", "Makes the sound louder or softer.", "HARP tests", ["test"]),
        input_components=[
            gr.Audio(type="filepath", label="Input"),
            gr.Slider(-60, 24, value=-6, step=0.1, label="Gain", info="in decibels"),
        ],
        output_components=[gr.Audio(type="filepath", label="Output")],
        process_fn=process,
        concurrency_limit=4,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
