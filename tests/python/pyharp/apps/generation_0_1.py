# SPDX-License-Identifier: MIT
"""An app as it was written for the first pyharp: inputs, one output, the function, the card; three widgets back."""

import gradio as gr

from pyharp import ModelCard, build_endpoint, load_audio, save_and_return_filepath


def process_fn(input_audio_path, gain, greeting):
    signal = load_audio(input_audio_path)
    signal.audio_data = signal.audio_data * gain
    assert greeting == "hello"
    return save_and_return_filepath(signal)


card = ModelCard(name="Gain", description="Makes it louder.", author="me", tags=["example", "gain"])

with gr.Blocks() as demo:
    inputs = [
        gr.Audio(label="Audio Input", type="filepath"),
        gr.Slider(minimum=0, maximum=4, step=0.5, value=1, label="Gain"),
        gr.Textbox("hello", label="Greeting"),
    ]
    output = gr.Audio(label="Audio Output", type="filepath")
    ctrls_data, ctrls_button, process_button = build_endpoint(inputs, output, process_fn, card)

if __name__ == "__main__":
    demo.queue()
    demo.launch(quiet=False)
