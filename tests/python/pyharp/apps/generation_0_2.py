# SPDX-License-Identifier: MIT
# ruff: noqa: F403, F405
"""An app as it was written for pyharp 0.2: one track, a list of controls, a file and labels back."""

import gradio as gr

from pyharp import *

card = ModelCard(name="Probe", description="A probe.", author="me", tags=["example", "probe"])


def process_fn(input_audio_path, shift, prompt, flag, choice):
    sig = load_audio(input_audio_path)
    duration = sig.audio_data.shape[2] / sig.sample_rate
    output_labels = LabelList()
    output_labels.labels.extend(
        [
            AudioLabel(
                t=0.0,
                label=f"{shift} {prompt} {flag} {choice}",
                duration=duration,
                description="everything",
                color=OutputLabel.rgb_color_to_int(255, 0, 0),
                link="https://example.org",
                amplitude=0.25,
            ),
            OutputLabel(duration, "end", 0.1, "an overhead label", OutputLabel.rgb_color_to_int(0, 255, 0)),
        ]
    )
    return save_audio(sig), output_labels


with gr.Blocks() as demo:
    components = [
        gr.Slider(minimum=-24, maximum=24, step=1, value=7, label="Shift", info="semitones"),
        gr.Textbox("hello", label="Prompt"),
        gr.Checkbox(label="Flag", value=True),
        gr.Dropdown(choices=["a", "b", ("Nice C", "c")], label="Choice", value="b"),
    ]
    app = build_endpoint(model_card=card, components=components, process_fn=process_fn)

if __name__ == "__main__":
    demo.queue()
    demo.launch(show_error=True)
