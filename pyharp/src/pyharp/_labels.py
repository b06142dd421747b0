# SPDX-License-Identifier: MIT
"""Labels: marks at points or spans in time that travel beside the sound."""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, SupportsFloat

__all__ = ["AudioLabel", "LabelList", "MidiLabel", "OutputLabel", "SpectrogramLabel"]

_NUMBERS = ("t", "duration", "amplitude", "frequency", "pitch")
_ROUNDING_SECONDS = 1e-3
_META = {"_type": "pyharp.LabelList"}


@dataclass
class OutputLabel:
    """A mark on any output.

    Attributes:
        t: start in seconds from the beginning of the output.
        label: the text that is shown.
        duration: length in seconds; 0 is a point in time.
        description: longer text, shown on demand.
        color: 0xAARRGGBB as an unsigned 32-bit number; 0 leaves the colour to the reader.
        link: web address that a click opens.
        label_type: written by the class, read by every HARP.
    """

    t: float
    label: str
    duration: float = 0.0
    description: str | None = None
    color: int = 0
    link: str | None = None
    label_type: str = field(default="OutputLabel", init=False)

    def __post_init__(self) -> None:
        """Nothing; a class of an app may call it, as it had to in the published pyharp."""

    @staticmethod
    def rgb_color_to_int(r: int, g: int, b: int, a: float = 0.5) -> int:
        """Pack red, green and blue (0 to 255) and opacity (0 to 1) into the number that `color` wants.

        Raises:
            ValueError: a part is out of its range.
        """
        if not all(0 <= part <= 255 for part in (r, g, b)) or not 0.0 <= a <= 1.0:
            raise ValueError("A colour needs red, green and blue from 0 to 255 and an opacity from 0 to 1.")
        return (round(a * 255) << 24) | (r << 16) | (g << 8) | b

    @staticmethod
    def hex_color_to_int(hex: str, a: float = 0.5) -> int:  # noqa: A002
        """Pack a colour as the web writes it ("#ff8800") and an opacity (0 to 1) into the number that `color` wants.

        Raises:
            ValueError: it is no such colour, or the opacity is out of its range.
        """
        if not re.fullmatch(r"#?[0-9A-Fa-f]{6}", hex):
            raise ValueError(f'{hex!r} is no colour like "#ff8800".')
        number = int(hex.removeprefix("#"), 16)
        return OutputLabel.rgb_color_to_int(number >> 16, number >> 8 & 0xFF, number & 0xFF, a)

    def to_dict(self) -> dict[str, Any]:
        """The label as it goes over the wire, with plain numbers.

        Raises:
            TypeError: a field is of another type.
            ValueError: a time is no finite number, the length is negative, or the colour is none.
        """
        written = asdict(self)
        for key in _NUMBERS:
            if written.get(key) is not None:
                written[key] = _finite(key, written[key])
        if written["t"] is None or written["duration"] is None:
            raise TypeError("A label needs t and duration in seconds.")
        if written["duration"] < -_ROUNDING_SECONDS:
            raise ValueError(f"A label cannot last {written['duration']:g} seconds.")
        written["duration"] = max(0.0, written["duration"])
        for key in ("label", "description", "link"):
            if written[key] is not None or key == "label":
                written[key] = str(written[key])
        if int(self.color) != self.color or not 0 <= self.color <= 0xFFFFFFFF:
            raise ValueError("A label's color is a number from 0 to 0xFFFFFFFF; see OutputLabel.rgb_color_to_int.")
        written["color"] = int(self.color)
        if written["link"] is not None and not written["link"].startswith(("https://", "http://")):
            warnings.warn(f"The link {written['link']!r} is left out: it begins with no https://.", stacklevel=2)
            written["link"] = None
        return written


@dataclass
class AudioLabel(OutputLabel):
    """A mark on an audio output; `amplitude` (-1 to 1) places it vertically."""

    amplitude: float | None = None
    label_type: str = field(default="AudioLabel", init=False)


@dataclass
class SpectrogramLabel(OutputLabel):
    """A mark on a spectrogram; `frequency` in hertz places it vertically."""

    frequency: float | None = None
    label_type: str = field(default="SpectrogramLabel", init=False)


@dataclass
class MidiLabel(OutputLabel):
    """A mark on a MIDI output; `pitch` (MIDI note number) places it vertically."""

    pitch: float | None = None
    label_type: str = field(default="MidiLabel", init=False)


@dataclass(init=False)
class LabelList:
    """The labels of one result: the value of a `gr.JSON` output.

    Attributes:
        meta: by what every HARP recognises it.
        labels: in any order.
    """

    meta: dict[str, str] = field(default_factory=lambda: dict(_META))
    labels: list[OutputLabel] = field(default_factory=list)

    def __init__(self, labels: Iterable[OutputLabel] | None = None, *more: Any, meta: Any = None) -> None:
        """Take the labels; the call of the published pyharp, `LabelList(meta, labels)`, works as well."""
        if isinstance(labels, dict) or more:
            labels = more[0] if more else None
        self.meta = dict(_META)
        self.labels = labels if isinstance(labels, list) else list(labels or ())

    def append(self, label: OutputLabel) -> None:
        """Add one label at the end."""
        self.labels.append(label)

    def extend(self, labels: Iterable[OutputLabel]) -> None:
        """Add several labels at the end."""
        self.labels.extend(labels)

    def __iter__(self) -> Iterator[OutputLabel]:
        return iter(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def to_dict(self) -> dict[str, object]:
        """The labels as they go over the wire.

        Raises:
            TypeError: something in the list is not a label, or a field is of another type.
            ValueError: a field has a value that cannot be.
        """
        for label in self.labels:
            if not isinstance(label, OutputLabel):
                raise TypeError(f"A LabelList holds labels only, not {type(label).__name__}.")
        return {"meta": dict(_META), "labels": [label.to_dict() for label in self.labels]}


def _finite(key: str, value: SupportsFloat) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"A label's {key} is a number, not {type(value).__name__}.") from None
    if not math.isfinite(number):
        raise ValueError(f"A label's {key} is {number}, which is no place.")
    return number
