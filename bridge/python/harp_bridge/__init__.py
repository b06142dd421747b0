# SPDX-License-Identifier: MIT
"""Client for HARP endpoints: Gradio apps that take the audio of a region and give other audio back.

    import harp_bridge

    print(harp_bridge.describe("http://127.0.0.1:7860").card.name)
    result = harp_bridge.process("http://127.0.0.1:7860", samples, 44100, values={"Shift": 3})
    result.samples  # float32, shaped (frames, channels)

`Client` is the same for asyncio, with many jobs at once. Every failure is a HarpError with a closed list of codes, a
sentence and a next step.
"""

from __future__ import annotations

from ._client import Client
from ._endpoints.description import (
    AudioInput,
    Card,
    Choice,
    ChoiceInput,
    Control,
    Description,
    Input,
    MidiInput,
    NumberInput,
    Output,
    SliderInput,
    TextInput,
    ToggleInput,
    Value,
)
from ._errors import (
    AddressError,
    CancelledError,
    EndpointError,
    HarpError,
    RequestError,
    ResultError,
    ServerError,
)
from ._places.address import Address, Space, parse_address
from ._progress import OnProgress, Progress, Stage
from ._result import AudioResult, DataResult, Outcome, OutputShape, Result
from ._settings import Settings
from ._sound.audio import Audio, FloatArray, as_frames, from_planar
from ._sync import describe, process
from ._version import __version__

__all__ = [
    "Address",
    "AddressError",
    "Audio",
    "AudioInput",
    "AudioResult",
    "CancelledError",
    "Card",
    "Choice",
    "ChoiceInput",
    "Client",
    "Control",
    "DataResult",
    "Description",
    "EndpointError",
    "FloatArray",
    "HarpError",
    "Input",
    "MidiInput",
    "NumberInput",
    "OnProgress",
    "Outcome",
    "Output",
    "OutputShape",
    "Progress",
    "RequestError",
    "Result",
    "ResultError",
    "ServerError",
    "Settings",
    "SliderInput",
    "Space",
    "Stage",
    "TextInput",
    "ToggleInput",
    "Value",
    "__version__",
    "as_frames",
    "describe",
    "from_planar",
    "parse_address",
    "process",
]
