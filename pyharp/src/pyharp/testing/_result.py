# SPDX-License-Identifier: MIT
"""What a job returned, sorted by what it is."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import numpy.typing as npt
import soundfile

from ._wire import JobFailed, Wire

__all__ = ["File", "Result", "Sound", "read_result", "read_sound"]


@dataclass(frozen=True)
class Sound:
    """One audio output.

    Attributes:
        label: of the output.
        samples: float32, (frames, channels), full scale 1.0.
        rate: in hertz.
        subtype: how the file stores samples, for example "FLOAT" or "PCM_16".
        content: the file itself.
    """

    label: str
    samples: npt.NDArray[np.float32]
    rate: int
    subtype: str
    content: bytes

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True)
class File:
    """One MIDI or other file: label of the output, name, content."""

    label: str
    name: str
    content: bytes


@dataclass(frozen=True)
class Result:
    """Everything that one job returned.

    Attributes:
        values: one per output, as it came over the wire.
        audio, files, texts: in the order of the outputs of that kind; left out where a value was null.
        labels: all labels, each the object that came over the wire.
        json: values of JSON outputs that are no labels.
        progress: what the app reported: fraction (None when unknown) and message.
        notices: texts of gr.Info and gr.Warning.
        seconds: from sending the job until its end.
        seconds_until_running: from sending the job until the function began.
    """

    values: list[Any]
    audio: list[Sound] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    labels: list[dict[str, Any]] = field(default_factory=list)
    json: list[Any] = field(default_factory=list)
    progress: list[tuple[float | None, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    seconds: float = 0.0
    seconds_until_running: float | None = None


def read_result(
    wire: Wire,
    outputs: Sequence[Mapping[str, Any]],
    values: Sequence[Any],
    messages: Sequence[tuple[float, dict[str, Any]]],
) -> Result:
    """Fetch the files of a result and sort its values.

    Raises:
        JobFailed: the number of values is not that of the outputs, a file cannot be fetched, or audio not be read.
    """
    if len(values) != len(outputs):
        raise JobFailed(f"{len(values)} values came back, but {len(outputs)} outputs are described")
    result = Result(list(values), **_timing(messages))
    for output, value in zip(outputs, values, strict=True):
        kind, label = output.get("type"), str(output.get("label"))
        if value is None:
            continue
        if kind == "audio_track":
            result.audio.append(read_sound(label, wire.download(value)))
        elif kind in ("midi_track", "generic_file"):
            for entry in value if isinstance(value, list) else [value]:
                content = wire.download(entry)
                name = str(entry.get("orig_name") or PurePosixPath(entry["path"]).name)
                result.files.append(File(label, name, content))
        elif isinstance(value, dict) and isinstance(value.get("labels"), list):
            result.labels.extend(value["labels"])
        elif kind == "json":
            result.json.append(value)
        else:
            result.texts.append(str(value))
    return result


def read_sound(label: str, content: bytes) -> Sound:
    """Raises JobFailed when the content is no audio."""
    try:
        with soundfile.SoundFile(io.BytesIO(content)) as file:
            samples = file.read(dtype="float32", always_2d=True)
            return Sound(label, samples, int(file.samplerate), str(file.subtype), content)
    except (soundfile.SoundFileError, RuntimeError) as error:
        raise JobFailed(f"the output {label!r} holds no audio that can be read ({error})") from error


def _timing(messages: Sequence[tuple[float, dict[str, Any]]]) -> dict[str, Any]:
    running = [when for when, message in messages if message.get("msg") == "process_starts"]
    over = [when for when, message in messages if message.get("msg") == "process_completed"]
    reports = [message.get("progress_data") or [] for _, message in messages if message.get("msg") == "progress"]
    return {
        "progress": [(units[-1].get("progress"), str(units[-1].get("desc") or "")) for units in reports if units],
        "notices": [str(message.get("log")) for _, message in messages if message.get("msg") == "log"],
        "seconds": over[-1] if over else 0.0,
        "seconds_until_running": running[0] if running else None,
    }
