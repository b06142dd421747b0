# SPDX-License-Identifier: MIT
"""Pitch shift with the time kept, as a HARP endpoint. Run `python app.py`."""

import gradio as gr
from phase_vocoder import blend, shift_pitch

import pyharp

card = pyharp.ModelCard(
    name="Pitch Shift",
    description="Moves the pitch of a sound and keeps its timing. Phase vocoder with locked phases, no neural network.",
    author="The HARP authors",
    tags=["pitch", "example"],
)

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
        report=lambda fraction: pyharp.progress(0.05 + 0.85 * fraction, f"Shifting by {semitones:+g} semitones"),
    )
    pyharp.progress(0.95, "Writing")
    return pyharp.save_audio(blend(samples, wet, mix), rate, "pitch-shift.wav")


# Files of jobs older than an hour are deleted, looked for every ten minutes.
with gr.Blocks(title=card.name, delete_cache=(600, 3600)) as demo:
    gr.Markdown(f"# {card.name}\n{card.description}")
    pyharp.build_endpoint(
        model_card=card,
        input_components=[
            gr.Audio(type="filepath", label="Input"),
            gr.Slider(-24, 24, value=7, step=0.1, label="Pitch", info="in semitones"),
            gr.Slider(0, 1, value=1, step=0.01, label="Mix", info="0 is the original, 1 the shifted sound"),
            gr.Checkbox(False, label="Keep formants", info="a voice stays the same person"),
            gr.Dropdown(list(WINDOWS), value="Balanced", label="Made for"),
        ],
        output_components=[gr.Audio(type="filepath", label="Shifted")],
        process_fn=process,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
