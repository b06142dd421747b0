# SPDX-License-Identifier: MIT
"""Answers with what a process function can see of its caller."""

import json
import threading

import gradio as gr
from support.progress import wait_until_sent

import pyharp


def process(text: str, request: gr.Request, report: gr.Progress = gr.Progress()) -> pyharp.LabelList:  # noqa: B008
    gr.Info("Listen!")
    report(0.5, desc="half")
    wait_until_sent()
    seen = {
        "text": text,
        "who": request.headers.get("x-who"),
        "session": request.session_hash,
        "main_thread": threading.current_thread() is threading.main_thread(),
    }
    return pyharp.LabelList([pyharp.OutputLabel(0.0, json.dumps(seen))])


with gr.Blocks() as demo:
    pyharp.build_endpoint(pyharp.ModelCard("Context"), [gr.Textbox(label="Text")], [gr.JSON(label="Seen")], process)

if __name__ == "__main__":
    pyharp.serve(demo)
