# SPDX-License-Identifier: MIT
"""Labels: marks at points or spans in time that travel beside the sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

__all__ = ["AudioLabel", "LabelList", "MidiLabel", "OutputLabel", "SpectrogramLabel"]


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

    @staticmethod
    def rgb_color_to_int(r: int, g: int, b: int, a: float = 1.0) -> int:
        """Pack red, green and blue (0 to 255) and opacity (0 to 1) into the number that `color` wants.

        Raises:
            ValueError: a part is out of its range.
        """
        if not all(0 <= part <= 255 for part in (r, g, b)) or not 0.0 <= a <= 1.0:
            raise ValueError("A colour needs red, green and blue from 0 to 255 and an opacity from 0 to 1.")
        return (round(a * 255) << 24) | (r << 16) | (g << 8) | b


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


@dataclass
class LabelList:
    """The labels of one result: the value of a `gr.JSON` output."""

    labels: list[OutputLabel] = field(default_factory=list)

    def append(self, label: OutputLabel) -> None:
        """Add one label at the end."""
        self.labels.append(label)

    def __iter__(self) -> Iterator[OutputLabel]:
        return iter(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def to_dict(self) -> dict[str, object]:
        """The labels as they go over the wire.

        Raises:
            TypeError: something in the list is not a label.
            ValueError: a colour is not an unsigned 32-bit number.
        """
        for label in self.labels:
            if not isinstance(label, OutputLabel):
                raise TypeError(f"A LabelList holds labels only, not {type(label).__name__}.")
            if not 0 <= label.color <= 0xFFFFFFFF:
                raise ValueError("A label's color is a number from 0 to 0xFFFFFFFF; see OutputLabel.rgb_color_to_int.")
        return {"meta": {"_type": "pyharp.LabelList"}, "labels": [asdict(label) for label in self.labels]}
