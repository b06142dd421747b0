# SPDX-License-Identifier: MIT
"""The editor without a host: what it shows of a state, and what it sends when somebody presses something."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .seen import Run, component, inside, says, texts
from .states import SENTENCES, error, job, loaded, refused, region, state, take, working


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


OUT_OF_RANGE = {"refuse": "set", "error": error("control_out_of_range")}
AT_SEED = {"focus": "Seed"}


@pytest.mark.parametrize("steps", [[], [AT_SEED]], ids=["elsewhere", "in the field"])
def test_a_refused_value_is_explained_and_the_old_one_shown_again(editor: Run, steps: list[Any]) -> None:
    seen = editor({"state": loaded()}, *steps, OUT_OF_RANGE, {"type": "Seed", "text": "-1"})
    assert component(seen, "field", "Seed")["text"] == "3"
    assert says(seen, SENTENCES["control_out_of_range"])


def with_seed(value: Any, /, **changes: Any) -> dict[str, Any]:
    """The state with another value of Seed, and Seed with other properties."""
    shown = loaded(regions=[region(0, "Verse", selected=True)])
    described = shown["endpoint"]["description"]
    inputs = [{**i, **changes} if i["label"] == "Seed" else i for i in described["inputs"]]
    shown["endpoint"]["description"] = {**described, "inputs": inputs}
    shown["endpoint"]["values"] = {**shown["endpoint"]["values"], "2": value}
    return shown


def test_a_value_that_arrives_is_shown_in_the_field_unless_another_one_is_being_typed_there(editor: Run) -> None:
    start = ({"state": loaded()}, AT_SEED)
    untouched = editor(*start, {"state": with_seed(4)})
    assert component(untouched, "field", "Seed")["text"] == "4"
    typing = editor(*start, {"write": "Seed", "text": "12"}, {"state": with_seed(4)})
    assert component(typing, "field", "Seed")["text"] == "12"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"minimum": 0, "maximum": 9}, "0 to 9"),
        ({"minimum": -0.5, "maximum": 0.25, "info": "in beats"}, "-0.5 to 0.25 - in beats"),
        ({"minimum": 0, "maximum": None}, "at least 0"),
        ({"minimum": None, "maximum": 9}, "at most 9"),
        ({"minimum": 1, "maximum": 8, "whole": True}, "whole numbers, 1 to 8"),
        ({"minimum": None, "maximum": None, "info": "any"}, "any"),
    ],
)
def test_a_number_shows_what_it_accepts(editor: Run, changes: dict[str, Any], told: str) -> None:
    seen = editor({"state": with_seed(3, **changes)})
    assert told in texts(seen, "label")
    assert component(seen, "field", "Seed")["description"] == told


def test_process_waits_for_the_value_that_is_being_typed(editor: Run) -> None:
    typing = ({"state": with_seed(3)}, AT_SEED, {"write": "Seed", "text": "12"})
    taken = editor(*typing, {"click": "Process"})
    assert taken["commands"] == [{"do": "set", "control": "2", "value": 12}, {"do": "process"}]


def test_nothing_is_processed_with_another_value_than_the_one_that_was_typed(editor: Run) -> None:
    typing = ({"state": with_seed(3)}, AT_SEED, {"write": "Seed", "text": "-1"}, OUT_OF_RANGE)
    refused = editor(*typing, {"click": "Process"})
    assert refused["commands"] == [{"do": "set", "control": "2", "value": -1}]
    assert says(refused, SENTENCES["control_out_of_range"])
    assert component(refused, "field", "Seed")["text"] == "3"
    again = editor(*typing, {"click": "Process"}, {"click": "Process"})
    assert again["commands"][1:] == [{"do": "process"}]
    assert not says(again, SENTENCES["control_out_of_range"])


def test_a_refused_value_is_said_although_the_same_click_does_something_else(editor: Run) -> None:
    refused = ({"state": working()}, OUT_OF_RANGE, {"type": "Seed", "text": "-1"})
    for other in ({"click": "Undo"}, {"click": "Keep formants"}, {"type": "Prompt", "text": "bells"}):
        assert says(editor(*refused, other), SENTENCES["control_out_of_range"])
    for later in ({"click": "Close"}, {"type": "Seed", "text": "4"}, {"click": "Load"}):
        assert not says(editor(*refused, {"click": "Undo"}, later), SENTENCES["control_out_of_range"])


def test_a_number_that_may_stay_open_is_left_alone(editor: Run) -> None:
    shown = {"state": with_seed(None, value=None)}
    assert component(editor(shown), "field", "Seed")["text"] == ""
    assert editor(shown, AT_SEED, {"click": "Process"})["commands"] == [{"do": "process"}]
    emptied = editor({"state": with_seed(3, value=None)}, {"type": "Seed", "text": " "})
    assert emptied["commands"] == [{"do": "set", "control": "2", "value": None}]


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


def overlapped(**changes: Any) -> dict[str, Any]:
    """A region with a take of its own, and a newer one of its neighbour that reaches into it."""
    takes = [take("k1", "Pitch Shift"), take("k2", "Reverb", start=1.9)]
    return loaded(regions=[region(0, "Verse", takes=["k1", "k2"], **changes)], takes=takes)


def test_processed_is_the_take_that_covers_most_of_the_region(editor: Run) -> None:
    seen = editor({"state": overlapped()}, {"click": "Processed"})
    assert seen["commands"] == [{"do": "choose", "region": "r0", "take": "k1"}]


@pytest.mark.parametrize(("sounding", "name"), [("k1", "Pitch Shift"), ("k2", "Reverb")])
def test_a_region_names_the_take_that_sounds(editor: Run, sounding: str, name: str) -> None:
    seen = editor({"state": overlapped(sounds="take", take=sounding)})
    assert component(seen, "group", "Region Verse")["description"] == f"Plays {name}"


def test_a_region_whose_file_is_gone_says_what_to_do(editor: Run) -> None:
    seen = editor({"state": loaded(regions=[region(0, "Verse", available=False)])})
    told = component(seen, "group", "Region Verse")["description"]
    assert told == "Audio file not available: bring it back online in the host"


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


#: What Process is refused with before anything is read or sent.
REFUSING = (
    "not_loaded",
    "nothing_selected",
    "region_unknown",
    "region_empty",
    "source_unavailable",
    "inputs_unsupported",
    "address_invalid",
    "out_of_memory",
)


@pytest.mark.parametrize("code", REFUSING)
def test_what_cannot_be_processed_says_why_and_what_to_do(editor: Run, code: str) -> None:
    start = (
        {"state": loaded(regions=[region(0, "Verse", selected=True)])},
        {"refuse": "process", "error": error(code)},
    )
    seen = editor(*start, {"click": "Process"})
    assert seen["commands"] == [{"do": "process"}]
    assert says(seen, SENTENCES[code])
    assert not says(editor(*start, {"click": "Process"}, {"click": "Close"}), SENTENCES[code])
    assert not says(editor(*start, {"click": "Process"}, {"click": "Process"}), SENTENCES[code])


@pytest.mark.parametrize("code", ["server_error", "server_lost", "worker_lost", "region_unreadable", "result_invalid"])
def test_a_failed_job_says_what_happened_and_what_to_do(editor: Run, code: str) -> None:
    failed = loaded(regions=[region(0, "Verse", job=1)], jobs=[job(1, ["r0"], stage="failed", error=error(code))])
    assert says(editor({"state": failed}), SENTENCES[code])
    assert not says(editor({"state": failed}, {"click": "Close"}), SENTENCES[code])


@pytest.mark.parametrize("code", ["archive_damaged", "archive_newer"])
def test_a_notice_of_the_document_is_said_and_can_be_dismissed(editor: Run, code: str) -> None:
    told = {"state": state(notices=[{"id": 4, "error": error(code)}])}
    assert says(editor(told), SENTENCES[code])
    assert editor(told, {"click": "Close"})["commands"] == [{"do": "dismiss", "notice": 4}]


def wordy() -> dict[str, Any]:
    """A long card, a job that failed with a long story, and a region in every shape."""
    shown = loaded(
        regions=[
            region(0, "Verse", selected=True, job=1),
            region(1, "Chorus", job=2),
            region(2, "Bridge", sounds="take", take="k1", takes=["k1"]),
        ],
        takes=[take("k1", "Pitch Shift")],
        jobs=[job(2, ["r1"]), job(1, ["r0"], stage="failed", error={**error(), "detail": "a line of it\n" * 40})],
    )
    description = shown["endpoint"]["description"]
    described = {**description, "card": {**description["card"], "description": "It has a long story. " * 40}}
    return {**shown, "endpoint": {**shown["endpoint"], "description": described}}


NEEDS_CONSENT = {"refuse": "process", "error": {**error("consent_required"), "message": ""}}
ASKING: list[dict[str, Any]] = [
    {"state": loaded("models.example", regions=[region(0, "Verse", selected=True)])},
    NEEDS_CONSENT,
    {"click": "Process"},
]
SCENES: dict[str, tuple[list[dict[str, Any]], list[str]]] = {
    "working": ([{"state": working()}], ["Process", "Cancel all", "Undo", "Redo", "Load"]),
    "a notice": ([{"state": wordy()}], ["Process", "Cancel all", "Close", "Details"]),
    "details": ([{"state": wordy()}, {"click": "Details"}], ["Process", "Cancel all", "Close", "Details"]),
    "consent": (ASKING, ["Process", "Allow for this host", "Do not send"]),
}


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize(("width", "height"), [(480, 360), (720, 560), (1600, 1000)])
def test_everything_stays_inside_of_the_window(
    editor: Run, tmp_path: Path, width: int, height: int, scene: str
) -> None:
    picture = tmp_path / "editor.png"
    steps, buttons = SCENES[scene]
    seen = editor(*steps, {"picture": str(picture)}, width=width, height=height)
    assert inside(seen, width, height)
    assert not [b for b in buttons if component(seen, "button", b)["scrolls"]]
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
