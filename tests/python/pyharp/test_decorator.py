# SPDX-License-Identifier: MIT
"""`@pyharp.endpoint`: annotations and defaults become controls, and what cannot is said while decorating."""

from __future__ import annotations

import asyncio
import functools
import inspect
import json
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Optional

import gradio as gr
import numpy as np
import pytest
from pyharp._smf import read, written
from pyharp.testing import FakeClient
from support.sounds import noise, wav_bytes, wav_samples
from together import connected

import pyharp
from pyharp import Audio, LabelList, Midi, Number, Radio, Slider


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


class Mode(str, Enum):
    """Their values are text, so those are shown."""

    WARM = "warm sound"
    COLD = "cold sound"


class Size(Enum):
    SMALL = 1
    LARGE = 2


def of_every_optional_kind(
    audio: Audio,
    bars: int | None = None,
    tempo: int | float | None = 90.0,
    depth: Annotated[float, Number] = 1.0,
    below: Annotated[float, Number(maximum=-3)] = -6.0,
    words: str | None = None,
    mode: Mode = "cold sound",  # type: ignore[assignment]
    size: Size | None = None,
    sizes: list[Size] = [Size.LARGE],  # noqa: B006
    votes: Literal[1, 2, 4] = 2,
    parts: Optional[Annotated[list[Literal["a", "b"]], "Parts"]] = None,  # noqa: UP045
    preset: Path | None = None,
) -> Audio:
    """Everything that may be left out."""
    seen.append([bars, tempo, depth, below, words, mode, size, sizes, votes, parts, preset])
    return audio


seen: list[Any] = []


def test_optional_values_and_enums_reach_the_function_as_what_they_are(tmp_path: Path) -> None:
    app = pyharp.endpoint(of_every_optional_kind)
    inputs = app.endpoint.description["inputs"]
    assert [entry["type"] for entry in inputs[1:]] == (
        ["number_box"] * 4 + ["text_box"] + ["dropdown"] * 5 + ["generic_file"]
    )
    values = [entry.get("value") for entry in inputs]
    assert values[1:] == [None, 90.0, 1.0, -6.0, "", "cold sound", "(none)", ["LARGE"], 2, [], None]
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(noise(10)))
    app.process(str(path), *values[1:])
    assert seen.pop() == [None, 90.0, 1.0, -6.0, None, Mode.COLD, None, [Size.LARGE], 2, None, None]
    app.process(str(path), 4, 3, 2, -9, "x", "warm sound", "SMALL", ["SMALL", "LARGE"], 4, ["b"], str(path))
    given = seen.pop()
    assert given == [4, 3.0, 2.0, -9.0, "x", Mode.WARM, Size.SMALL, [Size.SMALL, Size.LARGE], 4, ["b"], path]
    assert (type(given[0]), type(given[1])) == (int, float)


def below_zero(audio: Audio, gain: Annotated[float, Number(maximum=-3)], floor: Annotated[int, Number(2, 9)]) -> Audio:
    return audio


def test_a_number_without_default_begins_as_near_to_zero_as_it_may() -> None:
    inputs = pyharp.endpoint(below_zero).endpoint.description["inputs"]
    assert [entry.get("value") for entry in inputs[1:]] == [-3, 2]


def gain(factor: float, audio: Audio, *, times: int, offset: float = 0.0) -> Audio:
    return audio * (factor * times) + offset


class Gain:
    async def __call__(self, audio: Audio, *, times: int) -> Audio:
        """Louder, later."""
        return audio * times


async def later(audio: Audio, *, times: int) -> Audio:
    return audio * times


@pytest.mark.parametrize(
    ("function", "name"),
    [
        (functools.partial(gain, 0.5, offset=0.25), "Gain"),
        (functools.partial(later), "Later"),
        (later, "Later"),
        (Gain(), "Gain"),
    ],
    ids=["partial", "partial of async", "async", "object"],
)
def test_partials_objects_and_arguments_by_name_are_served(function: Any, name: str, tmp_path: Path) -> None:
    app = pyharp.endpoint(function)
    assert app.endpoint.description["card"]["name"] == name
    assert [entry["label"] for entry in app.endpoint.description["inputs"]] == ["Audio", "Times"]
    # By their places, as Gradio gives them.
    assert all(
        entry.kind is entry.POSITIONAL_OR_KEYWORD for entry in inspect.signature(app.process).parameters.values()
    )
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(np.full((10, 1), 0.25, np.float32)))
    result = app.process(str(path), 2)
    if inspect.iscoroutinefunction(app.process):
        result = asyncio.run(result)
    np.testing.assert_array_equal(result.samples, np.full((10, 1), 0.5, np.float32))


def test_a_card_without_description_gets_that_of_the_function() -> None:
    def quieter(audio: Audio) -> Audio:
        """Makes it quieter.

        And more.
        """
        return audio

    def card(model_card: pyharp.ModelCard) -> Any:
        return pyharp.endpoint(model_card)(quieter).endpoint.description["card"]["description"]

    assert card(pyharp.ModelCard("Quieter", author="me")) == "Makes it quieter."
    assert card(pyharp.ModelCard("Quieter", "Already said.")) == "Already said."


