# SPDX-License-Identifier: MIT
"""The editor without a host: what it shows of a state, and what it sends when somebody presses something."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .seen import Run, component, inside, says, texts
from .states import SENTENCES, error, job, loaded, refused, region, state, working


def test_an_unbound_instance_offers_nothing_to_press(editor: Run) -> None:
    assert editor(bound=False)["components"] == []


def test_nothing_loaded_means_process_cannot_be_pressed(editor: Run) -> None:
    seen = editor({"state": state(regions=[region(0, "Verse", selected=True)])})
    assert not component(seen, "button", "Process")["enabled"]
    assert "Load a model first" in texts(seen, "label")


def test_typing_an_address_and_pressing_load_sends_it(editor: Run) -> None:
    seen = editor({"state": state()}, {"type": "Address of the model", "text": " localhost:7860 "})
    assert seen["commands"] == [{"do": "load", "address": "localhost:7860"}]


def test_controls_appear_with_their_kind_range_and_value(editor: Run) -> None:
    seen = editor({"state": loaded()})
    pitch = component(seen, "slider", "Pitch")
    assert (pitch["minimum"], pitch["maximum"], pitch["value"]) == (-24, 24, 5)
    assert component(seen, "field", "Prompt")["text"] == "warm strings"
    assert component(seen, "field", "Seed")["text"] == "3"
    assert component(seen, "button", "Keep formants")["on"] is False
    assert component(seen, "choice", "Made for")["text"] == "Balanced"
    assert component(seen, "group", "Model card")["description"].startswith("Pitch Shift by The HARP authors")


def several_choices() -> dict[str, Any]:
    shown = loaded()
    several = {"id": "9", "kind": "choices", "label": "Stems", "info": "", "value": []}
    several["choices"] = [{"label": name, "value": name.lower()} for name in ("Voice", "Drums", "Bass")]
    described = shown["endpoint"]["description"]
    shown["endpoint"]["description"] = {**described, "inputs": [*described["inputs"], several]}
    shown["endpoint"]["values"] = {**shown["endpoint"]["values"], "9": ["voice", "bass"]}
    return shown


def test_several_choices_are_named_on_one_button(editor: Run) -> None:
    shown = several_choices()
    seen = component(editor({"state": shown}), "button", "Stems")
    assert seen["text"] == "Voice, Bass"
    assert seen["menu"] == [["Voice", True], ["Drums", False], ["Bass", True]]


def test_an_item_of_the_menu_turns_its_choice_over_and_leaves_the_others(editor: Run) -> None:
    start = ({"state": several_choices()},)
    seen = editor(*start, {"tick": "Stems", "item": "Drums"}, {"tick": "Stems", "item": "Voice"})
    assert [(c["control"], c["value"]) for c in seen["commands"]] == [
        ("9", ["voice", "drums", "bass"]),
        ("9", ["drums", "bass"]),
    ]
    assert component(seen, "button", "Stems")["text"] == "Drums, Bass"
    nothing = editor(*start, {"tick": "Stems", "item": "Voice"}, {"tick": "Stems", "item": "Bass"})
    assert nothing["commands"][-1]["value"] == []
    assert component(nothing, "button", "Stems")["text"] == "none"


def test_choices_that_are_refused_are_shown_as_they_were(editor: Run) -> None:
    refuse = {"refuse": "set", "error": error("control_out_of_range")}
    seen = editor({"state": several_choices()}, refuse, {"tick": "Stems", "item": "Drums"})
    assert component(seen, "button", "Stems")["text"] == "Voice, Bass"
    assert component(seen, "button", "Stems")["menu"][1] == ["Drums", False]


def test_a_secret_is_shown_as_dots_and_a_choice_may_be_any_other_text(editor: Run) -> None:
    shown = loaded()
    described = shown["endpoint"]["description"]
    key = {"id": "8", "kind": "text", "label": "Key", "info": "", "value": "", "secret": True}
    voice = {"id": "9", "kind": "choice", "label": "Voice", "info": "", "value": "low", "custom": True}
    voice["choices"] = [{"label": "Low", "value": "low"}]
    shown["endpoint"]["description"] = {**described, "inputs": [*described["inputs"], key, voice]}
    shown["endpoint"]["values"] = {**shown["endpoint"]["values"], "8": "open sesame", "9": "my own"}
    seen = editor({"state": shown})
    assert component(seen, "field", "Key")["dots"]
    assert not component(seen, "field", "Prompt")["dots"]
    assert component(seen, "choice", "Voice")["text"] == "my own"


def test_every_kind_of_control_sends_its_value(editor: Run) -> None:
    seen = editor(
        {"state": loaded()},
        {"slide": "Pitch", "to": -3.5},
        {"slide": "Pitch", "to": 4},
        {"type": "Seed", "text": "12"},
        {"type": "Prompt", "text": "cold"},
        {"click": "Keep formants"},
        {"choose": "Made for", "item": "Rhythm"},
    )
    sent = [(c["control"], c["value"]) for c in seen["commands"]]
    assert sent == [("1", -3.5), ("1", 4), ("2", 12), ("3", "cold"), ("4", True), ("5", "r")]
    assert isinstance(sent[1][1], int)


def test_a_refused_value_is_explained_and_the_old_one_shown_again(editor: Run) -> None:
    seen = editor(
        {"state": loaded()}, {"refuse": "set", "error": error("control_out_of_range")}, {"type": "Seed", "text": "-1"}
    )
    assert component(seen, "field", "Seed")["text"] == "3"
    assert says(seen, SENTENCES["control_out_of_range"])


def test_progress_and_results_are_told_on_each_region(editor: Run) -> None:
    seen = editor({"state": working()})
    said = {c["title"]: c["description"] for c in seen["components"] if c["title"].startswith("Region ")}
    assert said == {
        "Region Verse": "Plays Pitch Shift",
        "Region Chorus": "Selected. Model is running 45 % - Shifting by +5 semitones",
        "Region Bridge": "Untouched",
    }
    assert component(seen, "button", "Cancel all")["enabled"]
    assert min((c["bounds"][1], c["title"]) for c in seen["components"] if c["title"] in said)[1] == "Region Chorus"


def test_the_switch_chooses_between_original_and_processed(editor: Run) -> None:
    seen = editor({"state": working()}, {"click": "Original"}, {"click": "Processed"})
    assert seen["commands"] == [
        {"do": "choose", "region": "r0", "take": "original"},
        {"do": "choose", "region": "r0", "take": "k1"},
    ]


def test_process_cancel_and_undo_send_their_commands(editor: Run) -> None:
    seen = editor(
        {"state": working()}, {"click": "Process"}, {"click": "Cancel"}, {"click": "Cancel all"}, {"click": "Undo"}
    )
    assert seen["commands"] == [{"do": "process"}, {"do": "cancel", "job": 2}, {"do": "cancel"}, {"do": "undo"}]


def test_the_first_upload_to_another_computer_is_asked_for(editor: Run) -> None:
    needed = {**error("consent_required"), "message": ""}
    start = (
        {"state": loaded("models.example", regions=[region(0, "Verse", selected=True)])},
        {"refuse": "process", "error": needed},
    )
    asked = editor(*start, {"click": "Process"})
    assert any(c["title"] == "Send audio to models.example?" for c in asked["components"])
    allowed = editor(*start, {"click": "Process"}, {"click": "Allow for this host"})
    assert allowed["commands"][1:] == [
        {"do": "consent", "host": "models.example", "allow": True},
        {"do": "process", "regions": ["r0"]},
    ]
    refused = editor(*start, {"click": "Process"}, {"click": "Do not send"})
    assert refused["commands"] == [{"do": "process"}]
    assert not any(c["title"].startswith("Send audio") for c in refused["components"])


def test_the_question_is_void_when_another_model_is_loaded_meanwhile(editor: Run) -> None:
    asking = {"state": loaded("models.example", regions=[region(0, "Verse", selected=True)])}
    needed = {"refuse": "process", "error": {**error("consent_required"), "message": ""}}
    seen = editor(asking, needed, {"click": "Process"}, {"state": loaded("other.example")})
    assert not any(c["title"].startswith("Send audio") for c in seen["components"])


#: What an address can come to nothing with: each is said in the editor as it is written down.
LOADING = (
    "address_invalid",
    "host_unreachable",
    "not_gradio",
    "not_harp",
    "inputs_unsupported",
)


@pytest.mark.parametrize("code", LOADING)
def test_an_address_that_leads_to_no_model_is_said_until_it_is_closed(editor: Run, code: str) -> None:
    assert says(editor({"state": refused(code)}), SENTENCES[code])
    assert not says(editor({"state": refused(code)}, {"click": "Close"}), SENTENCES[code])


def test_the_next_address_that_fails_is_said_although_the_last_was_closed(editor: Run) -> None:
    again = {"type": "Address of the model", "text": "nowhere.example"}
    seen = editor({"state": refused("not_gradio")}, {"click": "Close"}, again, {"state": refused("host_unreachable")})
    assert says(seen, SENTENCES["host_unreachable"])


def test_a_model_that_would_not_load_hides_nothing_that_happens_later(editor: Run) -> None:
    before = {"regions": [region(0, "Verse", selected=True)]}
    later = {"regions": [region(0, "Verse", job=1)], "jobs": [job(1, ["r0"], stage="failed", error=error())]}
    start = {"state": refused("not_gradio", **before)}
    assert says(editor(start), SENTENCES["not_gradio"])
    seen = editor(start, {"click": "Process"}, {"state": refused("not_gradio", **later)})
    assert says(seen, SENTENCES["server_error"]) and not says(seen, SENTENCES["not_gradio"])


def test_a_failed_job_says_what_happened_and_what_to_do(editor: Run) -> None:
    failed = loaded(regions=[region(0, "Verse", job=1)], jobs=[job(1, ["r0"], stage="failed", error=error())])
    assert says(editor({"state": failed}), SENTENCES["server_error"])
    assert not says(editor({"state": failed}, {"click": "Close"}), SENTENCES["server_error"])


@pytest.mark.parametrize("code", ["archive_damaged", "archive_newer"])
def test_a_notice_of_the_document_is_said_and_can_be_dismissed(editor: Run, code: str) -> None:
    told = {"state": state(notices=[{"id": 4, "error": error(code)}])}
    assert says(editor(told), SENTENCES[code])
    assert editor(told, {"click": "Close"})["commands"] == [{"do": "dismiss", "notice": 4}]


@pytest.mark.parametrize(("width", "height"), [(480, 360), (720, 560), (1600, 1000)])
def test_everything_stays_inside_of_the_window(editor: Run, tmp_path: Path, width: int, height: int) -> None:
    picture = tmp_path / "editor.png"
    seen = editor({"state": working()}, {"picture": str(picture)}, width=width, height=height)
    assert inside(seen, width, height)
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
