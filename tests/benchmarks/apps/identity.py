# SPDX-License-Identifier: MIT
"""A plain Gradio app that gives audio back: `/process` at once, `/slow` after a second; eight jobs at a time.

The result is a new file inside of the folder that Gradio serves, as a well-made endpoint writes it.
"""

import shutil
import time
import uuid
from collections import deque
from pathlib import Path

import gradio as gr
from gradio.utils import get_upload_folder

#: So that a long run does not fill the disk.
made: deque[Path] = deque()


def identity(audio: str) -> str:
    """Path in, path of a copy out."""
    folder = Path(get_upload_folder()) / uuid.uuid4().hex
    folder.mkdir(parents=True)
    shutil.copyfile(audio, folder / "out.wav")
    made.append(folder)
    while len(made) > 16:
        shutil.rmtree(made.popleft(), ignore_errors=True)
    return str(folder / "out.wav")


def slow(audio: str) -> str:
    """As `identity`, after a second of pretended work."""
    time.sleep(1.0)
    return identity(audio)


with gr.Blocks() as demo:
    sound, result = gr.Audio(type="filepath", label="In"), gr.Audio(type="filepath", label="Out")
    gr.Button("process").click(identity, sound, result, api_name="process", concurrency_limit=8)
    gr.Button("slow").click(slow, sound, result, api_name="slow", concurrency_limit=8)

if __name__ == "__main__":
    demo.launch(server_name="127.0.0.1", quiet=False, inbrowser=False)
