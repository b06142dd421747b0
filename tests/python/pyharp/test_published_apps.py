# SPDX-License-Identifier: MIT
"""Apps written for each published pyharp run on this one, through the names that clients of their time call."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pytest
from pyharp._smf import read, written
from pyharp.tags import build_tags, validate_tag
from support.servers import REPOSITORY
from support.sounds import noise, wav_bytes, wav_samples
from together import connected

import pyharp

CONTRACT = REPOSITORY / "tests" / "contract"


def midi_bytes(*pitches: int) -> bytes:
    return written(pyharp.Midi.from_notes([(pitch, 0.5, 1.0, 90) for pitch in pitches]))


def golden(name: str) -> Any:
    return json.loads((CONTRACT / f"{name}.json").read_text())


def test_the_first_generation() -> None:
    samples = noise(800)
    with connected("generation_0_1") as wire:
        assert wire.run("wav2wav-ctrls", []) == [golden("ctrls_0_1")]
        (result,) = wire.run("wav2wav", [wire.upload(wav_bytes(samples)), 2, "hello"])
        np.testing.assert_array_equal(wav_samples(wire.download(result))[0], samples * 2)
        (newest,) = wire.run("harp_process", [wire.upload(wav_bytes(samples)), 0.5, "hello"])
        np.testing.assert_array_equal(wav_samples(wire.download(newest))[0], samples / 2)
        wire.run("wav2wav-cancel", [])


def test_generation_0_1_1_with_midi() -> None:
    with connected("generation_0_1_1") as wire:
        assert wire.run("wav2wav-ctrls", []) == [golden("ctrls_0_1_1_midi")]
        (result,) = wire.run("wav2wav", [wire.upload(midi_bytes(60, 64), "in.mid"), 12])
        assert [note.pitch for note in read(wire.download(result)).notes()] == [72, 76]
        melody, labels = wire.run("process", [wire.upload(midi_bytes(100), "in.mid"), 12])
        assert [note.pitch for note in read(wire.download(melody)).notes()] == [112]
        assert labels == {"meta": {"_type": "pyharp.LabelList"}, "labels": []}


def test_generation_0_2() -> None:
    samples = noise(22050)
    with connected("generation_0_2") as wire:
        (description,) = wire.run("controls", [])
        assert {key: description[key] for key in ("card", "ctrls")} == golden("controls_0_2")
        audio, labels = wire.run("process", [wire.upload(wav_bytes(samples)), 3, "hello", True, "b"])
        np.testing.assert_array_equal(wav_samples(wire.download(audio))[0], samples)
        (alone,) = wire.run("wav2wav", [wire.upload(wav_bytes(samples)), 3, "hello", True, "b"])
        assert alone["meta"] == {"_type": "gradio.FileData"}
    first, second = labels["labels"]
    assert (first["label"], first["duration"], first["color"]) == ("3 hello True b", 0.5, 2164195328)
    assert (second["t"], second["label_type"], second["color"]) == (0.5, "OutputLabel", 0x8000FF00)


def test_generation_0_3() -> None:
    one, two = noise(700, seed=1), noise(700, seed=2)
    with connected("generation_0_3") as wire:
        (description,) = wire.run("controls", [])
        placed = ["category:production", "subcategory:automatic-mixing"]
        assert description["card"]["tags"][:2] == placed
        assert {"sample-rate:44100", "channels:stereo", "mix", "input:midi"} <= set(description["card"]["tags"])
        assert wire.run("harp_controls", [])[0]["card"]["categories"] == ["production", "automatic-mixing"]
        tracks = [wire.upload(wav_bytes(one)), wire.upload(wav_bytes(two)), wire.upload(midi_bytes(60), "in.mid")]
        mix, notes, labels = wire.run("process", [*tracks, 0.5])
        np.testing.assert_allclose(wav_samples(wire.download(mix))[0], (one + two) / 2, atol=1e-7)
        assert read(wire.download(notes)).notes()[0].pitch == 60
        (label,) = labels["labels"]
        assert (label["t"], label["duration"], label["pitch"]) == (0.5, 0.5, 60.0)
        alone = wire.run("process", [tracks[0], None, tracks[2], 0.5])[0]
        np.testing.assert_array_equal(wav_samples(wire.download(alone))[0], one)


PUBLISHED = {
    "ModelCard",
    "build_endpoint",
    "load_audio",
    "save_audio",
    "load_midi",
    "save_midi",
    "ticks_to_seconds",
    "get_tick_time_in_seconds",
    "get_timestamp",
    "get_default_path",
    "add_timestamp_to_path",
    "save_and_return_filepath",
    "OutputLabel",
    "AudioLabel",
    "SpectrogramLabel",
    "MidiLabel",
    "LabelList",
    "Category",
    "Subcategory",
    "SampleRate",
    "Channels",
    "core",
    "labels",
    "media",
}


def test_a_star_brings_the_published_names_and_none_that_an_app_might_have_itself() -> None:
    namespace: dict[str, Any] = {}
    exec("from pyharp import *", namespace)
    assert set(namespace) - {"__builtins__"} == PUBLISHED


@pytest.mark.parametrize(
    "line",
    [
        "from pyharp import ModelCard, build_endpoint, save_and_return_filepath",
        "from pyharp.core import ModelCard, build_endpoint",
        "from pyharp.labels import AudioLabel, LabelList, MidiLabel, OutputLabel, SpectrogramLabel",
        "from pyharp.media import *",
        "from pyharp.media import load_audio, save_audio, load_midi, save_midi, get_timestamp, get_default_path",
        "from pyharp.media.audio import load_audio, save_audio",
        "from pyharp.media.midi import get_tick_time_in_seconds, load_midi, save_midi, ticks_to_seconds",
        "from pyharp.media.utils import add_timestamp_to_path, get_default_path, get_timestamp",
        "from pyharp.tags import Category, Channels, Modality, SampleRate, Subcategory, build_tags, validate_tag",
        "import pyharp.media.audio; pyharp.media.midi.load_midi",
    ],
)
def test_published_lines_that_import_find_the_very_same_things(line: str) -> None:
    namespace: dict[str, Any] = {}
    exec(line, namespace)
    for name in set(namespace) & PUBLISHED:
        assert namespace[name] is getattr(pyharp, name)


def test_published_ways_of_writing_labels() -> None:
    label = pyharp.AudioLabel(0.5, "x", 1.0, None, pyharp.OutputLabel.hex_color_to_int("#ff0000"), None, 0.25)
    assert label.color == 2164195328
    for labels in (
        pyharp.LabelList([label]),
        pyharp.LabelList(labels=[label]),
        pyharp.LabelList(meta={}, labels=[label]),
        pyharp.LabelList({}, [label]),
    ):
        assert labels.to_dict() == asdict(labels) == {"meta": labels.meta, "labels": [label.to_dict()]}
        assert labels.meta == {"_type": "pyharp.LabelList"}
    assert pyharp.LabelList().labels == pyharp.LabelList({}).labels == []

    @dataclass
    class Chord(pyharp.MidiLabel):
        root: str = "C"

        def __post_init__(self) -> None:
            super().__post_init__()
            self.label = f"{self.root} {self.label}"

    written = Chord(0, "major", root="F", pitch=65).to_dict()
    assert (written["label"], written["label_type"], written["root"]) == ("F major", "MidiLabel", "F")


def test_the_tags_of_an_app_that_makes_them_itself() -> None:
    tags = [pyharp.Subcategory.DENOISING, "mine ", pyharp.Channels(1)]
    assert build_tags(tags, ["input:audio"]) == [
        "category:enhancement",
        "subcategory:denoising",
        "input:audio",
        "mine",
        "channels:mono",
    ]
    with pytest.raises(ValueError, match="needs some text"):
        validate_tag(" ")
