# SPDX-License-Identifier: MIT
"""Pitch shift with the time kept."""

import tempfile

import gradio as gr
import soundfile
from phase_vocoder import blend, shift_pitch

# Plain strings: HARP 3 sends the text of a choice, so a choice whose value differs from its text fails there.
WINDOWS = {"Rhythm (short window)": 1024, "Balanced": 2048, "Chords (long window)": 4096}


def process(audio: str, semitones: float, mix: float, keep_formants: bool, made_for: str) -> str:
    """Path of a WAV or FLAC file in, path of a float32 WAV of the same length, rate and channels out."""
    samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
    wet = shift_pitch(
        samples,
        semitones,
        window=WINDOWS[made_for],
        keep_formants=keep_formants,
    )
    path = tempfile.mkdtemp() + "/pitch-shift.wav"
    soundfile.write(path, blend(samples, wet, mix), rate, subtype="FLOAT")
    return path


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
    gr.Button("Shift").click(process, inputs, outputs)

if __name__ == "__main__":
    demo.launch()
