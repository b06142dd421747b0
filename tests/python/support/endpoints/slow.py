# SPDX-License-Identifier: MIT
"""Works in steps and can be cancelled. The file named by HARP_TEST_LOG gets one line per event.

Lines are `<name> start|step N|end|cancelled <seconds>`, with the name typed by the caller and the clock of
`time.monotonic()`, which all processes of a machine share.
"""

import os
import time
from pathlib import Path

import gradio as gr

import pyharp

STEP_SECONDS = 0.05


def note(name: str, event: str) -> None:
    path = os.environ.get("HARP_TEST_LOG")
    if path:
        with Path(path).open("a") as log:
            log.write(f"{name} {event} {time.monotonic():.6f}\n")


def process(audio: str, steps: float, name: str, cooperative: bool) -> str:
    """`cooperative` off never looks at the cancellation, as a foreign model would."""
    note(name, "start")
    try:
        for step in range(int(steps)):
            note(name, f"step {step}")
            if cooperative:
                pyharp.progress(step / steps, f"Step {step + 1} of {int(steps)}")
            time.sleep(STEP_SECONDS)
    except pyharp.Cancelled:
        note(name, "cancelled")
        raise
    note(name, "end")
    return audio


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        model_card=pyharp.ModelCard("Slow", "Takes its time.", "HARP tests", ["test"]),
        input_components=[
            gr.Audio(type="filepath", label="Input"),
            gr.Slider(1, 2000, value=40, step=1, label="Steps", info="of 0.05 seconds"),
            gr.Textbox("job", label="Name"),
            gr.Checkbox(True, label="Cooperative"),
        ],
        output_components=[gr.Audio(type="filepath", label="Output")],
        process_fn=process,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
