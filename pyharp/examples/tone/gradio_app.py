# SPDX-License-Identifier: MIT
"""A generator without audio input: typed notes become tones."""

import tempfile

import gradio as gr
import soundfile
from synth import WAVEFORMS, parse_notes, render

RATES = {"44.1 kHz": 44100, "48 kHz": 48000, "96 kHz": 96000}


def process(notes: str, waveform: str, duration: float, decay: float, rate_name: str) -> str:
    """Notes such as "C4 E4 G4" in; path of a mono float32 WAV out."""
    rate = RATES[rate_name]
    try:
        groups = parse_notes(notes)
        samples = render(groups, waveform, duration, decay, rate)
    except ValueError as error:
        raise gr.Error(str(error)) from error
    path = tempfile.mkdtemp() + "/tone.wav"
    soundfile.write(path, samples, rate, subtype="FLOAT")
    return path


# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Tone", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Textbox("C4 E4 G4 C4+E4+G4", label="Notes", info="separated by spaces; + plays several at once"),
        gr.Dropdown(list(WAVEFORMS), value="triangle", label="Waveform"),
        gr.Slider(0.1, 60, value=2, step=0.05, label="Duration", info="seconds; the notes share it equally"),
        gr.Slider(0, 5, value=1.5, step=0.1, label="Decay", info="seconds until silence, 0 holds the tone"),
        gr.Dropdown(list(RATES), value="44.1 kHz", label="Sample rate"),
    ]
    outputs = [gr.Audio(type="filepath", label="Tone")]
    gr.Button("Play").click(process, inputs, outputs)

if __name__ == "__main__":
    demo.launch()
