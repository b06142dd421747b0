# SPDX-License-Identifier: MIT
"""What a job gives back."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from ._endpoints.description import Description
from ._sound.audio import Audio, FloatArray

__all__ = [
    "AudioResult",
    "ClassesResult",
    "DataResult",
    "FileResult",
    "JsonResult",
    "LabelsResult",
    "MidiResult",
    "Outcome",
    "OutputShape",
    "Result",
    "ScoredClass",
    "TextResult",
    "data_to_json",
]

# All files of one job that fit into the worker's answer.
_FILES_LIMIT = 8 << 20


@dataclass(frozen=True)
class OutputShape:
    """One audio output, before or without its samples."""

    output: str
    label: str
    rate: int
    frames: int
    channels: int

    def to_json(self) -> dict[str, object]:
        return dict(vars(self))


@dataclass(frozen=True)
class DataResult:
    """One output that is not audio; its class says what it is. `output` is the id of the output."""

    kind: ClassVar[str]

    output: str
    label: str

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, **vars(self)}


@dataclass(frozen=True)
class LabelsResult(DataResult):
    """Labels on the time line, with the fields of tests/contract/PROTOCOL.md, section 1."""

    kind = "labels"
    labels: list[dict[str, object]]


@dataclass(frozen=True)
class TextResult(DataResult):
    kind = "text"
    text: str


@dataclass(frozen=True)
class JsonResult(DataResult):
    kind = "json"
    value: object


@dataclass(frozen=True)
class ScoredClass:
    """`confidence` is 0..1, or None when the model gave none."""

    label: str
    confidence: float | None


@dataclass(frozen=True)
class ClassesResult(DataResult):
    """What the model takes the sound for: `top`, and all classes, most likely first."""

    kind = "classes"
    top: str
    classes: tuple[ScoredClass, ...]

    def to_json(self) -> dict[str, object]:
        classes = [dict(vars(entry)) for entry in self.classes]
        return {"kind": self.kind, "output": self.output, "label": self.label, "top": self.top, "classes": classes}


@dataclass(frozen=True)
class FileResult(DataResult):
    """A file as the model wrote it; `name` was made here, and its ending by looking at the content."""

    kind = "file"
    name: str
    content: bytes = field(repr=False)

    def to_json(self) -> dict[str, object]:
        encoded = base64.b64encode(self.content).decode("ascii")
        return {**vars(self), "kind": self.kind, "content": encoded}


@dataclass(frozen=True)
class MidiResult(FileResult):
    """A standard MIDI file."""

    kind = "midi"


def data_to_json(data: Sequence[DataResult]) -> tuple[list[dict[str, object]], list[str]]:
    """All entries that one answer of the worker can hold, and a note for each file that was too large for that."""
    written: list[dict[str, object]] = []
    notes: list[str] = []
    left = _FILES_LIMIT
    for entry in data:
        size = len(entry.content) if isinstance(entry, FileResult) else 0
        if size > left:
            notes.append(f'The file "{entry.label}" of {size / 1e6:.1f} MB is too large to be shown here.')
            continue
        left -= size
        written.append(entry.to_json())
    return written, notes


@dataclass(frozen=True)
class Outcome:
    """A finished job whose samples were written to memory of the caller's choice."""

    description: Description
    audio: list[OutputShape]
    data: list[DataResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class AudioResult(Audio):
    """One audio output: `samples` shaped (frames, channels), float32, at `rate`."""

    output: str
    label: str


@dataclass(frozen=True)
class Result:
    """A finished job. `notes` says in whole sentences what was changed on the way."""

    description: Description
    audio: list[AudioResult]
    data: list[DataResult]
    notes: list[str]

    @property
    def samples(self) -> FloatArray:
        """The samples of the first audio output, shaped (frames, channels). IndexError when there is none."""
        return self.audio[0].samples

    @property
    def rate(self) -> float:
        """The rate of the first audio output."""
        return self.audio[0].rate
