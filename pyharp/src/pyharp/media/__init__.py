# SPDX-License-Identifier: MIT
"""Audio and MIDI files, where apps for the published pyharp look for them; new ones import them from `pyharp`."""

from .audio import load_audio, save_audio
from .midi import get_tick_time_in_seconds, load_midi, save_midi, ticks_to_seconds
from .utils import add_timestamp_to_path, get_default_path, get_timestamp

__all__ = [
    "add_timestamp_to_path",
    "get_default_path",
    "get_tick_time_in_seconds",
    "get_timestamp",
    "load_audio",
    "load_midi",
    "save_audio",
    "save_midi",
    "ticks_to_seconds",
]
