# SPDX-License-Identifier: MIT
"""A gain, made into an endpoint by pyharp."""

import gradio as gr

import pyharp


def process(path: str) -> str:
    samples, rate = pyharp.load_audio(path)
    return pyharp.save_audio(samples * 0.5, rate)


with gr.Blocks() as demo:
    pyharp.build_endpoint(pyharp.ModelCard("Ours"), [gr.Audio(type="filepath")], [gr.Audio(type="filepath")], process)

if __name__ == "__main__":
    pyharp.serve(demo)
