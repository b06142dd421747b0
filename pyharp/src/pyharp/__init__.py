# SPDX-License-Identifier: MIT
"""pyharp: make a Python function usable from inside a DAW.

Describe a function with a `ModelCard` and Gradio components, call `build_endpoint` inside of a `gr.Blocks`, and every
HARP can send it the audio of a region and play what comes back.
"""

from pathlib import Path as _Path

from ._annotations import File, Number, Radio, Slider, Text
from ._audio import load_audio, save_audio
from ._card import ModelCard
from ._components import EndpointError, add_component_methods
from ._decorator import EndpointApp, endpoint
from ._endpoint import Endpoint, build_endpoint, describe
from ._files import output_path
from ._foreign import warn_about_foreign_package
from ._isolation import in_process
from ._jobs import Cancelled, Job, cancelled, check_cancelled, current_job, progress
from ._labels import AudioLabel, LabelList, MidiLabel, OutputLabel, SpectrogramLabel
from ._loudness import loudness, match_loudness
from ._midi import (
    Midi,
    Note,
    TempoChange,
    TimedNote,
    Track,
    get_tick_time_in_seconds,
    load_midi,
    save_midi,
    ticks_to_seconds,
)
from ._published import add_timestamp_to_path, get_default_path, get_timestamp, save_and_return_filepath
from ._resample import fit_length, resample
from ._serve import serve
from ._sound import Audio
from ._tags import Category, Channels, SampleRate, Subcategory
from ._version import __version__

__all__ = [
    "Audio",
    "AudioLabel",
    "Cancelled",
    "Category",
    "Channels",
    "Endpoint",
    "EndpointApp",
    "EndpointError",
    "File",
    "Job",
    "LabelList",
    "Midi",
    "MidiLabel",
    "ModelCard",
    "Note",
    "Number",
    "OutputLabel",
    "Radio",
    "SampleRate",
    "Slider",
    "SpectrogramLabel",
    "Subcategory",
    "TempoChange",
    "Text",
    "TimedNote",
    "Track",
    "__version__",
    "add_timestamp_to_path",
    "build_endpoint",
    "cancelled",
    "check_cancelled",
    "current_job",
    "describe",
    "endpoint",
    "fit_length",
    "get_default_path",
    "get_tick_time_in_seconds",
    "get_timestamp",
    "in_process",
    "load_audio",
    "load_midi",
    "loudness",
    "match_loudness",
    "output_path",
    "progress",
    "resample",
    "save_and_return_filepath",
    "save_audio",
    "save_midi",
    "serve",
    "ticks_to_seconds",
]

warn_about_foreign_package(_Path(__file__).parent)
add_component_methods()
