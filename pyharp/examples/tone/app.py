# SPDX-License-Identifier: MIT
"""A generator without audio input: typed notes become tones. Run `python app.py`."""

import gradio as gr
from synth import WAVEFORMS, parse_notes, render

import pyharp

card = pyharp.ModelCard(
    name="Tone",
    description="Plays the notes that you type, and marks each of them with a label.",
    author="The HARP authors",
    tags=["generator", "example"],
)


# Plain strings: HARP 3 sends the text of a choice, so a choice whose value differs from its text fails there.
RATES = {"44.1 kHz": 44100, "48 kHz": 48000, "96 kHz": 96000}


def process(notes: str, waveform: str, seconds: float, decay: float, rate_name: str) -> tuple[str, pyharp.LabelList]:
    """Notes such as "C4 E4 G4" in; path of a mono float32 WAV and one label per group of notes out."""
    try:
        groups = parse_notes(notes)
    except ValueError as error:
        raise gr.Error(str(error)) from error
    rate = RATES[rate_name]
    samples = render(
        groups, waveform, seconds, decay, rate, report=lambda fraction: pyharp.progress(0.95 * fraction, "Playing")
    )
    labels = pyharp.LabelList()
    for index, group in enumerate(groups):
        names = "+".join(note.name for note in group)
        labels.append(pyharp.AudioLabel(t=index * seconds, label=names, duration=seconds))
    return pyharp.save_audio(samples, rate, "tone.wav"), labels


# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title=card.name, delete_cache=(600, 3600)) as demo:
    gr.Markdown(f"# {card.name}\n{card.description}")
    pyharp.build_endpoint(
        model_card=card,
        input_components=[
            gr.Textbox("C4 E4 G4 C4+E4+G4", label="Notes", info="separated by spaces; + plays several at once"),
            gr.Dropdown(list(WAVEFORMS), value="triangle", label="Waveform"),
            gr.Slider(0.1, 4, value=0.5, step=0.05, label="Length", info="seconds per note"),
            gr.Slider(0, 5, value=1.5, step=0.1, label="Decay", info="seconds until silence, 0 holds the tone"),
            gr.Dropdown(list(RATES), value="44.1 kHz", label="Sample rate"),
        ],
        output_components=[gr.Audio(type="filepath", label="Tone"), gr.JSON(label="Notes")],
        process_fn=process,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
