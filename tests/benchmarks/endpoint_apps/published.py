# SPDX-License-Identifier: MIT
"""The same gain, saved as the published pyharp saves: 16 bit, into a folder that Gradio hashes and copies from."""

from pathlib import Path

import gradio as gr
import soundfile

import pyharp


def process(path: str) -> str:
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    folder = Path("_outputs")
    folder.mkdir(exist_ok=True)
    target = folder / "output.wav"
    soundfile.write(target, samples * 0.5, rate, subtype="PCM_16")
    return str(target.absolute())


with gr.Blocks() as demo:
    source, result = gr.Audio(type="filepath"), gr.Audio(type="filepath")
    gr.Button("Process").click(process, source, result, api_name="process")

if __name__ == "__main__":
    pyharp.serve(demo)
