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
from ._labels import LabelList

__all__ = ["finished"]


def finished(outputs: Sequence[dict[str, Any]], value: Any) -> Any:
    """Check the value of a process function against the described outputs.

    Args:
        outputs: descriptions of the outputs.
        value: one value, or as many as there are outputs.

    Returns:
        One value for one output, else a list in the order of the outputs.

    Raises:
        gr.Error: number or kind of the values is wrong, or a file is not there; the user reads the sentence.
    """
    if len(outputs) == 1:
        single = value[0] if isinstance(value, (list, tuple)) and len(value) == 1 else value
        return _value(outputs[0], single)
    count = len(value) if isinstance(value, (list, tuple)) else 1
    if count != len(outputs):
        raise gr.Error(f"The model returned {count} results where it promised {len(outputs)}.")
    return [_value(output, single) for output, single in zip(outputs, value, strict=True)]


def _value(output: dict[str, Any], value: Any) -> Any:
    kind, label = output["type"], output["label"]
    if kind == "json":
        # HARP 3 fails the whole job on a null, so no labels are an empty list.
        return value if isinstance(value, dict) else _labels(label, value).to_dict()
    if value is None:
        return None
    if kind == "audio_track" and isinstance(value, tuple) and len(value) == 2:
        value = save_audio(_floating(np.asarray(value[1])), value[0])
    if not isinstance(value, (str, os.PathLike)):
        raise gr.Error(f"The model returned {type(value).__name__} instead of a file for {label!r}.")
    path = os.fspath(value)
    if not Path(path).is_file():
        raise gr.Error(f"The file that the model returned for {label!r} does not exist.")
    return path


def _labels(label: str, value: Any) -> LabelList:
    if value is None:
        return LabelList()
    if isinstance(value, LabelList):
        return value
    if isinstance(value, (list, tuple)):
        return LabelList(list(value))
    raise gr.Error(f"The model returned {type(value).__name__} instead of a LabelList for {label!r}.")


def _floating(samples: Any) -> Any:
    """Integer samples scaled to full scale 1.0; Gradio itself would normalise and round to 16 bit."""
    if not np.issubdtype(samples.dtype, np.signedinteger):
        return samples
    return samples.astype(np.float64) / (float(np.iinfo(samples.dtype).max) + 1.0)
