# SPDX-License-Identifier: MIT
"""A decorated function with one of each kind of argument."""

import json
from pathlib import Path
from typing import Annotated, Literal

import gradio as gr

import pyharp
from pyharp import Audio, File, LabelList, Midi, Number, OutputLabel, Radio, Slider, Text


@pyharp.endpoint("Decorated", author="me", tags=["example"], concurrency_limit=4)
def decorated(
    audio: Annotated[Audio, "Voice", "The part that is changed."],
    request: gr.Request,
    gain: Annotated[float, Slider(0, 4, 0.5)] = 1.0,
    times: Annotated[int, Number(1, 9)] = 2,
    words: Annotated[str, Text(lines=3)] = "hello",
    mode: Literal["dry", "wet"] = "dry",
    tone: Annotated[Literal["warm", "cold"], Radio()] = "cold",
    parts: list[Literal["left", "right"]] = ["left"],  # noqa: B006
    clean: bool = False,
    *,
    melody: Midi | None = None,
    reference: Audio | None = None,
    presets: Annotated[list[Path] | None, File(".json")] = None,
) -> tuple[Annotated[Audio, "Louder"], Midi | None, LabelList, str]:
    """Makes a voice louder.

    The second paragraph is for programmers.
    """
    seen = [gain, times, words, mode, tone, parts, clean, melody is None, reference is None, request is not None]
    names = [len(path.read_text()) for path in presets or []]
    return Audio(audio.samples * gain, audio.rate), melody, LabelList([OutputLabel(0, json.dumps(seen))]), f"{names}"


if __name__ == "__main__":
    decorated.serve()
