# SPDX-License-Identifier: MIT
"""Two stems and labels: the left and the right side of the sound, whose sum is the sound."""

import gradio as gr
import numpy as np

import pyharp

COLOUR = pyharp.OutputLabel.rgb_color_to_int(255, 0, 0, 0.5)


def process(audio: str) -> tuple[str, str, pyharp.LabelList]:
    samples, rate = pyharp.load_audio(audio)
    left, right = np.zeros_like(samples), np.zeros_like(samples)
    left[:, 0] = samples[:, 0]
    right[:, 1:] = samples[:, 1:]
    seconds = len(samples) / rate
    labels = pyharp.LabelList(
        [
            pyharp.AudioLabel(t=0.0, label="begin", color=COLOUR, amplitude=0.25),
            pyharp.OutputLabel(t=seconds / 2, label="second half", duration=seconds / 2, link="https://example.org"),
        ]
    )
    return pyharp.save_audio(left, rate, "left.wav"), pyharp.save_audio(right, rate, "right.wav"), labels


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        model_card=pyharp.ModelCard("Two outputs", "Splits left and right.", "HARP tests", ["test", "stems"]),
        input_components=[gr.Audio(type="filepath", label="Input")],
        output_components=[
            gr.Audio(type="filepath", label="Left"),
            gr.Audio(type="filepath", label="Right"),
            gr.JSON(label="Labels"),
        ],
        process_fn=process,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
