# SPDX-License-Identifier: MIT
"""The model of deeds.py as an endpoint whose function, in the script itself, runs in a child process."""

from typing import Any

import deeds
import gradio as gr

import pyharp


def process(deed: str, name: str, request: gr.Request) -> Any:
    return deeds.process(deed, name, request)


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        pyharp.ModelCard("Isolated"),
        [gr.Textbox(label="Deed"), gr.Textbox(label="Name")],
        [gr.JSON(label="Seen")],
        process,
        isolate=True,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
