# SPDX-License-Identifier: MIT
"""Four variations of a loop, cut into slices of its rhythm."""

import tempfile

import gradio as gr
import soundfile
from slicing import make_plans, render

NOTES = {"1/4 note": 1.0, "1/8 note": 0.5, "1/16 note": 0.25}
CANDIDATES = 4


def process(
    audio: str, tempo: float, note: str, amount: float, swap: bool, repeat: bool, reverse: bool, rest: bool, seed: float
) -> list[str]:
    """Path of a sound in, paths of four variations of the same length, rate and channels out."""
    samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
    slice_frames = max(2, round(60 / tempo * NOTES[note] * rate))
    switches = {"swap": swap, "repeat": repeat, "reverse": reverse, "rest": rest}
    moves = [name for name, chosen in switches.items() if chosen]
    try:
        plans = make_plans(len(samples), slice_frames, amount, moves, CANDIDATES, int(seed))
    except ValueError as error:
        raise gr.Error(str(error)) from error
    paths = []
    for number, plan in enumerate(plans, 1):
        paths.append(tempfile.mkdtemp() + f"/variation-{number}.wav")
        soundfile.write(paths[-1], render(samples, rate, plan), rate, subtype="FLOAT")
    return paths


# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Variations", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Audio(type="filepath", label="Loop"),
        gr.Slider(40, 240, value=120, step=0.1, label="Tempo", info="beats per minute"),
        gr.Dropdown(list(NOTES), value="1/8 note", label="Slices"),
        gr.Slider(0, 1, value=0.4, step=0.05, label="Amount", info="part of the slices that change"),
        gr.Checkbox(True, label="Swap"),
        gr.Checkbox(True, label="Repeat"),
        gr.Checkbox(False, label="Reverse"),
        gr.Checkbox(False, label="Rest"),
        gr.Slider(0, 999, value=1, step=1, label="Seed", info="the same number makes the same variations"),
    ]
    outputs = [gr.Audio(type="filepath", label=f"Variation {number}") for number in range(1, CANDIDATES + 1)]
    gr.Button("Vary").click(process, inputs, outputs)

if __name__ == "__main__":
    demo.launch()
