# SPDX-License-Identifier: MIT
"""pyharp: make a Python function usable from inside a DAW.

Describe a function with a `ModelCard` and Gradio components, call `build_endpoint` inside of a `gr.Blocks`, and every
HARP can send it the audio of a region and play what comes back.
"""

from ._audio import load_audio, save_audio
from ._card import ModelCard
from ._components import EndpointError, add_component_methods
from ._endpoint import Endpoint, build_endpoint, describe
from ._files import output_path
from ._jobs import Cancelled, cancelled, check_cancelled, progress
from ._labels import AudioLabel, LabelList, MidiLabel, OutputLabel, SpectrogramLabel
from ._serve import serve

__version__ = "0.1.0"

__all__ = [
    "AudioLabel",
    "Cancelled",
    "Endpoint",
    "EndpointError",
    "LabelList",
    "MidiLabel",
    "ModelCard",
    "OutputLabel",
    "SpectrogramLabel",
    "build_endpoint",
    "cancelled",
    "check_cancelled",
    "describe",
    "load_audio",
    "output_path",
    "progress",
    "save_audio",
    "serve",
]

add_component_methods()
