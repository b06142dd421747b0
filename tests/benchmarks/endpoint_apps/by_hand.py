# SPDX-License-Identifier: MIT
"""The same gain as an ordinary Gradio app, written with care: float32 in and out."""

import tempfile

import gradio as gr
import soundfile

import pyharp


def process(path: str) -> str:
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    with tempfile.NamedTemporaryFile(suffix=".wav", delete=False) as file:
        soundfile.write(file.name, samples * 0.5, rate, subtype="FLOAT")
    return file.name


with gr.Blocks() as demo:
    source, result = gr.Audio(type="filepath"), gr.Audio(type="filepath")
    gr.Button("Process").click(process, source, result, api_name="process")

if __name__ == "__main__":
    pyharp.serve(demo)
