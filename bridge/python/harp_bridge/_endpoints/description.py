# SPDX-License-Identifier: MIT
"""What an endpoint is, whatever it spoke: its card, its inputs and its outputs."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

__all__ = [
    "AudioInput",
    "Candidate",
    "Card",
    "Choice",
    "ChoiceInput",
    "ChoicesInput",
    "Control",
    "Description",
    "FileInput",
    "Input",
    "Link",
    "MidiInput",
    "NumberInput",
    "Output",
    "Scalar",
    "SliderInput",
    "TextInput",
    "ToggleInput",
    "Value",
]

Scalar = bool | int | float | str | None
Value = Scalar | tuple[Scalar, ...]


def _optional(default: Any) -> Any:
    """A field that is not written when it says nothing."""
    return field(default=default, metadata={"optional": True})


class _Written:
    """Writes its fields as JSON; optional ones only when they differ from their default."""

    def to_json(self) -> dict[str, object]:
        written = {}
        for entry in fields(self):  # type: ignore[arg-type]
            value = getattr(self, entry.name)
            if not (entry.metadata.get("optional") and value == entry.default):
                written[entry.name] = _plain(value)
        return written


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value.to_json() if isinstance(value, _Written) else value


@dataclass(frozen=True)
class Link(_Written):
    """A page about the model."""

    label: str
    url: str


@dataclass(frozen=True)
class Card(_Written):
    """Who made the model and what it does; absent texts are empty. Rates in Hz, durations in seconds of audio."""

    name: str = ""
    description: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    licence: str = _optional("")
    links: tuple[Link, ...] = _optional(())
    sample_rate: int | float | None = _optional(None)
    channels: int | None = _optional(None)
    max_duration: int | float | None = _optional(None)
    typical_duration: int | float | None = _optional(None)
    expected_time: int | float | None = _optional(None)
    """Seconds of work per second of audio."""
    keeps_audio: bool | None = _optional(None)
    """Whether audio stays on the server after the job."""
    categories: tuple[str, ...] = _optional(())


@dataclass(frozen=True)
class _Base(_Written):
    kind: ClassVar[str]

    id: str
    """Its position among the inputs of the endpoint."""
    label: str
    info: str

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, **super().to_json()}


@dataclass(frozen=True)
class AudioInput(_Base):
    kind = "audio"
    required: bool


@dataclass(frozen=True)
class MidiInput(_Base):
    kind = "midi"
    required: bool


@dataclass(frozen=True)
class FileInput(_Base):
    """A file that the caller supplies. `file_types` are ".ext" or "audio", "image", ...; empty: any."""

    kind = "file"
    required: bool
    file_types: tuple[str, ...]
    multiple: bool


@dataclass(frozen=True)
class SliderInput(_Base):
    kind = "slider"
    minimum: int | float
    maximum: int | float
    step: int | float | None
    value: int | float

    @property
    def integral(self) -> bool:
        """True when the control takes whole numbers alone."""
        return isinstance(self.minimum, int) and isinstance(self.step, int) and isinstance(self.value, int)


@dataclass(frozen=True)
class NumberInput(_Base):
    kind = "number"
    minimum: int | float | None
    maximum: int | float | None
    value: int | float | None
    step: int | float | None = _optional(None)
    whole: bool = _optional(False)
    """True when the model takes whole numbers alone."""


@dataclass(frozen=True)
class TextInput(_Base):
    kind = "text"
    value: str
    lines: int = _optional(1)
    secret: bool = _optional(False)
    """A password or a key: shown as dots, kept nowhere."""


@dataclass(frozen=True)
class ToggleInput(_Base):
    kind = "toggle"
    value: bool


@dataclass(frozen=True)
class Choice(_Written):
    label: str
    value: Scalar


@dataclass(frozen=True)
class ChoiceInput(_Base):
    kind = "choice"
    choices: tuple[Choice, ...]
    value: Scalar
    display: str = _optional("")
    """"radio" when the author wants all choices seen at once."""
    custom: bool = _optional(False)
    """True when any other text may be given as well."""


@dataclass(frozen=True)
class ChoicesInput(_Base):
    """Several choices at once."""

    kind = "choices"
    choices: tuple[Choice, ...]
    value: tuple[Scalar, ...]
    custom: bool = _optional(False)


Control = SliderInput | NumberInput | TextInput | ToggleInput | ChoiceInput | ChoicesInput
Input = AudioInput | MidiInput | FileInput | Control


@dataclass(frozen=True)
class Output:
    """One thing that the endpoint returns; `kind` is audio, midi, file, labels, text, json or classes."""

    id: str
    kind: str
    label: str
    info: str
    required: bool = True
    """A job without it has failed."""

    def to_json(self) -> dict[str, object]:
        return {"id": self.id, "kind": self.kind, "label": self.label, "info": self.info}


@dataclass(frozen=True)
class Candidate(_Written):
    """One function of a plain Gradio app. `reason` says why it cannot be used; empty when it can."""

    name: str
    label: str
    reason: str


@dataclass(frozen=True)
class Description:
    """One endpoint. `address` leads to it again: its base URL without trailing slash, and after `#` the name of the
    function where several are to choose from. `local` means this very machine (loopback).
    """

    protocol: str
    address: str
    host: str
    local: bool
    card: Card
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    generation: str = ""
    """What was detected, for developers: "0.1.1", "0.3", "harp-1.0", "gradio"."""
    endpoint: str = ""
    """The function that is described, when the app is no HARP endpoint and has several; else empty."""
    endpoints: tuple[Candidate, ...] = ()
    """All functions to choose from, best first; empty when there is nothing to choose."""
    duration: str = ""
    """Id of the control that sets how long the result is, in seconds; empty when there is none."""

    @property
    def controls(self) -> tuple[Control, ...]:
        """The inputs that a person sets, in the endpoint's order."""
        return tuple(entry for entry in self.inputs if not isinstance(entry, (AudioInput, MidiInput, FileInput)))

    @property
    def audio_inputs(self) -> tuple[AudioInput, ...]:
        return tuple(entry for entry in self.inputs if isinstance(entry, AudioInput))

    @property
    def file_inputs(self) -> tuple[MidiInput | FileInput, ...]:
        """The inputs whose files the caller supplies."""
        return tuple(entry for entry in self.inputs if isinstance(entry, (MidiInput, FileInput)))

    @property
    def audio_outputs(self) -> tuple[Output, ...]:
        return tuple(entry for entry in self.outputs if entry.kind == "audio")

    def to_json(self) -> dict[str, object]:
        """The normalised description that the plug-in and the command line show."""
        written: dict[str, object] = {
            "protocol": self.protocol,
            "generation": self.generation,
            "address": self.address,
            "host": self.host,
            "local": self.local,
            "card": self.card.to_json(),
            "inputs": [entry.to_json() for entry in self.inputs],
            "outputs": [entry.to_json() for entry in self.outputs],
        }
        if self.endpoints:
            written["endpoint"] = self.endpoint
            written["endpoints"] = [entry.to_json() for entry in self.endpoints]
        if self.duration:
            written["duration"] = self.duration
        return written
