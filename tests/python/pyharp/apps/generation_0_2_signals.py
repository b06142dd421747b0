# SPDX-License-Identifier: MIT
# ruff: noqa: F403, F405
"""An app as it was written for pyharp 0.2 that relies on what load_audio returned: a signal of audiotools."""

import gradio as gr

from pyharp import *

card = ModelCard(name="Remix", description="Two levels of one sound.", author="me", tags=["example"])


def process_fn(input_audio_path, first_db, second_db):
    sig = load_audio(input_audio_path)
    sig.resample(22050)
    first, second = sig.clone(), sig.clone().to_mono()
    mix = first.volume_change(first_db) + second.volume_change(second_db)
    labels = LabelList()
    labels.append(AudioLabel(t=0.0, label=f"{mix.num_channels} channels", duration=mix.signal_duration))
    mix.samples[..., 0] = 0
    return save_audio(mix), labels


with gr.Blocks() as demo:
    components = [gr.Slider(-60, 24, value=0, label="First"), gr.Slider(-60, 24, value=0, label="Second")]
    app = build_endpoint(model_card=card, components=components, process_fn=process_fn)

if __name__ == "__main__":
    demo.queue()
    demo.launch(show_error=True)
