# SPDX-License-Identifier: MIT
"""Components that nobody sees, which stand in for those of the page where an API function needs another behaviour.

Gradio's Audio re-encodes what it hands on (always to 16 bit in Gradio 4, in some formats in Gradio 6); a File hands on
the very bytes. Its Dropdown refuses the text of a choice, which is what HARP 3 sends.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import gradio as gr

from ._components import Description

__all__ = ["exact_input", "exact_output", "lenient_input", "older_output"]

# Its Audio reads nothing but 16-bit WAV unless ffmpeg is installed.
_GRADIO_4 = gr.__version__.startswith("4.")


def exact_input(component: Any, entry: Description) -> Any:
    """What takes the place of an input for our own clients: files as they are, everything else unchanged."""
    if isinstance(component, gr.Audio) and component.type != "filepath":
        return component
    return _file(component, entry, _paths(entry)) if _is_file(entry) else component


def exact_output(component: Any, entry: Description) -> Any:
    """What takes the place of an output for our own clients."""
    return _file(component, entry, None) if _is_file(entry) else component


def lenient_input(component: Any, entry: Description) -> Any:
    """What takes the place of an input for older clients: a choice may be named by its text as well as by its value."""
    if _GRADIO_4 and _is_file(entry):
        return exact_input(component, entry)
    if entry["type"] != "dropdown" or all(label == value for label, value in entry["choices"]):
        return component
    values = [value for _, value in entry["choices"]]
    by_label = dict(reversed(entry["choices"]))
    twin = gr.Dropdown(
        [*by_label, *(value for value in values if value not in by_label)],
        value=entry["value"],
        label=component.label,
        visible=False,
    )
    original = component.preprocess
    # An attribute of this one object; the class of Gradio stays as it is.
    vars(twin)["preprocess"] = lambda sent: original(sent if sent in values else by_label.get(sent, sent))
    return twin


def older_output(component: Any, entry: Description) -> Any:
    """What takes the place of an output for older clients."""
    return exact_output(component, entry) if _GRADIO_4 else component


def _is_file(entry: Description) -> bool:
    return entry["type"] in ("audio_track", "midi_track", "generic_file")


def _file(component: Any, entry: Description, preprocess: Callable[[Any], Any] | None) -> gr.File:
    many = bool(entry.get("multiple"))
    twin = gr.File(label=component.label, file_count="multiple" if many else "single", visible=False)
    if preprocess is not None:
        # Gradio's own leaves an empty temporary file behind for each one that it hands on.
        vars(twin)["preprocess"] = preprocess
    return twin


def _paths(entry: Description) -> Callable[[Any], Any]:
    many = bool(entry.get("multiple"))
    allowed = [str(kind).lower() for kind in entry.get("file_types", [])]

    def paths(payload: Any) -> Any:
        if payload is None:
            return None
        found = [str(file.path) for file in getattr(payload, "root", None) or [payload]]
        for path in found:
            # Words like "audio" stand for kinds of files; only extensions can be compared.
            if allowed and all(kind.startswith(".") for kind in allowed) and Path(path).suffix.lower() not in allowed:
                raise gr.Error(f'"{entry["label"]}" wants a file that ends in {" or ".join(allowed)}.')
        return found if many else found[0]

    return paths
