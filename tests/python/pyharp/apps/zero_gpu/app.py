# SPDX-License-Identifier: MIT
"""A function that ZeroGPU runs in a process of its own, and that can be cancelled there."""

import json
import os
import time
from pathlib import Path

import gradio as gr
import spaces

import pyharp


def note(name: str, event: str) -> None:
    with Path(os.environ["HARP_TEST_LOG"]).open("a") as log:
        log.write(f"{name} {event} {time.monotonic():.6f}\n")


@spaces.GPU
def process(name: str, steps: float) -> pyharp.LabelList:
    note(name, "start")
    gr.Info("Listen!")
    try:
        for step in range(int(steps)):
            pyharp.progress(step / steps, "counting")
            time.sleep(0.02)
    except pyharp.Cancelled:
        note(name, "cancelled")
        raise
    job = pyharp.current_job()
    seen = {"pid": os.getpid(), "job": job.id if job else None, "file": pyharp.output_path("result.wav")}
    return pyharp.LabelList([pyharp.OutputLabel(0.0, json.dumps(seen))])


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        pyharp.ModelCard("ZeroGPU"),
        [gr.Textbox(label="Name"), gr.Number(4, label="Steps")],
        [gr.JSON(label="Seen")],
        process,
        isolate=True,
    )

if __name__ == "__main__":
    print(f"server {os.getpid()}", flush=True)
    pyharp.serve(demo)
