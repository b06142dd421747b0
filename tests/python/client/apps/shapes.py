# SPDX-License-Identifier: MIT
"""The published shapes of generation 0.3, written out by hand. Imports nothing: the server's Python reads it too."""

from __future__ import annotations

CONTROLS: dict[str, object] = {
    "card": {"name": "Probe", "description": "A probe.", "author": "me", "tags": ["example", "probe"]},
    "inputs": [
        {"label": "Input Audio", "info": "The input.", "required": True, "type": "audio_track"},
        {"label": "Input Midi", "info": None, "required": False, "type": "midi_track"},
        {
            "label": "Shift",
            "info": "semitones",
            "minimum": -24,
            "maximum": 24,
            "step": 1,
            "value": 7,
            "type": "slider",
        },
        {"label": "Prompt", "info": None, "value": "hello", "type": "text_box"},
        {"label": "Flag", "info": None, "value": True, "type": "toggle"},
        {
            "label": "Choice",
            "info": None,
            "choices": [["a", "a"], ["b", "b"], ["Nice C", "c"]],
            "value": "b",
            "type": "dropdown",
        },
        {"label": "N", "info": None, "minimum": 0, "maximum": 9, "value": 3, "type": "number_box"},
    ],
    "outputs": [
        {"label": "Output Audio", "info": "Result.", "required": True, "type": "audio_track"},
        {"label": "Output Midi", "info": None, "required": True, "type": "midi_track"},
        {"label": "Output Labels", "info": None, "type": "json"},
    ],
}

LABELS: dict[str, object] = {
    "meta": {"_type": "pyharp.LabelList"},
    "labels": [
        {
            "t": 0.5,
            "label": "onset",
            "duration": 1.0,
            "description": "d",
            "color": 2164195328,
            "link": "https://example.org",
            "amplitude": 0.25,
            "label_type": "AudioLabel",
        }
    ],
}
