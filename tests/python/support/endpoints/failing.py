# SPDX-License-Identifier: MIT
"""Goes wrong in every way that a model can, chosen by a dropdown."""

import os
from pathlib import Path

import gradio as gr
import numpy as np
import soundfile

import pyharp

WAYS = [
    "none",
    "gradio_error",
    "exception",
    "no_audio",
    "garbage",
    "nan",
    "longer",
    "shorter",
    "empty",
    "other_rate",
    "mono",
    "vanish",
]
MESSAGE = "The model is out of breath."


def process(audio: str, way: str) -> str | None:
    pyharp.progress(0.5, "Half way")
    if way == "gradio_error":
        raise gr.Error(MESSAGE)
    if way == "exception":
        raise RuntimeError("a secret of the server")
    if way == "no_audio":
        return None
    if way == "vanish":
        os._exit(3)
    if way == "garbage":
        path = pyharp.output_path("garbage.wav")
        Path(path).write_bytes(b"<html>this is no sound</html>" * 50)
        return path
    samples, rate = soundfile.read(audio, dtype="float32", always_2d=True)
    return pyharp.save_audio(*damaged(samples, rate, way))


def damaged(samples: np.ndarray, rate: int, way: str) -> tuple[np.ndarray, int]:
    if way == "nan":
        samples[len(samples) // 2] = np.nan
        samples[len(samples) // 3] = np.inf
    elif way == "longer":
        samples = np.concatenate([samples, samples])
    elif way == "shorter":
        samples = samples[: len(samples) // 2]
    elif way == "empty":
        samples = samples[:0]
    elif way == "other_rate":
        rate = 22050 if rate != 22050 else 32000
    elif way == "mono":
        samples = samples[:, :1]
    return samples, rate


with gr.Blocks() as demo:
    pyharp.build_endpoint(
        model_card=pyharp.ModelCard("Failing", "Goes wrong on request.", "HARP tests", ["test"]),
        input_components=[
            gr.Audio(type="filepath", label="Input"),
            gr.Dropdown(WAYS, value="none", label="Way"),
        ],
        output_components=[gr.Audio(type="filepath", label="Output")],
        process_fn=process,
        concurrency_limit=4,
    )

if __name__ == "__main__":
    pyharp.serve(demo)
