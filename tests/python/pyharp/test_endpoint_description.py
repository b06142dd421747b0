# SPDX-License-Identifier: MIT
"""What an endpoint says about itself and how it answers, byte for byte and by the rules of HARP 3.0.1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.servers import ENDPOINTS, EXAMPLES
from support.sounds import noise, wav_bytes
from support.wire import PREFIX, Wire

GOLDEN = Path(__file__).parent / "golden" / "controls_0_3.json"

INPUT_TYPES = {"audio_track", "midi_track", "slider", "text_box", "number_box", "toggle", "dropdown"}
OUTPUT_TYPES = {"audio_track", "midi_track", "json"}
LABEL_TYPES = {"OutputLabel", "AudioLabel", "MidiLabel", "SpectrogramLabel"}
APPS = [ENDPOINTS / "probe.py", ENDPOINTS / "two_outputs.py", *sorted(EXAMPLES.glob("*/app.py"))]


def app_id(path: Path) -> str:
    return path.parent.name if path.name == "app.py" else path.stem


def test_the_description_is_the_golden_document_in_its_order(servers: Any, gradio_python: str) -> None:
    with Wire(servers("probe", gradio_python).address) as wire:
        event, data, _ = wire.call("controls", [])
        queued = wire.run("controls", [])
    assert event == "complete"
    assert json.dumps(data) == json.dumps([json.loads(GOLDEN.read_text())])
    assert json.dumps(queued) == json.dumps(data)


@pytest.mark.parametrize("app", APPS, ids=app_id)
def test_harp_3_accepts_the_description(app: Path, servers: Any) -> None:
    with Wire(servers(app).address) as wire:
        _, [description], stream = wire.call("controls", [])
    assert any("complete" in line for line in stream.splitlines())
    card = description["card"]
    assert all(isinstance(card[key], str) for key in ("name", "description", "author"))
    assert isinstance(card["tags"], list)
    assert {control["type"] for control in description["inputs"]} <= INPUT_TYPES
    assert {control["type"] for control in description["outputs"]} <= OUTPUT_TYPES
    for control in description["inputs"]:
        assert isinstance(control["label"], str)
        if control["type"] == "dropdown":
            assert all(isinstance(choice, list) and len(choice) == 2 for choice in control["choices"])
            assert control["value"] in [value for _, value in control["choices"]]
            if app.name == "app.py":  # HARP 3 sends the label, so the examples let label and value be the same
                assert all(label == value for label, value in control["choices"])
        if control["type"] == "toggle":
            assert isinstance(control["value"], bool)
        if control["type"] == "slider":
            assert control["minimum"] <= control["value"] <= control["maximum"]


@pytest.mark.parametrize("app", APPS, ids=app_id)
def test_harp_3_accepts_the_result_made_with_the_defaults(app: Path, servers: Any, gradio_python: str) -> None:
    sound = wav_bytes(noise(8000))
    with Wire(servers(app, gradio_python).address) as wire:
        _, [description], _ = wire.call("controls", [])
        supplied = {"audio_track": lambda: wire.upload(sound), "midi_track": lambda: wire.upload(b"MThd", "in.mid")}
        arguments = [
            supplied[control["type"]]() if control["type"] in supplied else control["value"]
            for control in description["inputs"]
        ]
        event, data, stream = wire.call("process", arguments)
        assert event == "complete"
        assert not any("error" in line for line in stream.splitlines())
        assert len(data) == len(description["outputs"])
        for output, value in zip(description["outputs"], data, strict=True):
            if output["type"] == "json":
                assert value["meta"]["_type"] == "pyharp.LabelList"
                assert {label["label_type"] for label in value["labels"]} <= LABEL_TYPES
            else:
                assert value["meta"]["_type"] == "gradio.FileData"
                assert wire.http.get(value["url"]).status_code == 200
                assert value["url"].endswith(Path(value["path"]).suffix)


def test_the_named_functions_are_those_of_the_generation(servers: Any, gradio_python: str) -> None:
    with Wire(servers("identity", gradio_python).address) as wire:
        assert wire.api_names() == {"controls", "process", "cancel"}
        assert wire.config["api_prefix"] == PREFIX


def test_cancelling_by_name_completes_when_nothing_runs(servers: Any, gradio_python: str) -> None:
    with Wire(servers("identity", gradio_python).address) as wire:
        event, _, _ = wire.call("cancel", [])
    assert event == "complete"


def test_values_reach_the_function_in_order_and_labels_keep_every_field(servers: Any, gradio_python: str) -> None:
    with Wire(servers("probe", gradio_python).address) as wire:
        sound = wav_bytes(noise(1000))
        audio, midi, labels = wire.run("process", [wire.upload(sound), None, 3.5, "hi", False, "c", 4])
        assert wire.download(audio) == sound
    assert midi is None
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


def test_the_newer_endpoint_says_so_and_ours_say_nothing(servers: Any) -> None:
    with Wire(servers("newer").address) as wire:
        assert wire.call("controls", [])[1][0]["protocol"] == 99
    with Wire(servers("identity").address) as wire:
        assert "protocol" not in wire.call("controls", [])[1][0]
