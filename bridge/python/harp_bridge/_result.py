# SPDX-License-Identifier: MIT
"""What a job gives back."""

from __future__ import annotations

from dataclasses import dataclass, field

from ._endpoints.description import Description
from ._sound.audio import Audio, FloatArray

__all__ = ["AudioResult", "DataResult", "Outcome", "OutputShape", "Result"]


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
    """One output that is not audio; of kind "labels", with the fields of tests/contract/PROTOCOL.md, section 1."""

    output: str
    label: str
    kind: str
    labels: list[dict[str, object]]

    def to_json(self) -> dict[str, object]:
        return dict(vars(self))


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
