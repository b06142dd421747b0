# SPDX-License-Identifier: MIT
"""A Gradio app that knows nothing of HARP, with every kind of control, and several functions to choose from."""

from __future__ import annotations

import struct
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr
from probes import copied, new_file, path_of  # type: ignore[import-not-found]  # beside this script
from published import MIDI_FILE  # type: ignore[import-not-found]


def tone(seconds: float) -> str:
    """A file of that many seconds, mono, 8 kHz, 16 bit."""
    target = Path(tempfile.mkdtemp()) / "tone.wav"
    frames = round(seconds * 8000)
    with wave.open(str(target), "wb") as file:
        file.setparams((1, 2, 8000, frames, "NONE", ""))
        file.writeframes(struct.pack("<h", 1000) * frames)
    return str(target)


def plain_app(note: Callable[..., None]) -> gr.Blocks:
    def separate(audio: str, reference: str, notes: str, extra: Any, *rest: Any) -> Any:
        files = [path_of(entry) for entry in (extra or [])]
        note("separated", values=list(rest), reference=bool(reference), notes=bool(notes), extra=len(files))
        labels = {"speech": 0.25, "music": 0.75}
        out = copied(audio)
        return out, copied(audio), new_file("x.mid", MIDI_FILE), {"bpm": 120.5}, labels, "It is music.", [0, 1]

    def analyse(audio: tuple[int, Any]) -> str:
        rate, samples = audio
        return f"{samples.dtype} {rate}"

    def make(prompt: str, seconds: float) -> str:
        note("made", prompt=prompt, seconds=seconds)
        return tone(seconds)

    def steps(audio: str) -> Any:
        for step in range(3):
            note("step", app="plain", step=step)
            time.sleep(0.02)
            yield None, f"step {step}"
        yield copied(audio), "done"

    with gr.Blocks(title="Toolbox") as demo:
        gr.Markdown("# Toolbox\nAll kinds of **tools**, see [here](https://example.org).")
        audio = gr.Audio(type="filepath", label="Song")
        inputs = [
            audio,
            gr.Audio(type="filepath", label="Reference"),
            gr.File(label="Notes", file_types=[".mid", ".midi"]),
            gr.File(label="Extra", file_count="multiple"),
            gr.Slider(-24, 24, step=0.5, value=7, label="Shift", info="semitones"),
            gr.Number(3, precision=0, minimum=0, maximum=9, label="Count"),
            gr.Textbox("hello", lines=3, label="Prompt"),
            gr.Textbox(label="Key", type="password"),
            gr.Checkbox(True, label="Flag"),
            gr.Dropdown([("Nice A", "a"), ("Nice B", "b")], value="b", label="Model"),
            gr.Dropdown(["x", "y"], value=["x"], multiselect=True, label="Parts"),
            gr.Radio(["low", "high"], value="low", label="Quality", type="index"),
            gr.CheckboxGroup(["p", "q"], value=["q"], label="Options"),
            gr.State("kept"),
            gr.Textbox("hidden", visible=False),
            gr.JSON({"deep": [1]}, label="Settings"),
        ]
        stems = [gr.Audio(type="filepath", label="Voice"), gr.Audio(type="filepath", label="Band")]
        others = [gr.File(label="Score"), gr.JSON(label="Facts"), gr.Label(label="Kind"), gr.Textbox(label="Words")]
        plot = gr.CheckboxGroup([0, 1], label="Not for HARP")
        gr.Button("Separate it").click(separate, inputs, [*stems, *others, plot], api_name="separate")
        heard = gr.Audio(type="numpy", label="Heard")
        gr.Button("Analyse").click(analyse, heard, gr.Textbox(label="Found"), api_name="analyse")
        length = gr.Slider(1, 30, step=1, value=5, label="Duration (seconds)")
        made = gr.Audio(type="filepath", label="Tone")
        gr.Button("Make").click(make, [gr.Textbox("a tone", label="What"), length], made, api_name="make")
        told = [gr.Audio(type="filepath", label="Last"), gr.Textbox(label="Step")]
        gr.Button("Step by step").click(steps, audio, told, api_name="steps")
        picture = gr.Image(label="Picture")
        gr.Button("Dub").click(lambda song, image: song, [audio, picture], made, api_name="dub")
        audio.change(lambda song: song, audio, made)
        gr.Button("Secret").click(lambda song: song, audio, made, api_name=False)
    return demo
