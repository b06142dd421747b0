# SPDX-License-Identifier: MIT
"""The reference is optional, and the function reads it anyway."""

import gradio as gr

import pyharp

from .made import endpoint_for


def process(audio: str, reference: str) -> str:
    samples, rate = pyharp.load_audio(audio)
    with open(reference, "rb") as file:  # noqa: PTH123
        file.read(1)
    return pyharp.save_audio(samples, rate)


demo = endpoint_for(
    process,
    gr.Audio(type="filepath", label="Reference").harp_required(False),  # type: ignore[attr-defined]
)
