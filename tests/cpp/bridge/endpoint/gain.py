# SPDX-License-Identifier: MIT
"""A Gradio app of the 0.3 generation that multiplies what it gets; prints its process id and its address.

A gain of 0 works until somebody cancels it; a gain above 1 is an error in the app's own words.
"""

import os
import tempfile
import time

import gradio as gr
import soundfile

CONTROLS = {
    "card": {"name": "Gain", "description": "Multiplies.", "author": "HARP", "tags": ["test"]},
    "inputs": [
        {"type": "audio_track", "label": "Audio", "info": None, "required": True},
        {"type": "slider", "label": "Gain", "info": None, "minimum": 0.0, "maximum": 2.0, "step": 0.25, "value": 1.0},
    ],
    "outputs": [{"type": "audio_track", "label": "Result", "info": None, "required": True}],
}


def process(path: str, gain: float, progress: gr.Progress = gr.Progress()) -> str:  # noqa: B008
    """Multiply the samples of a file; float32 in and out."""
    if gain > 1.0:
        raise gr.Error("louder than loud")
    while gain == 0.0:
        time.sleep(0.02)
    for fraction in (0.25, 0.5, 0.75):
        progress(fraction, desc="multiplying")
        time.sleep(0.2)
    samples, rate = soundfile.read(path, dtype="float32", always_2d=True)
    handle, result = tempfile.mkstemp(suffix=".wav")
    os.close(handle)
    soundfile.write(result, samples * gain, rate, subtype="FLOAT")
    return result


with gr.Blocks() as app:
    audio = gr.Audio(type="filepath")
    gain = gr.Slider(0.0, 2.0, 1.0)
    result = gr.Audio(type="filepath")
    controls = gr.JSON()
    gr.Button().click(lambda: CONTROLS, None, controls, api_name="controls")
    gr.Button().click(process, [audio, gain], result, api_name="process")

_, address, _ = app.launch(server_name="127.0.0.1", quiet=True, prevent_thread_lock=True, share=False, _frontend=False)
print(os.getpid(), address.rstrip("/"), flush=True)
app.block_thread()
