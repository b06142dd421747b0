# SPDX-License-Identifier: MIT
"""A generator without audio input: typed notes become tones."""

import gradio as gr
from synth import WAVEFORMS, parse_notes, render

import pyharp

RATES = {"44.1 kHz": 44100, "48 kHz": 48000, "96 kHz": 96000}


def process(notes: str, waveform: str, duration: float, decay: float, rate_name: str) -> tuple[str, pyharp.LabelList]:
    """Notes such as "C4 E4 G4" in; path of a mono float32 WAV and one label per group of notes out."""
    rate = RATES[rate_name]
    try:
        groups = parse_notes(notes)
        samples = render(groups, waveform, duration, decay, rate, report=lambda part: pyharp.progress(part, "Playing"))
    except ValueError as error:
        raise gr.Error(str(error)) from error
    each = duration / len(groups)
    labels = pyharp.LabelList()
    for index, group in enumerate(groups):
        names = "+".join(note.name for note in group)
        labels.append(pyharp.AudioLabel(t=index * each, label=names, duration=each))
    return pyharp.save_audio(samples, rate, "tone.wav"), labels


card = pyharp.ModelCard(
    name="Tone",
    description="Plays the notes that you type, and marks each of them with a label.",
    author="The HARP authors",
    tags=["generator", "example"],
    licence="MIT",
    links={"Additive synthesis": "https://en.wikipedia.org/wiki/Additive_synthesis"},
    expected_time=0.2,
    keeps_audio=True,
    categories=["generation", "instrument-synthesis"],
)

# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Tone", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Textbox("C4 E4 G4 C4+E4+G4", label="Notes", info="separated by spaces; + plays several at once"),
        gr.Dropdown(list(WAVEFORMS), value="triangle", label="Waveform"),
        gr.Slider(0.1, 60, value=2, step=0.05, label="Duration", info="seconds; the notes share it equally"),
        gr.Slider(0, 5, value=1.5, step=0.1, label="Decay", info="seconds until silence, 0 holds the tone"),
        gr.Dropdown(list(RATES), value="44.1 kHz", label="Sample rate"),
    ]
    outputs = [gr.Audio(type="filepath", label="Tone"), gr.JSON(label="Notes")]
    pyharp.build_endpoint(card, inputs, outputs, process)

if __name__ == "__main__":
    pyharp.serve(demo)
