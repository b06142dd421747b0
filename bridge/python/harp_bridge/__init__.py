# SPDX-License-Identifier: MIT
"""Client for HARP endpoints: Gradio apps that take the audio of a region and give other audio back.

    import harp_bridge

    print(harp_bridge.describe("http://127.0.0.1:7860").card.name)
    result = harp_bridge.process("http://127.0.0.1:7860", samples, 44100, values={"Shift": 3})
    result.samples  # float32, shaped (frames, channels)

`SyncClient` keeps its connections for many calls and has `map` for many regions; `Client` is the same for asyncio.
`save` writes a result as files. Every failure is a HarpError with a closed list of codes, a
sentence and a next step.
"""

from __future__ import annotations

from ._client import Client
from ._endpoints.description import (
    AudioInput,
    Candidate,
    Card,
    Choice,
    ChoiceInput,
    ChoicesInput,
    Control,
    Description,
    FileInput,
    Input,
    Link,
    MidiInput,
    NumberInput,
    Output,
    Scalar,
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
from ._progress import Level, OnProgress, Progress, Stage
from ._result import (
    AudioResult,
    ClassesResult,
    DataResult,
    FileResult,
    JsonResult,
    LabelsResult,
    MidiResult,
    Outcome,
    OutputShape,
    Result,
    ScoredClass,
    TextResult,
)
from ._saving import save
from ._settings import Settings
from ._sound.audio import Audio, FloatArray, as_frames, from_planar
from ._sync import SyncClient, describe, process
from ._transport.files import FileLike
from ._version import __version__

__all__ = [
    "Address",
    "AddressError",
    "Audio",
    "AudioInput",
    "AudioResult",
    "CancelledError",
    "Candidate",
    "Card",
    "Choice",
    "ChoiceInput",
    "ChoicesInput",
    "ClassesResult",
    "Client",
    "Control",
    "DataResult",
    "Description",
    "EndpointError",
    "FileInput",
    "FileLike",
    "FileResult",
    "FloatArray",
    "HarpError",
    "Input",
    "JsonResult",
    "LabelsResult",
    "Level",
    "Link",
    "MidiInput",
    "MidiResult",
    "NumberInput",
    "OnProgress",
    "Outcome",
    "Output",
    "OutputShape",
    "Progress",
    "RequestError",
    "Result",
    "ResultError",
    "Scalar",
    "ScoredClass",
    "ServerError",
    "Settings",
    "SliderInput",
    "Space",
    "Stage",
    "SyncClient",
    "TextInput",
    "TextResult",
    "ToggleInput",
    "Value",
    "__version__",
    "as_frames",
    "describe",
    "from_planar",
    "parse_address",
    "process",
    "save",
]
