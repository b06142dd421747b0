# SPDX-License-Identifier: MIT
"""What an endpoint says about itself and how it answers, byte for byte and by the rules of HARP 3.0.1."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pyharp._smf import written
from strict_harp3 import arguments_of, call, read_description, read_result
from support.servers import REPOSITORY
from support.sounds import noise, wav_bytes
from support.wire import Wire, WireError
from together import connected

import pyharp

CONTRACT = REPOSITORY / "tests" / "contract"
ALWAYS = {"controls", "process", "cancel", "harp_controls", "harp_process"}


def golden(name: str) -> Any:
    return json.loads((CONTRACT / f"{name}.json").read_text())


def public_names(wire: Wire) -> set[str]:
    """Names that a client may call; the page's own events have none."""
    return {
        dependency["api_name"]
        for dependency in wire.config["dependencies"]
        if dependency["backend_fn"] and dependency["api_name"] and dependency.get("api_visibility") != "private"
    }


def midi_bytes() -> bytes:
    return written(pyharp.Midi.from_notes([(60, 0.0, 0.5, 90)]))


@pytest.mark.parametrize(
    ("app", "function", "document"),
    [
        ("probe", "controls", "controls_0_3"),
        ("everything", "controls", "controls_0_3_reduced"),
        ("everything", "harp_controls", "controls_harp"),
    ],
)
def test_the_description_is_the_golden_document_in_its_order(
    app: str, function: str, document: str, any_gradio: str
) -> None:
    with connected(app, any_gradio) as wire:
        event, data, _ = wire.call(function, [])
        queued = wire.run(function, [])
    assert event == "complete"
    assert json.dumps(data) == json.dumps([golden(document)])
    assert json.dumps(queued) == json.dumps(data)


@pytest.mark.parametrize(("app", "chosen"), [("probe", 0), ("probe", 1), ("everything", 1), ("identity", 0)])
def test_harp_3_accepts_description_and_result(app: str, chosen: int, gradio_python: str) -> None:
    with connected(app, gradio_python) as wire:
        (description,) = call(wire, "controls", [])
        read_description(description)
        files = {"audio_track": wire.upload(wav_bytes(noise(8000))), "midi_track": wire.upload(midi_bytes(), "in.mid")}
        result = call(wire, "process", arguments_of(description, files, chosen))
        found = read_result(wire, description, result)
        assert len(found) == len(description["outputs"])
        assert call(wire, "cancel", []) is not None


def test_the_named_functions_are_those_of_the_generation(any_gradio: str) -> None:
    with connected("identity", any_gradio) as wire:
        assert public_names(wire) == {
            "controls",
            "process",
            "cancel",
            "harp_controls",
            "harp_process",
            "wav2wav-ctrls",
            "wav2wav",
            "wav2wav-cancel",
        }
    with connected("everything", any_gradio) as wire:
        assert public_names(wire) == ALWAYS


def test_cancelling_by_name_completes_when_nothing_runs(any_gradio: str) -> None:
    with connected("identity", any_gradio) as wire:
        event, _, _ = wire.call("cancel", [])
    assert event == "complete"


def test_values_reach_the_function_in_order_and_labels_keep_every_field(any_gradio: str) -> None:
    with connected("probe", any_gradio) as wire:
        sound = wav_bytes(noise(1000))
        # Older clients name a choice by its text, and get an object for what is not there.
        _, midi, marks = wire.run("process", [wire.upload(sound), None, 3.5, "hi", False, "Nice C", 4])
        audio, nothing, labels = wire.run("harp_process", [wire.upload(sound), None, 3.5, "hi", False, "c", 4])
        assert wire.download(audio) == sound
        assert wire.download(midi).startswith(b"MThd")
    assert nothing is None
    assert marks == labels
    assert json.loads(labels["labels"][1]["label"]) == [False, 3.5, "hi", False, "c", 4]
    assert labels["labels"][0] == {
        "t": 0.5,
        "label": "onset",
        "duration": 1.0,
        "description": "d",
        "color": 0x80FF0000,
        "link": "https://example.org",
        "label_type": "AudioLabel",
        "amplitude": 0.25,
    }


def test_our_own_names_carry_every_kind_of_value(any_gradio: str) -> None:
    sound, other = wav_bytes(noise(1000)), wav_bytes(noise(500) * 3.0, subtype="FLOAT")
    with connected("everything", any_gradio) as wire:
        files = [wire.upload(b"one", "a.txt"), wire.upload(b"two", "b.json")]
        sent = [wire.upload(sound), wire.upload(other), wire.upload(midi_bytes(), "in.mid"), files]
        sent += [-3.5, 7, "new", "s3cret", False, "a", "warm", ["y"], [], "#000000", None]
        vocals, rest, melody, report, words, values, marks = wire.run("harp_process", sent)
        # Bit for bit on every Gradio, also beyond full scale; Gradio 4's own Audio would make 16 bit of it.
        assert wire.download(vocals) == sound
        assert wire.download(rest) == other
        assert wire.download(melody) == midi_bytes()
        assert [wire.download(file) for file in report] == [b"a note"]
    assert words == "NEW"
    assert values["files"] == ["one", "two"]
    assert values["tracks"] == [len(sound), len(other), len(midi_bytes())]
    assert values["controls"] == [-3.5, 7, "new", "s3cret", False, "a", "warm", ["y"], [], "#000000", 7]
    assert marks["labels"][0]["label_type"] == "AudioLabel"


def test_older_names_fill_in_what_they_cannot_carry(any_gradio: str) -> None:
    with connected("filled", any_gradio) as wire:
        audio = wire.upload(wav_bytes(noise(10)))
        (marks,) = wire.run("process", [audio, 3])
        assert json.loads(marks["labels"][0]["label"]) == [True, ["x"], 3, "#ff8800", None, 7]
        with pytest.raises(WireError, match=r"wants a file that ends in \.txt"):
            wire.run("harp_process", [audio, ["x"], 3, "#ff8800", wire.upload(b"", "a.exe"), None])


def test_the_older_description_names_no_protocol_and_ours_does(any_gradio: str) -> None:
    with connected("identity", any_gradio) as wire:
        assert "protocol" not in wire.call("controls", [])[1][0]
        told = wire.call("harp_controls", [])[1][0]
    assert (told["protocol"], told["minor"], told["process"]) == (1, 0, "harp_process")


def test_a_second_output_and_its_labels_are_accepted_as_well() -> None:
    with connected("two_outputs") as wire:
        (description,) = call(wire, "controls", [])
        read_description(description)
        files = {"audio_track": wire.upload(wav_bytes(noise(100)))}
        found = read_result(wire, description, call(wire, "process", arguments_of(description, files)))
    assert [kind for kind, _ in found] == ["audio_track", "audio_track", "labels"]
