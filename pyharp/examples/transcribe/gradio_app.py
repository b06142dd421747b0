# SPDX-License-Identifier: MIT
"""Writes a sung or played line down as MIDI."""

import tempfile

import gradio as gr
import soundfile
from melody import to_midi, transcribe

RANGES = {"Bass": (28, 67), "Voice, guitar": (40, 88), "Flute, violin": (55, 103)}


def process(audio: str, range_name: str, tempo: float, shortest: float, quietest: float) -> str:
    """Path of a sound with one voice in; path of a MIDI file out."""
    samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
    lowest, highest = RANGES[range_name]
    notes = transcribe(
        samples,
        rate,
        lowest=lowest,
        highest=highest,
        shortest=shortest / 1000,
        quietest=quietest,
    )
    if not notes:
        raise gr.Error("No notes were found. Send one voice or instrument that plays one note at a time.")
    path = tempfile.mkdtemp() + "/melody.mid"
    to_midi(notes, tempo).write(path)
    return path


# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Melody to MIDI", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Audio(type="filepath", label="Line"),
        gr.Dropdown(list(RANGES), value="Voice, guitar", label="Range"),
        gr.Slider(40, 240, value=120, step=0.1, label="Tempo", info="beats per minute written into the file"),
        gr.Slider(30, 300, value=60, step=5, label="Shortest note", info="in milliseconds"),
        gr.Slider(-60, -10, value=-40, step=1, label="Quietest", info="decibels below the loudest moment"),
    ]
    outputs = [gr.File(file_types=[".mid", ".midi"], label="Melody")]
    gr.Button("Listen").click(process, inputs, outputs)

if __name__ == "__main__":
    demo.launch()
