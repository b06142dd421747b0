# SPDX-License-Identifier: MIT
"""Which control says how long a result is."""

from __future__ import annotations

import pytest
from harp_bridge import AudioInput, NumberInput, SliderInput, TextInput
from harp_bridge._endpoints.duration import find_duration


def slider(label: str, info: str = "", maximum: float = 30, place: int = 1) -> SliderInput:
    return SliderInput(str(place), label, info, 0, maximum, 1, 5)


@pytest.mark.parametrize(
    "label",
    [
        "Duration",
        "duration",
        "Duration (seconds)",
        "Duration (s)",
        "Duration in seconds",
        "Audio duration (max 30 s)",
        "Length (seconds)",
        "Audio length in seconds",
        "Audio Length",
        "Clip length [s]",
        "Seconds",
        "seconds_total",
        "Total seconds",
    ],
)
def test_a_control_for_the_length_of_the_result_is_known_by_its_words(label: str) -> None:
    text = TextInput("0", "Duration of what?", "", "")
    assert find_duration([text, slider(label)]) == "1"
    assert find_duration([NumberInput("1", label, "", None, 30, 5)]) == "1"


@pytest.mark.parametrize(
    "label",
    [
        "Duration (minutes)",
        "Duration (ms)",
        "Length (samples)",
        "Length in bars",
        "Max length",
        "Max new tokens",
        "Prompt length",
        "Context length",
        "Segment duration",
        "Chunk length (s)",
        "Fade duration",
        "Crossfade length (s)",
        "Note duration",
        "Reverb length",
        "Seconds start",
        "Start (seconds)",
        "Overlap (s)",
        "Decay",
        "Steps",
        "Lengthen",
        "",
    ],
)
def test_lengths_of_something_else_and_other_units_are_left_alone(label: str) -> None:
    assert find_duration([slider(label)]) == ""


def test_the_clearest_one_is_taken_and_none_when_two_are_as_clear() -> None:
    controls = [slider("Length", place=1), slider("Duration (s)", place=2), slider("Duration", place=3)]
    assert find_duration(controls) == "2"
    assert find_duration([slider("Duration", place=1), slider("Total duration", place=2)]) == ""
    assert find_duration([slider("Duration", place=1), slider("Duration 2", "seconds", place=2)]) == "2"


def test_a_length_without_unit_must_look_like_seconds() -> None:
    assert find_duration([slider("Length", maximum=120)]) == "1"
    assert find_duration([slider("Length", maximum=4096)]) == ""
    assert find_duration([slider("Duration", maximum=1)]) == ""  # a factor, or a share


def test_where_audio_is_sent_its_own_length_counts() -> None:
    assert find_duration([AudioInput("0", "In", "", True), slider("Duration")]) == ""
