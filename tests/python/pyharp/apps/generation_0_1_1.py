# SPDX-License-Identifier: MIT
# ruff: noqa: F403, F405
"""An app as it was written for pyharp 0.1.1: the card says MIDI, the library makes the tracks, a path comes back."""

import gradio as gr

from pyharp import *

model_card = ModelCard(
    name="Octave", description="An octave up.", author="me", tags=["midi"], midi_in=True, midi_out=True
)


def process_fn(input_midi_path, semitones):
    midi = load_midi(input_midi_path)
    for t in midi.tracks:
        for n in t.notes:
            n.pitch += int(semitones)
    return save_midi(midi, None)


with gr.Blocks() as demo:
    components = [gr.Slider(minimum=-24, maximum=24, step=1, value=12, label="Semitones")]
    app = build_endpoint(model_card=model_card, components=components, process_fn=process_fn)
    assert {"controls_output", "controls_button", "process_button", "cancel_button"} <= {
        name for name in ("controls_output", "controls_button", "process_button", "cancel_button") if app[name]
    }

if __name__ == "__main__":
    demo.queue()
    demo.launch()
