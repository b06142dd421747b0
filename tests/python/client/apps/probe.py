# SPDX-License-Identifier: MIT
"""A real Gradio app with the published shapes of generation 0.3, written out by hand.

`python probe.py FOLDER LIMIT`: serves the endpoint of tests/contract/description.json on loopback, which works on LIMIT
jobs at a time, and the app of locked.py; writes their ports to FOLDER/ports.json, and appends one JSON object for each
thing that happens inside of the model to FOLDER/log.jsonl. The text control says what the model does.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

import gradio as gr
from listening import launched, tell  # type: ignore[import-not-found]  # beside this script
from locked import launched_locked  # type: ignore[import-not-found]
from shapes import CONTROLS, LABELS  # type: ignore[import-not-found]

FOLDER, LIMIT = Path(sys.argv[1]), int(sys.argv[2])
LOG = FOLDER / "log.jsonl"
sys.path.append(str(Path(__file__).resolve().parents[2]))

from support.progress import wait_until_sent  # noqa: E402


def note(what: str, **more: Any) -> None:
    with LOG.open("a", encoding="utf-8") as log:
        log.write(json.dumps({"what": what, **more}) + "\n")


async def process(
    audio: str | None,
    midi: Any,
    shift: Any,
    prompt: str,
    flag: Any,
    choice: Any,
    number: Any,
    progress: gr.Progress = gr.Progress(),  # noqa: B008 (how Gradio hands it over)
) -> tuple[Any, Any, Any]:
    note("started", prompt=prompt, values=[shift, flag, choice, number], types=[type(shift).__name__])
    try:
        if prompt == "progress":
            for fraction in (0.25, 0.5, 0.75):
                progress(fraction, desc=f"at {fraction}")
                await asyncio.to_thread(wait_until_sent)
        elif prompt == "words":
            gr.Info("a good word")
            await asyncio.sleep(0.2)
            gr.Warning("a warning word")
            await asyncio.sleep(0.2)
        elif prompt == "error":
            raise gr.Error("The strings are out of tune.")
        elif prompt == "exception":
            raise RuntimeError("secret inner workings")
        elif prompt.startswith("slow"):
            for step in range(6000):
                note("step", prompt=prompt, step=step)
                await asyncio.sleep(0.05)
        elif prompt == "nothing":
            return None, None, LABELS
        labels = LABELS if prompt == "labels" else None
        assert audio is not None
        target = Path(tempfile.mkdtemp()) / "out.wav"
        shutil.copyfile(audio, target)
        note("finished", prompt=prompt)
        return str(target), None, labels
    except asyncio.CancelledError:
        note("stopped", prompt=prompt)
        raise


with gr.Blocks() as demo:
    inputs = [
        gr.Audio(type="filepath", label="Input Audio"),
        gr.File(type="filepath", label="Input Midi", file_types=[".mid", ".midi"]),
        gr.Slider(-24, 24, step=1, value=7, label="Shift"),
        gr.Textbox("hello", label="Prompt"),
        gr.Checkbox(True, label="Flag"),
        gr.Dropdown([("a", "a"), ("b", "b"), ("Nice C", "c")], value="b", label="Choice"),
        gr.Number(3, minimum=0, maximum=9, label="N"),
    ]
    outputs = [gr.Audio(type="filepath", label="Output Audio"), gr.File(label="Output Midi"), gr.JSON(label="Labels")]
    card = gr.JSON(visible=False)
    gr.Button("controls").click(lambda: CONTROLS, None, card, api_name="controls")
    gr.Button("process").click(process, inputs, outputs, api_name="process", concurrency_limit=LIMIT)

# Without the look at its own page, which gives up on a busy machine.
ports = {"probe": launched(demo.queue(), _frontend=False), "locked": launched_locked()}
tell(FOLDER / "ports.json", json.dumps(ports))
threading.Event().wait()
