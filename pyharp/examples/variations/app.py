# SPDX-License-Identifier: MIT
"""Four variations of a loop, cut into slices of its rhythm."""

import gradio as gr
from slicing import make_plans, render

import pyharp

NOTES = {"1/4 note": 1.0, "1/8 note": 0.5, "1/16 note": 0.25}
CANDIDATES = 4


def process(
    audio: str, tempo: float, note: str, amount: float, swap: bool, repeat: bool, reverse: bool, rest: bool, seed: float
) -> list[str]:
    """Path of a sound in, paths of four variations of the same length, rate and channels out."""
    samples, rate = pyharp.load_audio(audio)
    slice_frames = max(2, round(60 / tempo * NOTES[note] * rate))
    switches = {"swap": swap, "repeat": repeat, "reverse": reverse, "rest": rest}
    moves = [name for name, chosen in switches.items() if chosen]
    try:
        plans = make_plans(len(samples), slice_frames, amount, moves, CANDIDATES, int(seed))
    except ValueError as error:
        raise gr.Error(str(error)) from error
    paths = []
    for number, plan in enumerate(plans, 1):
        pyharp.progress((number - 1) / CANDIDATES, f"Variation {number} of {CANDIDATES}")
        paths.append(pyharp.save_audio(render(samples, rate, plan), rate, f"variation-{number}.wav"))
    return paths


card = pyharp.ModelCard(
    name="Variations",
    description="Cuts a loop into slices of its rhythm and offers four variations to choose from.",
    author="The HARP authors",
    tags=["loop", "rhythm", "example"],
    licence="MIT",
    links={"Algorithmic composition": "https://en.wikipedia.org/wiki/Algorithmic_composition"},
    typical_duration=8,
    max_duration=600,
    expected_time=0.02,
    keeps_audio=True,
    categories=["editing"],
)

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
    pyharp.build_endpoint(card, inputs, outputs, process)

if __name__ == "__main__":
    pyharp.serve(demo)
