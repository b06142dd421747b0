# SPDX-License-Identifier: MIT
"""Pitch shift with the time kept."""

import gradio as gr
from phase_vocoder import blend, shift_pitch

import pyharp

# Plain strings: HARP 3 sends the text of a choice, so a choice whose value differs from its text fails there.
WINDOWS = {"Rhythm (short window)": 1024, "Balanced": 2048, "Chords (long window)": 4096}


def process(audio: str, semitones: float, mix: float, keep_formants: bool, made_for: str) -> str:
    """Path of a WAV or FLAC file in, path of a float32 WAV of the same length, rate and channels out."""
    pyharp.progress(0.0, "Reading")
    samples, rate = pyharp.load_audio(audio)
    wet = shift_pitch(
        samples,
        semitones,
        window=WINDOWS[made_for],
        keep_formants=keep_formants,
        report=lambda part: pyharp.progress(0.05 + 0.85 * part, f"Shifting by {semitones:+g} semitones"),
    )
    pyharp.progress(0.95, "Writing")
    return pyharp.save_audio(blend(samples, wet, mix), rate, "pitch-shift.wav")


card = pyharp.ModelCard(
    name="Pitch Shift",
    description="Moves the pitch of a sound and keeps its timing. Phase vocoder with locked phases, no neural network.",
    author="The HARP authors",
    tags=["pitch", "example"],
    licence="MIT",
    links={"Method": "https://doi.org/10.1109/89.759041"},
    typical_duration=30,
    max_duration=600,
    expected_time=0.1,
    keeps_audio=True,
    categories=["effects"],
)

# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Pitch Shift", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Audio(type="filepath", label="Input"),
        gr.Slider(-24, 24, value=7, step=0.1, label="Pitch", info="in semitones"),
        gr.Slider(0, 1, value=1, step=0.01, label="Mix", info="0 is the original, 1 the shifted sound"),
        gr.Checkbox(False, label="Keep formants", info="a voice stays the same person"),
        gr.Dropdown(list(WINDOWS), value="Balanced", label="Made for"),
    ]
    outputs = [gr.Audio(type="filepath", label="Shifted")]
    pyharp.build_endpoint(card, inputs, outputs, process)

if __name__ == "__main__":
    pyharp.serve(demo)
