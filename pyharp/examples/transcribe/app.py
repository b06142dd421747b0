# SPDX-License-Identifier: MIT
"""Writes a sung or played line down as MIDI."""

import gradio as gr
from melody import to_midi, transcribe

import pyharp

RANGES = {"Bass": (28, 67), "Voice, guitar": (40, 88), "Flute, violin": (55, 103)}


def process(
    audio: str, range_name: str, tempo: float, shortest: float, quietest: float
) -> tuple[str, pyharp.LabelList]:
    """Path of a sound with one voice in; path of a MIDI file and one label per note out."""
    samples, rate = pyharp.load_audio(audio)
    lowest, highest = RANGES[range_name]
    notes = transcribe(
        samples,
        rate,
        lowest=lowest,
        highest=highest,
        shortest=shortest / 1000,
        quietest=quietest,
        report=lambda part: pyharp.progress(0.95 * part, "Listening"),
    )
    if not notes:
        raise gr.Error("No notes were found. Send one voice or instrument that plays one note at a time.")
    labels = pyharp.LabelList()
    for note in notes:
        length = note.end - note.start
        labels.append(pyharp.MidiLabel(t=note.start, label=note.name, duration=length, pitch=float(note.number)))
    path = pyharp.output_path("melody.mid")
    to_midi(notes, tempo).write(path)
    return path, labels


card = pyharp.ModelCard(
    name="Melody to MIDI",
    description="Writes down what one voice or instrument sings or plays, one note at a time, as MIDI.",
    author="The HARP authors",
    tags=["midi", "transcription", "example"],
    licence="MIT",
    links={"Method": "https://doi.org/10.1121/1.1458024"},
    typical_duration=30,
    max_duration=600,
    expected_time=0.05,
    keeps_audio=True,
    categories=["music-analysis"],
)

# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title="Melody to MIDI", delete_cache=(600, 3600)) as demo:
    inputs = [
        gr.Audio(type="filepath", label="Line"),
        gr.Dropdown(list(RANGES), value="Voice, guitar", label="Range"),
        gr.Slider(40, 240, value=120, step=0.1, label="Tempo", info="beats per minute written into the file"),
        gr.Slider(30, 300, value=60, step=5, label="Shortest note", info="in milliseconds"),
        gr.Slider(-60, -10, value=-40, step=1, label="Quietest", info="decibels below the loudest moment"),
    ]
    outputs = [gr.File(file_types=[".mid", ".midi"], label="Melody"), gr.JSON(label="Notes")]
    pyharp.build_endpoint(card, inputs, outputs, process)

if __name__ == "__main__":
    pyharp.serve(demo)
