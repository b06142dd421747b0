# SPDX-License-Identifier: MIT
"""A model that sleeps as long as its sound is, in a process of its own, and never looks whether it was cancelled."""

import time

import gradio as gr

import pyharp


def process(audio: str) -> str:
    samples, rate = pyharp.load_audio(audio)
    time.sleep(len(samples) / rate)
    return audio


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        pyharp.ModelCard("Sleeper"),
        [gr.Audio(type="filepath", label="Input")],
        [gr.Audio(type="filepath", label="Output")],
        process,
        isolate=True,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
