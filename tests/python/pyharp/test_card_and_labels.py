# SPDX-License-Identifier: MIT
"""Fields of the card and of labels: what is told, and what is refused in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pyharp._tags import category_ids, media_tags
from pyharp.testing import golden

import pyharp
from pyharp import Category, Channels, ModelCard, SampleRate, Subcategory


@pytest.mark.parametrize(
    ("fields", "kind", "words"),
    [
        ({"sample_rate": 44100.0}, TypeError, "sample_rate must be a whole number"),
        ({"channels": 0}, ValueError, "channels must be above 0"),
        ({"max_duration": float("nan")}, ValueError, "max_duration must be above 0"),
        ({"expected_time": "fast"}, TypeError, "expected_time must be a number"),
        ({"keeps_audio": "no"}, TypeError, "keeps_audio is True, False"),
        ({"licence": None}, TypeError, "licence must be a string"),
        ({"links": "https://example.org"}, TypeError, "links must be a dict or a list"),
        ({"links": {"Paper": "example.org"}}, ValueError, "must begin with https://"),
        ({"links": ["javascript:alert(1)"]}, ValueError, "must begin with https://"),
        ({"categories": "separation"}, TypeError, "categories must be a list"),
        ({"categories": ["seperation"]}, ValueError, "there is no category 'seperation'. There are: .*separation"),
        ({"tags": ["category:none"]}, ValueError, "there is no category 'none'"),
        ({"tags": ["output:audio"]}, ValueError, "it follows from the components"),
        ({"tags": [3]}, TypeError, "list of strings"),
    ],
)
def test_a_wrong_field_of_the_card_is_refused(fields: dict[str, Any], kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        ModelCard("x", **fields)


def test_a_card_tells_what_was_said_and_nothing_else() -> None:
    assert set(ModelCard("x").to_full_dict()) == {"name", "description", "author", "tags"}
    links = [
        ("Paper", "https://example.org/p"),
        {"label": "Code", "url": "https://example.org/c"},
        "http://example.org",
    ]
    told: dict[str, Any] = ModelCard("x", links=links, keeps_audio=False).to_full_dict()  # type: ignore[arg-type]
    assert [link["label"] for link in told["links"]] == ["Paper", "Code", "http://example.org"]
    assert told["keeps_audio"] is False


def test_categories_become_tags_and_a_subcategory_brings_its_category() -> None:
    card = ModelCard("x", tags=[Subcategory.DENOISING, "mine", SampleRate(8000), Channels(6)], categories=["effects"])
    assert card.all_tags(["input:audio"]) == [
        "category:effects",
        "category:enhancement",
        "subcategory:denoising",
        "input:audio",
        "mine",
        "sample-rate:8000",
        "channels:6",
    ]
    assert category_ids([Category.UTILITY, "stem-separation"]) == ["utility", "separation", "stem-separation"]
    assert len(Category) == 8
    assert len({entry.id for entry in Subcategory} | {entry.value for entry in Category}) == 8 + len(Subcategory)


def test_media_tags_name_formats_once() -> None:
    file = {"type": "generic_file", "file_types": [".wave", ".wav", ".AIF"]}
    inputs = [{"type": "audio_track"}, {"type": "audio_track"}, file, {"type": "text_box", "hidden": True}]
    assert media_tags(inputs, [{"type": "json"}]) == ["input:audio", "input:file/wav|aiff", "output:labels"]


def test_labels_are_written_as_in_the_golden_document() -> None:
    marks = [
        pyharp.AudioLabel(0.5, "onset", 1.0, "d", 0x80FF0000, "https://example.org", amplitude=0.25),
        pyharp.MidiLabel(1.5, "C4", 0.25, pitch=60),
        pyharp.SpectrogramLabel(2, "whistle", frequency=3000),
        pyharp.OutputLabel(2.5, "end"),
    ]
    assert pyharp.LabelList(marks).to_dict() == golden("labels")


@pytest.mark.parametrize(
    ("label", "kind", "words"),
    [
        (pyharp.OutputLabel(float("inf"), "x"), ValueError, "t is inf"),
        (pyharp.OutputLabel("soon", "x"), TypeError, "t is a number, not str"),  # type: ignore[arg-type]
        (pyharp.OutputLabel(None, "x"), TypeError, "needs t and duration"),  # type: ignore[arg-type]
        (pyharp.OutputLabel(0, "x", duration=-1), ValueError, "cannot last -1 seconds"),
        (pyharp.MidiLabel(0, "x", pitch=float("nan")), ValueError, "pitch is nan"),
        (pyharp.AudioLabel(0, "x", color=1 << 32), ValueError, "0xFFFFFFFF"),
        (pyharp.AudioLabel(0, "x", color=0.5), ValueError, "0xFFFFFFFF"),  # type: ignore[arg-type]
    ],
)
def test_a_wrong_field_of_a_label_is_refused(label: pyharp.OutputLabel, kind: type[Exception], words: str) -> None:
    with pytest.raises(kind, match=words):
        pyharp.LabelList([label]).to_dict()


def test_numbers_of_numpy_become_plain_ones() -> None:
    label = pyharp.AudioLabel(np.float32(0.5), "x", np.float64(-1e-9), amplitude=np.int16(1))  # type: ignore[arg-type]
    written = label.to_dict()
    assert {key: type(written[key]) for key in ("t", "duration", "amplitude", "color")} == {
        "t": float, "duration": float, "amplitude": float, "color": int
    }  # fmt: skip
    assert written["duration"] == 0.0


def test_a_link_that_no_browser_opens_is_left_out_with_a_warning() -> None:
    with pytest.warns(UserWarning, match="is left out"):
        assert pyharp.OutputLabel(0, "x", link="file:///etc/passwd").to_dict()["link"] is None


def test_a_colour_of_the_web_is_packed() -> None:
    assert pyharp.OutputLabel.hex_color_to_int("#ff8000", 1.0) == 0xFFFF8000
    with pytest.raises(ValueError, match="no colour like"):
        pyharp.OutputLabel.hex_color_to_int("orange")
