# SPDX-License-Identifier: MIT
"""The golden replies of endpoints (tests/contract), which pyharp writes, become the descriptions that they mean."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from harp_bridge import Address, Description
from harp_bridge._endpoints import harp01, harp02, harp03, harp10
from harp_bridge._endpoints.config import App, Function

from .helpers import CONTRACT, contract, raises

HERE = Address("http://127.0.0.1:7860", "127.0.0.1", True)
NAMES = ("harp_process", "process", "wav2wav")
APP = App("6.31.0", "/gradio_api", "", {name: Function(place, name) for place, name in enumerate(NAMES)})
READERS: dict[str, Any] = {
    "controls_harp": harp10,
    "controls_0_3": harp03,
    "controls_0_3_reduced": harp03,
    "controls_0_2": harp02,
    "ctrls_0_1": harp01,
    "ctrls_0_1_1_midi": harp01,
}


def described(name: str) -> Description:
    return READERS[name].read_endpoint(APP, contract(f"{name}.json"), HERE).description


@pytest.mark.parametrize(
    ("document", "kinds", "outputs"),
    [
        (
            "controls_harp",
            "audio audio midi file slider number text text toggle choice choice choices choices",
            "audio audio midi file text json json",
        ),
        ("controls_0_3_reduced", "audio audio midi slider number text text toggle choice choice", "audio audio midi *"),
        ("controls_0_3", "audio midi slider text toggle choice number", "audio midi *"),
        ("controls_0_2", "audio slider text toggle choice", "audio labels"),
        ("ctrls_0_1", "audio slider text", "audio"),
    ],
)
def test_every_entry_is_read_as_what_it_is(document: str, kinds: str, outputs: str) -> None:
    found = described(document)
    assert [entry.kind for entry in found.inputs] == kinds.split()
    wanted = outputs.split()
    given = [output.kind for output in found.outputs]
    if wanted[-1] == "*":  # lists of labels, however many
        wanted, given = wanted[:-1], [kind for kind in given if kind != "labels"]
    assert given == wanted


@pytest.mark.parametrize("name", READERS)
def test_each_golden_reply_becomes_its_golden_description(name: str) -> None:
    assert described(name).to_json() == contract(f"normalised/{name}.json")


def test_no_golden_document_is_left_without_its_description() -> None:
    replies = {path.stem for pattern in ("controls_*", "ctrls_*") for path in CONTRACT.glob(f"{pattern}.json")}
    assert replies == set(READERS)
    assert {path.stem for path in (CONTRACT / "normalised").iterdir()} == {*replies, "models"}


def test_everything_that_ours_says_arrives() -> None:
    document: Any = contract("controls_harp.json")
    endpoint = harp10.read_endpoint(APP, copy.deepcopy(document), HERE)
    told: Any = endpoint.description.to_json()
    assert (told["protocol"], told["generation"]) == ("harp-1.0", "harp-1.0")
    assert told["card"] == document["card"]
    inputs = {entry["label"]: entry for entry in told["inputs"]}
    assert inputs["Reference"]["required"] is False
    assert inputs["Files"]["file_types"] == [".txt", ".json"]
    assert inputs["Files"]["multiple"] is True
    assert (inputs["Shift"]["minimum"], inputs["Shift"]["step"], inputs["Shift"]["value"]) == (-12, 0.5, 0.5)
    assert inputs["Choice"]["choices"][0] == {"label": "Nice A", "value": "a"}
    assert inputs["Several"]["value"] == ["x", "z"]
    assert inputs["Input"]["info"] == "The part that is changed."
    assert not {"Colour", "State"} & set(inputs)
    assert endpoint.fixed == {13: "#ff8800", 14: None}
    assert [output.required for output in endpoint.description.outputs][:3] == [True, False, False]


def test_a_model_that_takes_midi_alone_says_so() -> None:
    document = contract("ctrls_0_1_1_midi.json")
    endpoint: Any = harp01.read_endpoint(APP, document, HERE)
    assert [entry.kind for entry in endpoint.description.inputs] == ["midi", "slider"]
    assert [output.kind for output in endpoint.description.outputs] == ["midi"]


def test_a_newer_protocol_than_ours_is_refused() -> None:
    document: Any = contract("controls_harp.json")
    with raises("protocol_newer"):
        harp10.read_endpoint(APP, {**document, "protocol": 2}, HERE)
