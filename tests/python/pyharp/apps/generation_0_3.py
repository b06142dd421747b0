# SPDX-License-Identifier: MIT
# ruff: noqa: F403, F405
"""An app as it was written for pyharp 0.3 and 0.3.1: lists of inputs and outputs, optional tracks, explanations."""

import gradio as gr

from pyharp import *

model_card = ModelCard(
    name="Mixer",
    description="Adds two sounds.",
    author="me",
    tags=[Category.PRODUCTION, Subcategory.AUTOMATIC_MIXING, SampleRate(44100), Channels(2), "mix"],
)


def process_fn(first_path, second_path, midi_path, balance):
    first = load_audio(first_path)
    if second_path is not None:
        second = load_audio(second_path)
        first.audio_data = (1 - balance) * first.audio_data + balance * second.audio_data
    labels = LabelList()
    midi = load_midi(midi_path)
    for t in midi.tracks:
        for n in t.notes:
            start = get_tick_time_in_seconds(n.time, midi)
            end = get_tick_time_in_seconds(n.time + n.duration, midi)
            labels.append(MidiLabel(t=start, label=f"Note {n.pitch}", pitch=n.pitch, duration=end - start))
    return str(save_audio(first, get_default_path(ext=".wav"))), str(save_midi(midi)), labels


if __name__ == "__main__":
    with gr.Blocks() as demo:
        app = build_endpoint(
            model_card=model_card,
            input_components=[
                gr.Audio(type="filepath", label="First").harp_required(True).set_info("The one that stays."),
                gr.Audio(type="filepath", label="Second").harp_required(False),
                gr.File(type="filepath", label="Notes", file_types=[".mid", ".midi"]),
                gr.Slider(minimum=0, maximum=1, step=0.1, value=0.5, label="Balance", info="0 is the first alone"),
            ],
            output_components=[
                gr.Audio(type="filepath", label="Mix").set_info("Both of them."),
                gr.File(type="filepath", label="Notes", file_types=[".mid", ".midi"]),
                gr.JSON(label="Labels"),
            ],
            process_fn=process_fn,
            show_controls=True,
            timeout_s=60,
        )
    demo.queue().launch(show_error=True, pwa=True)
