# SPDX-License-Identifier: MIT
"""Lists of models as authors make and check them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pyharp.__main__ import main
from pyharp.models import MODELS_VERSION, entry_of, read_index
from pyharp.testing import golden
from support.servers import REPOSITORY
from together import address_of

CONTRACT = REPOSITORY / "tests" / "contract"
DOCUMENT = golden("models")
WRONG = json.loads((CONTRACT / "models_wrong.json").read_text())["entries"]


def problems(document: Any) -> list[str]:
    return [str(problem) for problem in read_index(json.dumps(document).encode())[1]]


def test_the_golden_list_has_no_problem() -> None:
    document, found = read_index((CONTRACT / "models.json").read_bytes())
    assert found == []
    assert document == DOCUMENT
    assert document["version"] == MODELS_VERSION


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: json.dumps(wrong["change"])[:50])
def test_a_wrong_field_is_named_with_its_entry(wrong: dict[str, Any]) -> None:
    first, *others = DOCUMENT["models"]
    name = wrong["change"].get("name", "Pitch Shift")
    (found,) = problems({**DOCUMENT, "models": [*others, {**first, **wrong["change"]}]})
    place = "entry 3" if name is None else f"entry 3 ({name})"
    assert found.startswith(f"{place}, {wrong['field']}: ")


def test_what_is_missing_or_double_is_named() -> None:
    first, second, _ = DOCUMENT["models"]
    assert problems({"version": 1, "models": [{}]}) == [
        f"entry 1, {field}: This is missing." for field in ("name", "address", "inputs", "outputs")
    ]
    double = {**second, "address": first["address"]}
    assert problems({"version": 1, "models": [first, double]}) == [
        "entry 2 (Onsets), address: entry 1 (Pitch Shift) has the same address."
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"[]", "must hold an object"),
        (b"{", "This is no JSON"),
        (b"[" * 100_000, "This is no JSON"),
        (b'{"version": 2, "models": []}', "2 is newer than what this pyharp reads"),
        (b'{"version": "1", "models": []}', "write the number 1"),
        (b'{"version": 1}', "must be a list"),
        (b" " * ((4 << 20) + 1), "larger than 4 MiB"),
    ],
)
def test_what_is_no_list_is_refused(content: bytes, words: str) -> None:
    assert words in str(read_index(content)[1][0])


def test_an_entry_is_made_of_a_description() -> None:
    entry = entry_of(golden("controls"), "me/probe")
    assert entry == {
        "name": "Probe",
        "address": "me/probe",
        "description": "A probe.",
        "author": "me",
        "tags": ["example", "probe"],
        "inputs": ["audio", "midi", "text"],
        "outputs": ["audio", "midi", "labels"],
    }
    assert problems({"version": 1, "models": [entry]}) == []


def test_the_commands_make_and_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = address_of("gain")
    target = tmp_path / "models.json"
    assert main(["models", "make", address, "-o", str(target), "--name", "Mine"]) == 0
    document = json.loads(target.read_text())
    assert document["name"] == "Mine"
    assert [(entry["name"], entry["address"], entry["inputs"]) for entry in document["models"]] == [
        ("Gain", address, ["audio"])
    ]
    assert main(["models", "check", str(target)]) == 0
    assert "1 models, nothing is wrong" in capsys.readouterr().out
    document["models"][0]["address"] = "ftp://nowhere"
    target.write_text(json.dumps(document))
    assert main(["models", "check", str(target)]) == 1
    assert "entry 1 (Gain), address: This must be user/space" in capsys.readouterr().err
    assert main(["models", "make", "http://127.0.0.1:9"]) == 3
    assert "nothing answers" in capsys.readouterr().err
    assert main(["models", "check", str(tmp_path / "nothing")]) == 3
