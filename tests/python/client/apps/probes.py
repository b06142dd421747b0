# SPDX-License-Identifier: MIT
"""The model behind every endpoint under test: the text control says what it does, and it keeps a diary."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from published import LABELS, MIDI_FILE  # type: ignore[import-not-found]  # beside this script

sys.path.append(str(Path(__file__).resolve().parents[2]))
from support.progress import wait_until_sent

Note = Callable[..., None]

_diary: list[Path] = []
_lock = threading.Lock()


def note_into(path: Path) -> Note:
    _diary[:] = [path]
    return note


def note(what: str, **more: Any) -> None:
    with _lock, _diary[0].open("a", encoding="utf-8") as diary:
        diary.write(json.dumps({"what": what, **more}) + "\n")


def path_of(value: Any) -> str | None:
    """Of a file as Gradio 3 (an object with a name) or later (a path) hands it over."""
    return getattr(value, "name", value) if value else None


def new_file(name: str, content: bytes = b"") -> str:
    target = Path(tempfile.mkdtemp()) / name
    target.write_bytes(content)
    return str(target)


def copied(audio: Any) -> str:
    target = new_file("out.wav")
    shutil.copyfile(str(path_of(audio)), target)
    return target


def results(given: dict[str, Any], outputs: list[str]) -> Any:
    audio = given.get("Input Audio") or given.get("Audio Input")
    prompt = given["Prompt"]
    source = path_of(given.get("Midi Input") or given.get("Input Midi"))
    midi = Path(source).read_bytes() if source and not audio else MIDI_FILE if prompt == "everything" else b""
    made = {
        "Output Audio": lambda: None if prompt == "nothing" else copied(audio),
        "Second Stem": lambda: copied(audio) if prompt == "everything" else None,
        "Output Midi": lambda: new_file("x.mid", midi) if midi else None,
        "Output Labels": lambda: LABELS if prompt in ("everything", "labels") else None,
        "Report": lambda: new_file("report.txt", b"A report.\n") if prompt == "everything" else None,
        "Words": lambda: "some words" if prompt == "everything" else None,
    }
    values = [made[label]() for label in outputs]
    return values[0] if len(values) == 1 else tuple(values)


def probe(app: str, inputs: list[str], outputs: list[str], generator: bool, queue: bool = True) -> Callable[..., Any]:
    """A function with exactly these inputs and outputs, by label. Without a queue there is no progress."""

    def started(args: tuple[Any, ...]) -> dict[str, Any]:
        given = dict(zip(inputs, args))  # noqa: B905 (the oldest Pythons that old Gradios run on)
        files = {
            label: contents(value) for label, value in given.items() if "Midi" in label or label.startswith("Recipe")
        }
        plain = {label: value for label, value in given.items() if label not in files and "Audio" not in label}
        note("started", app=app, prompt=given["Prompt"], values=plain, files=files)
        return given

    def work(*args: Any) -> Any:
        given = started(args[: len(inputs)])
        act(given["Prompt"], args[-1])
        return results(given, outputs)

    def steps(*args: Any) -> Iterator[Any]:
        given = started(args[: len(inputs)])
        for step in range(3 if given["Prompt"] != "slow" else 3000):
            note("step", app=app, step=step, shift=given.get("Shift"))
            time.sleep(0.02)
            yield results({**given, "Prompt": "nothing"}, outputs)
        yield results(given, outputs)

    return with_arguments(steps if generator else work, len(inputs), generator, queue)


def with_arguments(work: Callable[..., Any], count: int, generator: bool, queue: bool) -> Callable[..., Any]:
    """Gradio looks at the signature: a function of `count` arguments, and one for the progress."""
    names = ", ".join(f"a{place}" for place in range(count))
    keyword = "yield from" if generator else "return"
    space: dict[str, Any] = {"work": work, "gr": gr}
    progress = "gr.Progress()" if queue else "None"
    exec(f"def process({names}, progress={progress}):\n    {keyword} work({names}, progress)\n", space)
    return space["process"]  # type: ignore[no-any-return]


def contents(value: Any) -> Any:
    if isinstance(value, list):
        return [contents(entry) for entry in value]
    path = path_of(value)
    return Path(path).read_bytes().decode("latin-1") if path else None


def act(prompt: str, progress: Any) -> None:
    if prompt == "progress":
        for fraction in (0.25, 0.5, 0.75):
            progress(fraction, desc=f"at {fraction}")
            wait_until_sent()
    elif prompt == "words":
        gr.Info("a good word")
        time.sleep(0.2)
        gr.Warning("a warning word")
        time.sleep(0.2)
    elif prompt == "error":
        raise gr.Error("The strings are out of tune.")
    elif prompt == "exception":
        raise RuntimeError("secret inner workings")
