# SPDX-License-Identifier: MIT
"""Looking into a list of models in the editor: what is shown, what is sent, and the keyboard."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .seen import Run, component, inside, says
from .states import MODELS, SENTENCES, browser, error, state, working

LIST = "https://lab.example/models.json"
OPEN = {"click": "Models"}


def listing(**changes: Any) -> dict[str, Any]:
    return {"state": state(browser=browser("ready", address=LIST, **changes))}


def titles(seen: Any) -> list[str]:
    return [c["title"] for c in seen["components"]]


def said(seen: Any) -> str:
    """What stands in the place of the models."""
    return str(component(seen, "group", "Models")["description"])


def rows(seen: Any) -> list[str]:
    names = {model["name"] for model in MODELS}
    return [c["title"] for c in seen["components"] if c["type"] == "button" and c["title"] in names]


def test_without_an_address_the_browser_says_what_a_list_is_and_fetches_nothing(editor: Run) -> None:
    seen = editor({"state": state()}, OPEN)
    assert seen["commands"] == []
    assert "models.json" in said(seen)
    assert "type it above and press Show list" in said(seen)
    assert component(seen, "field", "Address of a list of models")["text"] == ""


def test_opening_the_browser_fetches_the_remembered_list_once(editor: Run) -> None:
    seen = editor({"state": state(browser=browser(address=LIST))}, OPEN)
    assert seen["commands"] == [{"do": "browse"}]
    assert component(seen, "field", "Address of a list of models")["text"] == LIST
    assert editor(listing(), OPEN)["commands"] == []


def test_an_address_that_is_typed_is_fetched(editor: Run) -> None:
    seen = editor({"state": state()}, OPEN, {"type": "Address of a list of models", "text": f" {LIST} "})
    assert seen["commands"] == [{"do": "browse", "address": LIST}]


def test_models_are_listed_with_what_they_do_and_where_they_are(editor: Run) -> None:
    seen = editor(listing(notes=["Entry 4 was left out: name is not plain text."]), OPEN)
    assert rows(seen) == ["Pitch Shift", "Onsets", "Tone"]
    told = component(seen, "button", "Pitch Shift")["description"]
    for part in ("Moves the pitch of a sound", "audio to audio", "MIT", "pitch, voice", "some-lab/pitch-shift"):
        assert part in told
    assert "\n" not in told
    assert "text to audio" in component(seen, "button", "Tone")["description"]
    assert said(seen) == ""


def test_a_click_on_a_model_fills_the_address_loads_it_and_closes_the_browser(editor: Run) -> None:
    seen = editor(listing(), OPEN, {"click": "Onsets"})
    assert seen["commands"] == [{"do": "load", "address": "https://models.lab.example/onsets"}]
    assert component(seen, "field", "Address of the model")["text"] == "https://models.lab.example/onsets"
    assert "Models" not in titles(seen)
    assert component(seen, "button", "Process")


def test_what_is_searched_for_is_sent_and_what_was_found_is_shown(editor: Run) -> None:
    found = listing(words="notes", found=1, models=[MODELS[1]], count=3)
    seen = editor(listing(), OPEN, {"type": "Search the list", "text": "notes"}, found)
    assert seen["commands"] == [{"do": "find", "words": "notes"}]
    assert rows(seen) == ["Onsets"]
    none = editor(listing(words="zither", found=0, models=[], count=3), OPEN)
    assert said(none).startswith("No model of this list has all of these words.")
    assert component(none, "field", "Search the list")["text"] == "zither"


def test_a_list_on_its_way_and_an_empty_one_say_so(editor: Run) -> None:
    fetching = editor({"state": state(browser=browser("loading", address=LIST))}, OPEN)
    assert said(fetching).startswith("Fetching the list...")
    assert component(fetching, "button", "Fetching...")
    empty = editor({"state": state(browser=browser("ready", address=LIST, models=[]))}, OPEN)
    assert said(empty).startswith("This list is empty.")


def test_a_list_that_cannot_be_had_says_why_and_what_to_do(editor: Run) -> None:
    problem = {
        "code": "models_invalid",
        "sentence": "There is no list of models at this address.",
        "next": "Check the address.",
        "message": "",
        "detail": "the server answers 404",
    }
    seen = editor({"state": state(browser=browser("failed", address=LIST, error=problem))}, OPEN)
    assert said(seen).split("\n")[:2] == [problem["sentence"], problem["next"]]
    assert "the server answers 404" in said(seen)
    assert component(seen, "field", "Address of a list of models")["text"] == LIST
    assert rows(seen) == []


def test_a_refused_address_is_explained_above_the_list(editor: Run) -> None:
    refuse = {"refuse": "browse", "error": error("models_invalid")}
    seen = editor(listing(), OPEN, refuse, {"type": "Address of a list of models", "text": "https://me:pw@lab.example"})
    assert says(seen, SENTENCES["models_invalid"])
    assert rows(seen) == ["Pitch Shift", "Onsets", "Tone"]


@pytest.mark.parametrize("place", ["Search the list", "Address of a list of models", "Onsets", "Close"])
def test_escape_closes_the_browser_from_wherever_the_keyboard_is(editor: Run, place: str) -> None:
    seen = editor(listing(), OPEN, {"key": "escape", "in": place})
    assert "Models" not in titles(seen)
    assert seen["commands"] == []


def test_the_button_opens_and_closes_the_browser_and_what_it_covers_cannot_be_reached(editor: Run) -> None:
    shown = {"state": {**working(), "browser": browser("ready", address=LIST)}}
    opened = editor(shown, OPEN)
    assert component(opened, "button", "Models")["on"]
    assert opened["tabs"] == [
        "Address of the model",
        "Load",
        "Models",
        "Address of a list of models",
        "Show list",
        "Close",
        "Search the list",
        "Pitch Shift",
        "Onsets",
        "Tone",
    ]
    closed = editor(shown, OPEN, {"click": "Close"})
    assert not component(closed, "button", "Models")["on"]
    assert "Process" in closed["tabs"]


@pytest.mark.parametrize(("width", "height"), [(480, 360), (720, 640), (1600, 1000)])
def test_the_browser_stays_inside_of_the_window(editor: Run, tmp_path: Path, width: int, height: int) -> None:
    picture = tmp_path / "browser.png"
    problem = {**error(), "detail": "a line of it\n" * 40}
    shown = {**working(), "browser": browser("ready", address=LIST), "notices": [{"id": 1, "error": problem}]}
    for steps in ([OPEN], [OPEN, {"click": "Details"}]):
        seen = editor({"state": shown}, *steps, {"picture": str(picture)}, width=width, height=height)
        assert inside(seen, width, height)
        assert component(seen, "field", "Search the list")["bounds"][3] >= 24
    assert rows(seen) == ["Pitch Shift", "Onsets", "Tone"]
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
