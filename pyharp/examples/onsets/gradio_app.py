# SPDX-License-Identifier: MIT
"""Marks where sounds begin."""

import gradio as gr
import soundfile
from onset_detection import detect


def process(audio: str, sensitivity: float, gap: float) -> list[dict[str, object]]:
    """Path of a sound in; one entry per beginning out."""
    samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
    onsets = detect(
        samples,
        rate,
        sensitivity=sensitivity,
        gap=gap / 1000,
    )
    labels: list[dict[str, object]] = []
    for onset in onsets:
        strength = f"{round(100 * onset.strength)} % of the strongest"
        labels.append({"t": onset.time, "label": onset.register, "description": strength})
    return labels


# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Onsets", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Audio(type="filepath", label="Input"),
        gr.Slider(0, 1, value=0.5, step=0.01, label="Sensitivity", info="0 marks only the clearest"),
        gr.Slider(10, 500, value=50, step=5, label="Gap", info="least milliseconds between two marks"),
    ]
    outputs = [gr.JSON(label="Onsets")]
    gr.Button("Mark").click(process, inputs, outputs)

if __name__ == "__main__":
    demo.launch()
