# SPDX-License-Identifier: MIT
"""`@pyharp.endpoint`: annotations and defaults become controls, and what cannot is said while decorating."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, Literal

import gradio as gr
import numpy as np
import pytest
from pyharp._smf import read, written
from support.sounds import noise, wav_bytes, wav_samples
from together import connected

import pyharp
from pyharp import Audio, LabelList, Midi, Slider


def test_a_decorated_function_serves_every_kind_of_argument(any_gradio: str) -> None:
    samples = noise(500)
    midi = written(Midi.from_notes([(60, 0.0, 0.5, 90)]))
    with connected("decorated", any_gradio) as wire:
        (told,) = wire.run("harp_controls", [])
        values = [entry.get("value") for entry in told["inputs"]]
        values[0] = wire.upload(wav_bytes(samples))
        louder, melody, labels, names = wire.run("harp_process", values)
        np.testing.assert_array_equal(wav_samples(wire.download(louder))[0], samples)
        assert (melody, names) == (None, "[]")
        assert json.loads(labels["labels"][0]["label"]) == [
            1, 2, "hello", "dry", "cold", ["left"], False, True, True, True
        ]  # fmt: skip
        values[1:8] = [2.5, 4, "x", "wet", "warm", ["right", "left"], True]
        values[8:] = [wire.upload(midi, "in.mid"), values[0], [wire.upload(b"{}", "a.json")]]
        louder, melody, labels, names = wire.run("harp_process", values)
        np.testing.assert_array_equal(wav_samples(wire.download(louder))[0], samples * 2.5)
        assert read(wire.download(melody)).notes() == read(midi).notes()
    assert names == "[2]"
    assert json.loads(labels["labels"][0]["label"]) == [
        2.5, 4, "x", "wet", "warm", ["right", "left"], True, False, False, True
    ]  # fmt: skip


def test_names_explanations_and_limits_come_from_the_annotations() -> None:
    with connected("decorated") as wire:
        (told,) = wire.run("harp_controls", [])
    assert told["card"]["description"] == "Makes a voice louder."
    inputs = {entry["label"]: entry for entry in told["inputs"]}
    assert list(inputs)[:2] == ["Voice", "Gain"]
    assert inputs["Voice"]["info"] == "The part that is changed."
    assert (inputs["Gain"]["minimum"], inputs["Gain"]["maximum"], inputs["Gain"]["step"]) == (0, 4, 0.5)
    assert (inputs["Times"]["type"], inputs["Times"]["minimum"], inputs["Times"]["step"]) == ("number_box", 1, 1)
    assert inputs["Words"]["lines"] == 3
    assert inputs["Tone"]["display"] == "radio"
    assert inputs["Parts"]["multiselect"] is True
    assert inputs["Melody"]["required"] is inputs["Reference"]["required"] is False
    assert inputs["Presets"] | {"info": None} == inputs["Presets"]
    assert inputs["Presets"]["file_types"] == [".json"]
    outputs = [(entry["label"], entry["type"], entry["required"]) for entry in told["outputs"]]
    assert outputs[0] == ("Louder", "audio_track", True)
    assert outputs[1][1:] == ("midi_track", False)
    assert [kind for _, kind, _ in outputs] == ["audio_track", "midi_track", "json", "text"]


def test_a_decorated_function_is_still_a_function() -> None:
    @pyharp.endpoint
    def twice_as_loud(audio: Audio, factor: Annotated[float, Slider(1, 4)] = 2.0) -> Audio:
        """Louder."""
        return Audio(audio.samples * factor, audio.rate)

    result = twice_as_loud(Audio(np.ones((3, 2), np.float32), 44100), factor=3)
    assert result.samples.tolist() == [[3.0, 3.0]] * 3
    assert twice_as_loud.__doc__ == "Louder."
    assert twice_as_loud.endpoint.description["card"]["name"] == "Twice as loud"
    assert isinstance(twice_as_loud.demo, gr.Blocks)


def no_annotation(audio):  # type: ignore[no-untyped-def]
    return audio


def no_result(audio: Audio):  # type: ignore[no-untyped-def]
    return audio


def set_argument(audio: Audio, names: set[str]) -> Audio:
    return audio


def wrong_default(audio: Audio, gain: float = "loud") -> Audio:  # type: ignore[assignment]
    return audio


def outside(audio: Audio, gain: Annotated[float, Slider(0, 1)] = 2.0) -> Audio:
    return audio


def upside_down(audio: Audio, gain: Annotated[float, Slider(1, 0)] = 0.5) -> Audio:
    return audio


def no_such_choice(audio: Audio, mode: Literal["a", "b"] = "c") -> Audio:  # type: ignore[assignment]
    return audio


def unusable_result(audio: Audio) -> set[str]:
    return set()


def starred(*audio: Audio) -> Audio:
    return audio[0]


def file_with_default(preset: Path = Path("x")) -> LabelList:
    return LabelList()


def yields(audio: Audio) -> Audio:  # type: ignore[misc]
    yield audio


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (no_annotation, "no_annotation: the argument 'audio' has no annotation. Use one of these: Audio"),
        (no_result, "no_result does not say what it returns. Annotate it with Audio"),
        (set_argument, "the argument 'names' cannot become a control"),
        (wrong_default, "the argument 'gain' is float, but its default is 'loud'"),
        (outside, "the argument 'gain' has the default 2.0, which is not between 0 and 1"),
        (upside_down, "reaches from 1 to 0; put the smaller end first"),
        (no_such_choice, "has the default 'c', which is none of its choices"),
        (unusable_result, "returns set.str., which HARP cannot use"),
        (starred, "cannot become a control; make it a plain argument"),
        (file_with_default, "is a file, whose default can only be None"),
        (yields, "yields. Return the result"),
    ],
)
def test_what_cannot_become_an_endpoint_is_said_while_decorating(function: Any, words: str) -> None:
    with pytest.raises(pyharp.EndpointError, match=words):
        pyharp.endpoint(function)
