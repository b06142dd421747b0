# SPDX-License-Identifier: MIT
"""Serves all generations of pyharp that belong to one Gradio, and a plain app, each on a port of its own.

`python generations.py GRADIO FOLDER`: writes the ports to FOLDER/ports.json once everything answers, and appends one
JSON object for each thing that happens inside of the models to FOLDER/log.jsonl.
"""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path
from typing import Any

import gradio as gr
from listening import launched, tell  # type: ignore[import-not-found]  # beside this script
from plain import plain_app  # type: ignore[import-not-found]
from probes import note_into, probe  # type: ignore[import-not-found]
from published import MIDI, MIDI_SERVED, PLAIN, PUBLISHED, QUEUELESS, SERVED  # type: ignore[import-not-found]

VERSION, FOLDER = sys.argv[1], Path(sys.argv[2])
MAJOR = int(gr.__version__.split(".")[0])
MIDI_TYPES = [".mid", ".midi"]


def file_input(label: str, types: list[str] | None, several: bool = False) -> Any:
    kind = {"type": "file"} if MAJOR < 4 else {"type": "filepath"}
    return gr.File(label=label, file_types=types or None, file_count="multiple" if several else "single", **kind)


def component(entry: dict[str, Any]) -> Any:
    """The component that an author of that generation would have written."""
    kind, label = entry.get("ctrl_type") or entry["type"], entry["label"]
    if kind in ("audio_in", "audio_track"):
        return gr.Audio(type="filepath", label=label)
    if kind in ("midi_in", "midi_track"):
        return file_input(label, MIDI_TYPES)
    if kind == "generic_file":
        return file_input(label, entry.get("file_types"), entry.get("multiple", False))
    if kind == "slider":
        return gr.Slider(entry["minimum"], entry["maximum"], step=entry["step"], value=entry["value"], label=label)
    if kind == "toggle":
        return gr.Checkbox(entry["value"], label=label)
    if kind == "dropdown":
        choices = [tuple(pair) for pair in entry["choices"]]
        if entry.get("display") == "radio":
            return gr.Radio(choices, value=entry["value"], label=label)
        return gr.Dropdown(choices, value=entry["value"], label=label, multiselect=entry.get("multiselect"))
    if kind == "number_box":
        return gr.Number(entry["value"], minimum=entry["minimum"], maximum=entry["maximum"], label=label)
    return gr.Textbox(entry.get("value"), label=label) if kind in ("text", "text_box") else gr.JSON(label=label)


def outputs_of(reply: dict[str, Any], run: str) -> list[dict[str, Any]]:
    if "outputs" in reply:
        return list(reply["outputs"])
    labels = [{"type": "json", "label": "Output Labels"}] if run == "process" else []
    if reply["card"].get("midi_out"):
        return [{"type": "midi_track", "label": "Output Midi"}, *labels]
    return [{"type": "audio_track", "label": "Output Audio"}, *labels]


def endpoint(generation: str, generator: bool = False, queue: bool = True) -> gr.Blocks:
    (describe, run, cancel), reply = {**PUBLISHED, **MIDI}[generation]
    entries = reply.get("inputs") or reply["ctrls"]
    wanted = outputs_of(reply, run)
    with gr.Blocks() as demo:
        inputs = [component(entry) for entry in entries]
        outputs = [component({**entry, "value": None}) for entry in wanted]
        card = gr.JSON(visible=False)
        gr.Button("describe").click(lambda: reply, None, card, api_name=describe)
        work = probe(
            generation, [entry["label"] for entry in entries], [entry["label"] for entry in wanted], generator, queue
        )
        event = gr.Button("run").click(work, inputs, outputs, api_name=run)
        if cancel:
            gr.Button("cancel").click(cancelled, None, None, cancels=[event], api_name=cancel)
    return demo


def cancelled(request: gr.Request) -> None:
    note("cancel", client=request.headers.get("x-harp-client"))


def serve(demo: gr.Blocks, **queue: int) -> int:
    options = {"_frontend": False} if MAJOR >= 4 else {}
    return int(launched(demo.queue(**queue), **options))


note = note_into(FOLDER / "log.jsonl")
ports = {}
for name in SERVED[VERSION]:
    ports[name] = serve(endpoint(name))
    ports[f"{name} generator"] = serve(endpoint(name, generator=True))
ports["narrow"] = serve(endpoint(SERVED[VERSION][-1], generator=True), max_size=1)
if VERSION in MIDI_SERVED:
    ports[MIDI_SERVED[VERSION]] = serve(endpoint(MIDI_SERVED[VERSION]))
if VERSION in QUEUELESS:
    ports["queueless"] = int(launched(endpoint(QUEUELESS[VERSION], queue=False)))
if VERSION in PLAIN:
    ports["plain"] = serve(plain_app(note))
tell(FOLDER / "ports.json", json.dumps(ports))
threading.Event().wait()
