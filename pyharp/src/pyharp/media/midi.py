# SPDX-License-Identifier: MIT
"""MIDI files, where apps for the published pyharp look for them."""

from .._midi import get_tick_time_in_seconds, load_midi, save_midi, ticks_to_seconds

__all__ = ["get_tick_time_in_seconds", "load_midi", "save_midi", "ticks_to_seconds"]
