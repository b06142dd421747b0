# SPDX-License-Identifier: MIT
"""What the published generations of pyharp say of an endpoint, written out by hand.

Each with every kind of control that it has. Imports nothing: Pythons with old Gradios read it too.
"""

from __future__ import annotations

CARD = {"name": "Probe", "description": "A probe.", "author": "me", "tags": ["example", "probe"]}
CARD_0_1_1 = {**CARD, "midi_in": False, "midi_out": False}

SHIFT = {"label": "Shift", "minimum": -24, "maximum": 24, "step": 1, "value": 7}
PROMPT = {"label": "Prompt", "value": "hello"}
FLAG = {"label": "Flag", "value": True}
CHOICE = {"label": "Choice", "choices": [["a", "a"], ["b", "b"], ["Nice C", "c"]], "value": "b"}
NUMBER = {"label": "N", "minimum": 0, "maximum": 9, "value": 3}

# 0.0.1 and 0.1.0: the audio stands wherever the author put it.
_CTRLS_0_1_0 = [
    {**SHIFT, "ctrl_type": "slider"},
    {"label": "Audio Input", "ctrl_type": "audio_in"},
    {**PROMPT, "ctrl_type": "text"},
]
# 0.1.1 to 0.2.1: the file is first.
_CONTROLS_0_2 = [
    {**SHIFT, "ctrl_type": "slider"},
    {**PROMPT, "ctrl_type": "text"},
    {**FLAG, "ctrl_type": "toggle"},
    {**CHOICE, "ctrl_type": "dropdown"},
]
_INPUTS_0_3 = [
    {"label": "Input Audio", "info": "The input.", "required": True, "type": "audio_track"},
    {"label": "Input Midi", "info": None, "required": False, "type": "midi_track"},
    {**SHIFT, "info": "semitones", "type": "slider"},
    {**PROMPT, "info": None, "type": "text_box"},
    {**FLAG, "info": None, "type": "toggle"},
    {**CHOICE, "info": None, "type": "dropdown"},
    {**NUMBER, "info": None, "type": "number_box"},
]
_OUTPUTS_0_3 = [
    {"label": "Output Audio", "info": "Result.", "required": True, "type": "audio_track"},
    {"label": "Output Midi", "info": None, "required": True, "type": "midi_track"},
    {"label": "Output Labels", "info": None, "type": "json"},
]
_PARTS = {
    "label": "Parts",
    "info": None,
    "choices": [["Drums", "d"], ["Bass", "b"]],
    "value": ["d"],
    "type": "dropdown",
    "multiselect": True,
}
_INPUTS_0_3_1 = [
    *_INPUTS_0_3[:5],
    {**CHOICE, "info": None, "type": "dropdown", "multiselect": False},
    {**NUMBER, "info": None, "type": "number_box", "step": 0.5},
    _PARTS,
    {"label": "Recipe", "info": None, "required": False, "file_types": [".txt", ".json"], "type": "generic_file"},
]
_OUTPUTS_0_3_1 = [
    *_OUTPUTS_0_3,
    {"label": "Report", "info": None, "required": True, "file_types": [".txt"], "type": "generic_file"},
]
# Our own additions, tests/contract/PROTOCOL.md section 1.
_INPUTS_1_0 = [
    *_INPUTS_0_3[:3],
    {**PROMPT, "info": None, "type": "text_box", "lines": 3, "secret": False},
    {**FLAG, "info": None, "type": "toggle"},
    {**CHOICE, "info": None, "type": "dropdown", "display": "radio"},
    {**NUMBER, "info": None, "type": "number_box", "step": 0.5},
    _PARTS,
    {"label": "Recipes", "info": None, "required": False, "file_types": [], "multiple": True, "type": "generic_file"},
    {
        "label": "Seed",
        "info": None,
        "value": 42,
        "minimum": None,
        "maximum": None,
        "type": "number_box",
        "hidden": True,
    },
]
_OUTPUTS_1_0 = [
    {"label": "Output Audio", "info": "Result.", "required": True, "type": "audio_track"},
    {"label": "Second Stem", "info": None, "required": False, "type": "audio_track"},
    {"label": "Output Midi", "info": None, "required": False, "type": "midi_track"},
    {"label": "Output Labels", "info": None, "required": False, "type": "json"},
    {"label": "Report", "info": None, "required": False, "type": "generic_file"},
    {"label": "Words", "info": None, "required": False, "type": "text"},
]
CARD_1_0 = {
    **CARD,
    "licence": "MIT",
    "links": [{"label": "Paper", "url": "https://example.org/paper"}],
    "sample_rate": 44100,
    "channels": 2,
    "max_duration": 600,
    "typical_duration": 10.5,
    "expected_time": 0.25,
    "keeps_audio": False,
    "categories": ["effect"],
}