def test_a_component_that_is_given_still_hands_over_what_the_annotation_says(tmp_path: Path) -> None:
    @pyharp.endpoint
    def kept(audio: Annotated[Audio, gr.Audio(type="filepath", label="Voice")]) -> Audio:
        return audio

    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(noise(10)))
    assert isinstance(kept.process(str(path)), Audio)


Decibels = Annotated[float, gr.Slider(-60, 24, value=0)]


def of_given_components(
    voice: Annotated[Audio, gr.Audio()],
    low: Decibels,
    high: Decibels = -3.0,
    gain: Annotated[float, "Gain in dB", "How loud.", gr.Slider(0, 1, label="Slider")] = 0.5,
    times: Annotated[int, gr.Number().set_info("How often.")] = 2,
    second: Annotated[Audio | None, gr.Audio(label="Second")] = None,
    preset: Annotated[Path | None, gr.File()] = None,
) -> Audio:
    seen.append([low, high, gain, times, second, preset])
    return voice


def test_a_given_component_keeps_what_else_is_said_of_its_argument(tmp_path: Path) -> None:
    first, app = (pyharp.endpoint(of_given_components) for _ in range(2))
    inputs = app.endpoint.description["inputs"]
    assert [entry["label"] for entry in inputs] == [
        *("Voice", "Low", "High", "Gain in dB", "Times", "Second", "Preset")
    ]
    assert [entry.get("value") for entry in inputs[1:5]] == [0, -3.0, 0.5, 2]
    assert [inputs[3]["info"], inputs[4]["info"]] == ["How loud.", "How often."]
    assert [entry["required"] for entry in inputs if "required" in entry] == [True, False, False]
    sound = noise(100)
    with FakeClient(app.demo) as client:
        values = {"Low": -10, "High": 6}
        np.testing.assert_array_equal(client.process(sound, 44100, values=values).audio[0].samples, sound)
    assert seen.pop() == [-10, 6, 0.5, 2, None, None]
    assert set(first.demo.blocks).isdisjoint(app.demo.blocks)


def test_an_emptied_number_field_is_the_default_or_said(tmp_path: Path) -> None:
    def numbers(
        audio: Audio, gain: float, times: int = 2, tempo: float | None = 90, level: Annotated[float, gr.Number()] = 3.0
    ) -> Audio:
        seen.append([gain, times, tempo, level])
        return audio

    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(noise(10)))
    app = pyharp.endpoint(numbers)
    app.process(str(path), 1, None, None, None)
    assert seen.pop() == [1.0, 2, None, 3.0]
    with pytest.raises(gr.Error, match=r'"Gain" is empty\. Give it a number'):
        app.process(str(path), None, 2, 90, 3.0)


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


def slider_without_ends(audio: Audio, gain: Annotated[float, Slider] = 1.0) -> Audio:
    return audio


def slider_of_nothing(audio: Audio, gain: Annotated[float | None, Slider(0, 1)] = None) -> Audio:
    return audio


def toggle_of_nothing(audio: Audio, clean: bool | None = None) -> Audio:
    return audio


def component_without_brackets(audio: Annotated[Audio, gr.Audio]) -> Audio:
    return audio


def pair_for_slider(audio: Audio, gain: Annotated[float, (0, 10)] = 1.0) -> Audio:
    return audio


def slider_for_text(audio: Audio, words: Annotated[str, Slider(0, 1)]) -> Audio:
    return audio


def radio_for_several(audio: Audio, parts: Annotated[list[Literal["a", "b"]], Radio()]) -> Audio:
    return audio


def radio_for_number(audio: Audio, gain: Annotated[float, Radio]) -> Audio:
    return audio


def half_steps(audio: Audio, times: Annotated[int, Slider(0, 10, 0.5)]) -> Audio:
    return audio


def choices_twice(audio: Audio, mode: Annotated[Mode, gr.Dropdown(["cold", "warm"])] = Mode.COLD) -> Audio:
    return audio


def component_for_result(audio: Audio) -> Annotated[Audio, gr.Audio(label="Out")]:
    return audio


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (pair_for_slider, r"'gain' can do nothing with \(0, 10\)\. .* two strings, or a Slider, or a Number"),
        (slider_for_text, r"'words' can do nothing with Slider\(.*two strings, or a Text"),
        (radio_for_several, r"'parts' can do nothing with Radio\(\)"),
        (radio_for_number, r"'gain' can do nothing with Radio\(\)"),
        (half_steps, "'times' is int, so its ends and steps must be whole numbers"),
        (choices_twice, r"'mode' has its choices in its type\. Remove gr\.Dropdown\(\.\.\.\)"),
        (component_for_result, r"a result can do nothing with gr\.Audio"),
        (slider_without_ends, r"'gain': a Slider needs its ends\. Write Slider\(0, 1\)"),
        (slider_of_nothing, "'gain' may be None, but a slider always has a number"),
        (toggle_of_nothing, "'clean' may be None, but a toggle is on or off"),
        (component_without_brackets, r"write gr\.Audio\(\.\.\.\) with what it needs"),
        (max, "cannot tell which arguments max takes"),
        (int, "cannot tell which arguments int takes"),
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
