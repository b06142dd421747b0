# SPDX-License-Identifier: MIT
"""Keeps results for HARP_TEST_KEEP seconds and uploads for HARP_TEST_UPLOADS seconds."""

import os

import gradio as gr

import pyharp


def process(path: str) -> str:
    return pyharp.save_audio(*pyharp.load_audio(path))


with gr.Blocks(delete_cache=(1, int(os.environ["HARP_TEST_UPLOADS"]))) as demo:
    pyharp.build_endpoint(
        pyharp.ModelCard("Tidy"),
        [gr.Audio(type="filepath", label="Input")],
        [gr.Audio(type="filepath", label="Output")],
        process,
        keep_files=float(os.environ["HARP_TEST_KEEP"]),
    )

if __name__ == "__main__":
    pyharp.serve(demo)