_OLD = ("wav2wav-ctrls", "wav2wav", "wav2wav-cancel")
_NEW = ("controls", "process", "cancel")

#: Generation -> names of its functions (describe, run, cancel), and what describing returns.
PUBLISHED: dict[str, tuple[tuple[str, str, str], dict[str, object]]] = {
    "0.0.1": ((_OLD[0], _OLD[1], ""), {"ctrls": _CTRLS_0_1_0, "card": CARD}),
    "0.1.0": (_OLD, {"ctrls": _CTRLS_0_1_0, "card": CARD}),
    "0.1.1": (
        _OLD,
        {"card": CARD_0_1_1, "ctrls": [{"label": "Audio Input", "ctrl_type": "audio_in"}, *_CONTROLS_0_2]},
    ),
    "0.2": (_NEW, {"card": CARD_0_1_1, "ctrls": [{"label": "Input Audio", "ctrl_type": "audio_in"}, *_CONTROLS_0_2]}),
    "0.3": (_NEW, {"card": CARD, "inputs": _INPUTS_0_3, "outputs": _OUTPUTS_0_3}),
    "0.3.1": (_NEW, {"card": CARD, "inputs": _INPUTS_0_3_1, "outputs": _OUTPUTS_0_3_1}),
    "harp-1.0": (
        ("harp_controls", "harp_process", ""),
        {
            "protocol": 1,
            "minor": 0,
            "pyharp": "1.0.0",
            "process": "harp_process",
            "card": CARD_1_0,
            "inputs": _INPUTS_1_0,
            "outputs": _OUTPUTS_1_0,
        },
    ),
}

_CARD_MIDI = {**CARD, "midi_in": True, "midi_out": True}

#: The same for endpoints that turn MIDI into MIDI, of the generations that had a way of their own to say so.
MIDI: dict[str, tuple[tuple[str, str, str], dict[str, object]]] = {
    "0.1.1 midi": (
        _OLD,
        {"card": _CARD_MIDI, "ctrls": [{"label": "Midi Input", "ctrl_type": "midi_in"}, *_CONTROLS_0_2]},
    ),
    "0.2 midi": (
        _NEW,
        {"card": _CARD_MIDI, "ctrls": [{"label": "Input Midi", "ctrl_type": "midi_in"}, *_CONTROLS_0_2]},
    ),
}

#: Gradio -> those of them that are served there.
MIDI_SERVED: dict[str, str] = {"4.37.2": "0.1.1 midi", "4.44.1": "0.2 midi", "5.28.0": "0.2 midi"}

#: Gradio -> a generation that is served there without a queue as well: jobs are plain requests then.
QUEUELESS = {"3.50.2": "0.0.1"}

#: Gradio -> the generations that were made for it or are used on it.
SERVED: dict[str, tuple[str, ...]] = {
    "3.50.2": ("0.0.1", "0.1.0"),
    "4.7.1": ("0.1.0",),
    "4.37.2": ("0.1.1",),
    "4.44.1": ("0.2",),
    "5.28.0": ("0.2", "0.3", "harp-1.0"),
    "5.50.0": ("0.3", "harp-1.0"),
    "6": ("0.3", "0.3.1", "harp-1.0"),
}

#: The oldest Gradio whose apps are used without pyharp.
PLAIN = ("4.37.2", "4.44.1", "5.28.0", "5.50.0", "6")

MIDI_FILE = b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0\4\0\xff\x2f\0"

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
