# SPDX-License-Identifier: MIT
"""What a process function returned, made into what Gradio and every HARP accept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np

from ._audio import save_audio
from ._components import Description
from ._labels import LabelList, OutputLabel
from ._midi import Midi, save_midi

__all__ = ["finished", "for_older"]


def finished(outputs: Sequence[Description | None], value: Any, *, labels_optional: bool = False) -> list[Any]:
    """Check the value of a process function against the described outputs.

    Args:
        outputs: descriptions of the outputs; None for one that only the page shows, whose value is left alone.
        value: one value, or as many as there are outputs.
        labels_optional: the last output is made up by the library, and the function may not know of it.

    Returns:
        One value per output, in their order.

    Raises:
        gr.Error: number or kind of the values is wrong, or a file is not there; the user reads the sentence.
    """
    values = [_alone(outputs[0], value)] if len(outputs) == 1 else _separated(value, len(outputs), labels_optional)
    return [entry if output is None else _value(output, entry) for output, entry in zip(outputs, values, strict=True)]


def for_older(output: Description, value: Any) -> Any:
    """A finished value as HARP 3.0.1 takes it: an object in any case.

    Raises:
        gr.Error: a track that is always there is not.
    """
    kind, label = output["type"], output["label"]
    if kind == "json":
        # HARP 3 fails the whole job on anything else, so no labels are an empty list.
        return value if _is_label_list(value) else LabelList().to_dict()
    if value is not None:
        return value
    if output["required"]:
        raise gr.Error(f"The model returned nothing for {label!r}.")
    # HARP 3 reads past the end of its list when there are fewer files than tracks.
    return save_midi(Midi()) if kind == "midi_track" else save_audio(np.zeros((4410, 1), np.float32), 44100)


def _alone(output: Description | None, value: Any) -> Any:
    """The value of an only output, which may stand in a list of one; a list that is the value itself stays one."""
    if output is None or not isinstance(value, (list, tuple)) or len(value) != 1:
        return value
    is_list = output.get("multiple") or (output["type"] == "json" and not isinstance(value[0], LabelList))
    return value if is_list else value[0]


def _separated(value: Any, count: int, labels_optional: bool) -> list[Any]:
    several = isinstance(value, (list, tuple)) and not _is_sound(value)
    if several and len(value) == count:
        return list(value)
    if labels_optional:
        return [value[0] if several and len(value) == 1 else value, None]
    got = len(value) if several else 1
    raise gr.Error(f"The model returned {got} results where it promised {count}.")


def _value(output: Description, value: Any) -> Any:
    kind, label = output["type"], output["label"]
    if kind == "json":
        return _json(label, value)
    if kind == "text":
        return None if value is None else str(value)
    if value is None:
        return None
    if kind == "generic_file" and output["multiple"] and isinstance(value, (list, tuple)):
        return [_path(label, entry) for entry in value]
    if kind == "audio_track":
        value = _saved(value)
    elif kind == "midi_track" and not isinstance(value, (str, os.PathLike)):
        value = save_midi(value) if hasattr(value, "tracks") or hasattr(value, "instruments") else value
    return _path(label, value)


def _saved(value: Any) -> Any:
    """A path for everything that is sound: (rate, samples) as Gradio has it, (samples, rate) as we have it, objects."""
    if hasattr(value, "sample_rate"):
        return save_audio(value)  # an Audio is a pair too, but what was done to its `audio_data` counts
    if isinstance(value, tuple) and len(value) == 2:
        rate, samples = value if isinstance(value[0], (int, np.integer)) else reversed(value)
        return save_audio(_floating(np.asarray(samples)), rate)
    return value


def _is_sound(value: Any) -> bool:
    """One sound, although it is a pair."""
    if hasattr(value, "sample_rate"):
        return True
    if not isinstance(value, tuple) or len(value) != 2:
        return False
    return any(isinstance(part, (int, np.integer)) for part in value) and any(np.ndim(part) > 0 for part in value)


def _path(label: str, value: Any) -> str:
    if not isinstance(value, (str, os.PathLike)):
        raise gr.Error(f"The model returned {type(value).__name__} instead of a file for {label!r}.")
    path = os.fspath(value)
    if not Path(path).is_file():
        raise gr.Error(f"The file that the model returned for {label!r} does not exist.")
    return str(path)


def _json(label: str, value: Any) -> Any:
    if value is None:
        value = LabelList()
    if isinstance(value, (list, tuple)) and all(isinstance(entry, OutputLabel) for entry in value):
        value = LabelList(list(value))
    if not isinstance(value, LabelList):
        return value
    try:
        return value.to_dict()
    except (TypeError, ValueError) as error:
        raise gr.Error(f"The model returned labels for {label!r} that cannot be used. {error}") from error


def _is_label_list(value: Any) -> bool:
    meta = value.get("meta") if isinstance(value, dict) else None
    return isinstance(meta, dict) and meta.get("_type") == "pyharp.LabelList"


def _floating(samples: Any) -> Any:
    """Integer samples scaled to full scale 1.0; Gradio itself would normalise and round to 16 bit."""
    if not np.issubdtype(samples.dtype, np.signedinteger):
        return samples
    return samples.astype(np.float64) / (float(np.iinfo(samples.dtype).max) + 1.0)
