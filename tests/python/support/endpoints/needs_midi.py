# SPDX-License-Identifier: MIT
"""Needs a MIDI file beside the audio."""

import gradio as gr

import pyharp

with gr.Blocks() as demo:
    pyharp.build_endpoint(
        model_card=pyharp.ModelCard("Needs MIDI", "Follows a melody.", "HARP tests", ["test", "midi"]),
        input_components=[
            gr.Audio(type="filepath", label="Input"),
            gr.File(file_types=[".mid", ".midi"], label="Melody").set_info(  # type: ignore[attr-defined]
                "the notes to follow"
            ),
        ],
        output_components=[gr.Audio(type="filepath", label="Output")],
        process_fn=lambda audio, midi: audio,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
