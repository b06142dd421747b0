# SPDX-License-Identifier: MIT
"""An async process function, which may also give up by itself or try to end the server."""

import asyncio

import gradio as gr

import pyharp


async def process(text: str) -> pyharp.LabelList:
    await asyncio.sleep(0.01)
    if text == "give up":
        raise pyharp.Cancelled
    if text == "exit":
        raise SystemExit(7)
    return pyharp.LabelList([pyharp.OutputLabel(0.0, text)])


with gr.Blocks() as demo:
    pyharp.build_endpoint(pyharp.ModelCard("Async"), [gr.Textbox(label="Text")], [gr.JSON(label="Labels")], process)

if __name__ == "__main__":
    pyharp.serve(demo)
