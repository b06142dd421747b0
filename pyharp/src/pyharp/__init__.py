# SPDX-License-Identifier: MIT
"""pyharp: make a Python function usable from inside a DAW.

Describe a function with a `ModelCard` and Gradio components, call `build_endpoint` inside of a `gr.Blocks`, and every
HARP can send it the audio of a region and play what comes back.
"""

from pathlib import Path as _Path

from . import core as core
from . import labels as labels
from . import media as media
from . import tags as tags
from ._audio import load_audio, save_audio
from ._card import ModelCard
from ._components import EndpointError as EndpointError
from ._components import add_component_methods as _add_component_methods
from ._decorator import EndpointApp as EndpointApp
from ._decorator import endpoint as endpoint
from ._endpoint import Endpoint as Endpoint
from ._endpoint import build_endpoint
from ._endpoint import describe as describe
from ._files import output_path as output_path
from ._foreign import warn_about_foreign_package as _warn_about_foreign_package
from ._isolation import in_process as in_process
from ._jobs import Cancelled as Cancelled
from ._jobs import Job as Job
from ._jobs import cancelled as cancelled
from ._jobs import check_cancelled as check_cancelled
from ._jobs import current_job as current_job
from ._jobs import progress as progress
from ._labels import AudioLabel, LabelList, MidiLabel, OutputLabel, SpectrogramLabel
from ._loudness import loudness as loudness
from ._loudness import match_loudness as match_loudness
from ._midi import Midi as Midi
from ._midi import Note as Note
from ._midi import TempoChange as TempoChange
from ._midi import TimedNote as TimedNote
from ._midi import Track as Track
from ._midi import get_tick_time_in_seconds, load_midi, save_midi, ticks_to_seconds
from ._published import add_timestamp_to_path, get_default_path, get_timestamp, save_and_return_filepath
from ._resample import fit_length as fit_length
from ._resample import resample as resample
from ._serve import serve as serve
from ._sound import Audio as Audio
from ._tags import Category, Channels, SampleRate, Subcategory
from ._version import __version__ as __version__
from ._wishes import File as File
from ._wishes import Number as Number
from ._wishes import Radio as Radio
from ._wishes import Slider as Slider
from ._wishes import Text as Text

# Names that are in `__all__` are those of the published pyharp: after `from pyharp import *` an app finds what it found
# there, its modules among it, and no new name such as `Audio` or `Track` takes the place of one of its own. The rest is
# imported by name.
__all__ = [
    "AudioLabel",
    "Category",
    "Channels",
    "LabelList",
    "MidiLabel",
    "ModelCard",
    "OutputLabel",
    "SampleRate",
    "SpectrogramLabel",
    "Subcategory",
    "add_timestamp_to_path",
    "build_endpoint",
    "core",
    "get_default_path",
    "get_tick_time_in_seconds",
    "get_timestamp",
    "labels",
    "load_audio",
    "load_midi",
    "media",
    "save_and_return_filepath",
    "save_audio",
    "save_midi",
    "ticks_to_seconds",
]

_warn_about_foreign_package(_Path(__file__).parent)
_add_component_methods()
