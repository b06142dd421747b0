# SPDX-License-Identifier: MIT
"""Marks where sounds begin, and passes the audio on as it came."""

import gradio as gr
from onset_detection import detect

import pyharp

COLOURS = {"low": (230, 80, 60), "middle": (70, 160, 90), "high": (70, 120, 220)}


def process(audio: str, sensitivity: float, gap: float) -> tuple[str, pyharp.LabelList]:
    """Path of a sound in; the same path and one label per beginning out."""
    samples, rate = pyharp.load_audio(audio)
    onsets = detect(
        samples,
        rate,
        sensitivity=sensitivity,
        gap=gap / 1000,
        report=lambda part: pyharp.progress(0.95 * part, "Listening"),
    )
    labels = pyharp.LabelList()
    for onset in onsets:
        color = pyharp.OutputLabel.rgb_color_to_int(*COLOURS[onset.register], 0.8)
        strength = f"{round(100 * onset.strength)} % of the strongest"
        labels.append(pyharp.AudioLabel(t=onset.time, label=onset.register, description=strength, color=color))
    return audio, labels


card = pyharp.ModelCard(
    name="Onsets",
    description="Marks where sounds begin, by how low or high they are. The audio stays as it is.",
    author="The HARP authors",
    tags=["onset", "rhythm", "labels", "example"],
    licence="MIT",
    links={"Method": "https://github.com/CPJKU/SuperFlux"},
    typical_duration=30,
    max_duration=600,
    expected_time=0.03,
    keeps_audio=True,
    categories=["music-analysis"],
)

# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Onsets", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Audio(type="filepath", label="Input"),
        gr.Slider(0, 1, value=0.5, step=0.01, label="Sensitivity", info="0 marks only the clearest"),
        gr.Slider(10, 500, value=50, step=5, label="Gap", info="least milliseconds between two marks"),
    ]
    outputs = [gr.Audio(type="filepath", label="Audio"), gr.JSON(label="Onsets")]
    pyharp.build_endpoint(card, inputs, outputs, process)

if __name__ == "__main__":
    pyharp.serve(demo)
