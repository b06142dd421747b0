# SPDX-License-Identifier: MIT
"""What an endpoint is, whatever it spoke: its card, its inputs and its outputs."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import ClassVar

__all__ = [
    "AudioInput",
    "Card",
    "Choice",
    "ChoiceInput",
    "Control",
    "Description",
    "Input",
    "MidiInput",
    "NumberInput",
    "Output",
    "SliderInput",
    "TextInput",
    "ToggleInput",
    "Value",
]

Value = bool | int | float | str | None


@dataclass(frozen=True)
class Card:
    """Who made the model and what it does; absent texts are empty."""

    name: str = ""
    description: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Base:
    kind: ClassVar[str]

    id: str
    """Its position among the inputs of the endpoint."""
    label: str
    info: str

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, **{field.name: _plain(getattr(self, field.name)) for field in fields(self)}}


@dataclass(frozen=True)
class AudioInput(_Base):
    kind = "audio"
    required: bool


@dataclass(frozen=True)
class MidiInput(_Base):
    kind = "midi"
    required: bool


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


@dataclass(frozen=True)
class TextInput(_Base):
    kind = "text"
    value: str


@dataclass(frozen=True)
class ToggleInput(_Base):
    kind = "toggle"
    value: bool


@dataclass(frozen=True)
class Choice:
    label: str
    value: Value


@dataclass(frozen=True)
class ChoiceInput(_Base):
    kind = "choice"
    choices: tuple[Choice, ...]
    value: Value


Control = SliderInput | NumberInput | TextInput | ToggleInput | ChoiceInput
Input = AudioInput | MidiInput | Control


@dataclass(frozen=True)
class Output:
    """One thing that the endpoint returns; `kind` is audio, midi or labels."""

    id: str
    kind: str
    label: str
    info: str


@dataclass(frozen=True)
class Description:
    """One endpoint. `address` is its base URL without trailing slash; `local` means this very machine (loopback)."""

    protocol: str
    address: str
    host: str
    local: bool
    card: Card
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]

    @property
    def controls(self) -> tuple[Control, ...]:
        """The inputs that a person sets, in the endpoint's order."""
        return tuple(entry for entry in self.inputs if not isinstance(entry, (AudioInput, MidiInput)))

    @property
    def audio_inputs(self) -> tuple[AudioInput, ...]:
        return tuple(entry for entry in self.inputs if isinstance(entry, AudioInput))

    @property
    def audio_outputs(self) -> tuple[Output, ...]:
        return tuple(entry for entry in self.outputs if entry.kind == "audio")

    def to_json(self) -> dict[str, object]:
        """The normalised description that the plug-in and the command line show."""
        return {
            "protocol": self.protocol,
            "address": self.address,
            "host": self.host,
            "local": self.local,
            "card": {key: _plain(value) for key, value in vars(self.card).items()},
            "inputs": [entry.to_json() for entry in self.inputs],
            "outputs": [dict(vars(entry)) for entry in self.outputs],
        }


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return [dict(vars(entry)) if isinstance(entry, Choice) else entry for entry in value]
    return value
