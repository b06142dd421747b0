# SPDX-License-Identifier: MIT
"""Lists of models: what a stranger hosts is bounded, checked entry by entry, and searched."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from harp_bridge import HarpError
from harp_bridge._cli.main import main
from harp_bridge._json import Malformed
from harp_bridge._models import LARGEST, NoModelList, fetch_hosted_models, fetch_models, parse_models
from support.hosted import hosted

from .helpers import CONTRACT, contract, run

GOLDEN = CONTRACT / "models.json"
DOCUMENT = json.loads(GOLDEN.read_text())
WRONG = json.loads((CONTRACT / "models_wrong.json").read_text())["entries"]


def parsed(document: Any) -> Any:
    return run(parse_models(json.dumps(document).encode()))


def test_the_golden_list_is_read_as_it_stands() -> None:
    found = run(parse_models(GOLDEN.read_bytes()))
    assert found.notes == ()
    written = found.to_json()
    expected = [{k: v for k, v in model.items() if k != "mood"} for model in DOCUMENT["models"]]
    assert written["models"] == expected
    assert written == contract("normalised/models.json")
    assert (found.name, found.updated) == ("Models of a lab", "2026-11-22")


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: json.dumps(wrong["change"])[:50])
def test_a_wrong_entry_is_left_out_and_the_others_stay(wrong: dict[str, Any]) -> None:
    first, *others = DOCUMENT["models"]
    found = parsed({**DOCUMENT, "models": [{**first, **wrong["change"]}, *others]})
    assert [model.name for model in found.models] == ["Onsets", "Tone"]
    assert len(found.notes) == 1
    assert f"Entry 1 was left out: {wrong['field']} " in found.notes[0]


@pytest.mark.parametrize("missing", ["name", "address", "inputs", "outputs"])
def test_what_every_entry_needs(missing: str) -> None:
    entry = {key: value for key, value in DOCUMENT["models"][0].items() if key != missing}
    assert missing in parsed({"version": 1, "models": [entry]}).notes[0]


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ([], "not an object"),
        ({}, "version"),
        ({"version": 2, "models": []}, "version is 2"),
        ({"version": 1}, "models is not a list"),
        ({"version": 1, "models": [{}] * 10_001}, "more than 10000"),
    ],
)
def test_what_is_no_list_is_refused_as_a_whole(document: Any, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        parsed(document)


def test_size_and_notes_are_bounded() -> None:
    with pytest.raises(Malformed, match="larger than 4 MiB"):
        run(parse_models(b" " * (LARGEST + 1)))
    notes = parsed({"version": 1, "models": [{}] * 50}).notes
    assert len(notes) == 21
    assert notes[-1] == "30 more were left out."
    first = DOCUMENT["models"][0]
    assert parsed({"version": 1, "models": [first, first]}).notes == (
        "Entry 2 was left out: address is listed already.",
    )


def test_a_list_is_fetched_from_this_computer_and_elsewhere_over_https_only() -> None:
    with hosted(GOLDEN.read_bytes()) as address:
        assert len(run(fetch_models(address)).models) == 3
    with pytest.raises(HarpError, match="over https only") as caught:
        run(fetch_models("http://192.168.1.5/models.json"))
    assert caught.value.code == "address_invalid"


def test_what_is_named_as_hosted_is_never_a_file_of_this_computer(tmp_path: Path) -> None:
    (tmp_path / "models.json").write_bytes(GOLDEN.read_bytes())
    for name in (str(tmp_path / "models.json"), f"file://{tmp_path}/models.json"):
        with pytest.raises(HarpError) as caught:
            run(fetch_hosted_models(name))
        assert caught.value.code == "address_invalid"
    with hosted(GOLDEN.read_bytes()) as address:
        assert len(run(fetch_hosted_models(address.removeprefix("http://"))).models) == 3


def test_what_is_fetched_is_bounded_and_stays_on_its_origin() -> None:
    with hosted(b" " * (LARGEST + 1)) as address, pytest.raises(NoModelList, match="longer than"):
        run(fetch_models(address))
    with hosted(b"gone", 404) as address, pytest.raises(NoModelList, match="answers 404"):
        run(fetch_models(address))
    with (
        hosted(b"", 302, "https://elsewhere.example/models.json") as address,
        pytest.raises(NoModelList, match="redirects to https://elsewhere"),
    ):
        run(fetch_models(address))


def test_the_command_lists_and_searches(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", str(GOLDEN)]) == 0
    text = capsys.readouterr().out
    assert "Pitch Shift, by Some Lab" in text
    assert "audio -> audio, labels" in text
    assert "does not keep your audio" in text
    assert text.endswith("3 models\n")
    assert (
        main(["models", str(GOLDEN), "--search", "NOTES lab", "--input", "audio", "--output", "labels", "--json"]) == 0
    )
    found = json.loads(capsys.readouterr().out)
    assert [model["name"] for model in found["models"]] == ["Onsets"]
    assert main(["models", str(GOLDEN), "--search", "nothing like this"]) == 0
    assert capsys.readouterr().out.endswith("0 models\n")


def test_the_command_says_what_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("HARP_MODELS", raising=False)
    assert main(["models", "--verbose"]) == 2
    assert "HARP_MODELS" in capsys.readouterr().err
    assert main(["models", str(tmp_path / "nothing.json")]) == 9
    assert "cannot be read: No such file" in capsys.readouterr().err
    other = tmp_path / "other.json"
    other.write_text("<html>")
    assert main(["models", str(other)]) == 9
    assert "is no list of models" in capsys.readouterr().err
    monkeypatch.setenv("HARP_MODELS", str(GOLDEN))
    assert main(["models"]) == 0
