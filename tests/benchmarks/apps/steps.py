# SPDX-License-Identifier: MIT
"""To be cancelled: `/steps` works in steps of 10 ms, one job at a time, and notes what it does; `/give` gives back.

The file named by HARP_TEST_LOG gets `<name> <event> <seconds>`, by the clock of `time.monotonic()`, which all processes
of a machine share.
"""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import gradio as gr

LOG = Path(os.environ["HARP_TEST_LOG"])


def note(name: str, event: str) -> None:
    with LOG.open("a") as log:
        log.write(f"{name} {event} {time.monotonic():.6f}\n")


def steps(audio: str, name: str) -> Iterator[str | None]:
    """A generator: Gradio stops it between two steps."""
    try:
        for step in range(6000):
            note(name, f"step {step}")
            time.sleep(0.01)
            yield None
    finally:
        note(name, "stopped")


def give(audio: str) -> str:
    """What came."""
    return audio


with gr.Blocks() as demo:
    sound, result, name = gr.Audio(type="filepath", label="In"), gr.Audio(type="filepath"), gr.Textbox(label="Name")
    gr.Button("steps").click(steps, [sound, name], result, api_name="steps", concurrency_limit=1)
    gr.Button("give").click(give, sound, result, api_name="give")

if __name__ == "__main__":
    demo.launch(server_name="127.0.0.1", quiet=False, inbrowser=False)
