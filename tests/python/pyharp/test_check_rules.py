# SPDX-License-Identifier: MIT
"""The rules about documents and sounds, one by one, without a server."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest
from pyharp.check._results import result_findings
from pyharp.check._rules.description import description_findings
from pyharp.check._rules.generations import seen_by_each
from pyharp.check._rules.labels import labels_findings
from pyharp.check._rules.order import order_findings
from pyharp.check._rules.sound import sound_findings
from pyharp.check._rules.timing import description_time_findings
from pyharp.check._trials import Trial
from pyharp.testing import File, Result, Sound, golden, sine


def codes(findings: Any, level: str = "fault") -> set[str]:
    return {finding.code for finding in findings if finding.level == level}


@pytest.mark.parametrize(
    ("where", "value", "code"),
    [
        (("card",), None, "card_missing"),
        (("card", "name"), " ", "card_field"),
        (("card", "author"), 3, "card_field"),
        (("card", "tags"), None, "tags_not_list"),
        (("card", "tags"), [1], "tags_not_list"),
        (("card", "sample_rate"), 0, "card_field"),
        (("card", "links"), ["https://lab.example"], "card_field"),
        (("card", "keeps_audio"), "no", "card_field"),
        (("inputs",), None, "description_shape"),
        (("outputs",), [], "no_output"),
        (("inputs", 0, "label"), "", "label_missing"),
        (("inputs", 0, "type"), "generic_file", "type_unknown"),
        (("outputs", 0, "type"), "image", "type_unknown"),
        (("inputs", 2, "minimum"), 30, "range_wrong"),
        (("inputs", 2, "step"), 0, "range_wrong"),
        (("inputs", 2, "value"), 25, "default_outside"),
        (("inputs", 2, "value"), None, "default_wrong"),
        (("inputs", 3, "value"), None, "default_wrong"),
        (("inputs", 4, "value"), 1, "default_wrong"),
        (("inputs", 5, "choices"), ["a", "b"], "choices_wrong"),
        (("inputs", 5, "choices"), [], "choices_wrong"),
        (("inputs", 5, "value"), "z", "default_outside"),
        (("inputs", 6, "minimum"), "low", "range_wrong"),
        (("inputs", 6, "value"), 10, "default_outside"),
    ],
)
def test_each_fault_of_a_description(where: tuple[Any, ...], value: Any, code: str) -> None:
    document = golden("controls")
    assert codes(description_findings(document)) == set()
    place = document
    for key in where[:-1]:
        place = place[key]
    place[where[-1]] = value
    found = [finding for finding in description_findings(document) if finding.level == "fault"]
    assert [finding.code for finding in found] == [code]
    assert found[0].next


def test_what_only_our_own_description_may_hold() -> None:
    document = golden("controls")
    document["inputs"][1] = {"label": "Preset", "type": "generic_file", "required": False, "file_types": [".json"]}
    assert codes(description_findings(document, ours=True)) == set()
    document["inputs"][5] |= {"multiselect": True, "value": ["a", "z"]}
    assert codes(description_findings(document, ours=True)) == {"default_outside"}


def test_two_inputs_of_one_label_are_a_warning() -> None:
    document = golden("controls")
    document["inputs"][3]["label"] = "Shift"
    assert "label_twice" in codes(description_findings(document), "warning")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"t": None}, "label_time"),
        ({"t": float("nan")}, "label_time"),
        ({"label_type": "Other"}, "label_type"),
        ({"label": None}, "label_text"),
        ({"duration": -1}, "label_time"),
        ({"color": -1}, "label_color"),
        ({"color": 1 << 32}, "label_color"),
        ({"amplitude": "high"}, "label_height"),
    ],
)
def test_each_fault_of_a_label(change: dict[str, Any], code: str) -> None:
    document = golden("labels")
    assert labels_findings(document, 3.0) == []
    document["labels"][0].update(change)
    assert codes(labels_findings(document, 3.0)) == {code}


def test_labels_outside_of_the_sound_and_lists_that_are_none() -> None:
    assert codes(labels_findings(golden("labels"), 1.0), "warning") == {"label_outside"}
    assert codes(labels_findings({"labels": []})) == {"labels_shape"}
    many = golden("labels")
    many["labels"] = [{}] * 100
    assert len(labels_findings(many)) == 6


def test_sounds() -> None:
    sent = (sine(440, 0.5), 44100)

    def found(samples: Any, rate: int = 44100, subtype: str = "FLOAT", **card: Any) -> set[str]:
        findings = sound_findings("Out", samples, rate, subtype, sent, **card)
        return {f"{finding.level} {finding.code}" for finding in findings}

    assert found(sent[0]) == set()
    assert found(sent[0] * 4) == set()
    assert found(sent[0][:0]) == {"fault sound_empty"}
    assert found(sent[0] * np.inf) == {"fault not_finite"}
    assert found(np.clip(sent[0] * 4, -1, 1), subtype="PCM_16") == {"fault clipped"}
    assert found(np.clip(sent[0] * 4, -1, 1)) == {"warning clipped"}
    assert found(sent[0], subtype="PCM_16") == {"note sixteen_bit"}
    assert found(sent[0], 48000) == {"fault rate_wrong"}
    assert found(sine(440, 0.5, 48000), 48000) == {"note rate_changed"}
    assert found(sine(440, 0.5, 48000), 48000, card_rate=48000) == set()
    assert found(sent[0], card_rate=48000) == {"warning rate_not_promised"}
    assert found(sine(440, 2.0)) == {"note length_changed"}
    assert found(np.zeros_like(sent[0])) == {"warning silent"}


@pytest.mark.parametrize(("essential", "expected"), [(True, {"silent"}), (False, set())])
def test_silence_is_odd_only_with_ordinary_sound_and_values(essential: bool, expected: set[str]) -> None:
    silence = Sound("Out", np.zeros((22050, 2), np.float32), 44100, "FLOAT", b"")
    trial = Trial("code", "with a control at its end", (sine(440, 0.5), 44100), essential=essential)
    outputs = [{"type": "audio_track", "label": "Out"}]
    found = result_findings(Result([{}], audio=[silence]), outputs, trial, {})
    assert {finding.code for finding in found} == expected


USUAL = Trial("code", "an ordinary sound", (sine(440, 0.5), 44100), essential=True)


@pytest.mark.parametrize(
    ("output", "value", "code"),
    [
        ({"type": "text", "label": "Words"}, None, "result_null"),
        ({"type": "audio_track", "label": "Out", "required": True}, None, "result_null"),
        ({"type": "text", "label": "Words"}, 3, "text_wrong"),
        ({"type": "text", "label": "Words"}, "three", ""),
        ({"type": "text", "label": "Words", "required": False}, None, ""),
    ],
)
def test_each_fault_of_a_result(output: dict[str, Any], value: Any, code: str) -> None:
    found = result_findings(Result([value]), [output], USUAL, {})
    assert codes(found) == ({code} if code else set())
    assert all(finding.next for finding in found)


@pytest.mark.parametrize(("content", "expected"), [(b"RIFF", {"midi_wrong"}), (b"MThd\0\0\0\6", set())])
def test_a_file_that_is_called_midi_is_one(content: bytes, expected: set[str]) -> None:
    sent = Result([{}], files=[File("Melody", "melody.MID", content)])
    assert codes(result_findings(sent, [{"type": "midi_track", "label": "Melody"}], USUAL, {})) == expected


@pytest.mark.parametrize(
    ("seconds", "card", "expected"),
    [
        (60.0, {"expected_time": 0.25}, {"slower_than_said"}),
        (10.0, {"expected_time": 0.25}, set()),
        (60.0, {"expected_time": 30}, set()),
        (600.0, {}, set()),
        (600.0, {"expected_time": "long"}, set()),
    ],
)
def test_work_that_takes_far_longer_than_the_card_says(
    seconds: float, card: dict[str, Any], expected: set[str]
) -> None:
    found = result_findings(Result(["done"], seconds=seconds), [{"type": "text", "label": "Words"}], USUAL, card)
    assert codes(found, "warning") == expected


def test_a_slow_description_is_a_warning() -> None:
    assert description_time_findings(0.2) == []
    assert codes(description_time_findings(7.0), "warning") == {"describe_slow"}


def test_order_and_number_against_the_components() -> None:
    document = golden("controls")
    kinds = ("audio", "file", "slider", "textbox", "checkbox", "dropdown", "number")
    taken = [
        {"type": kind, "props": {"label": entry["label"]}}
        for kind, entry in zip(kinds, document["inputs"], strict=True)
    ]
    given = [{"type": kind, "props": {"label": None}} for kind in ("audio", "file", "json")]
    inputs, outputs = document["inputs"], document["outputs"]
    assert order_findings("process", inputs, outputs, taken, given) == []
    swapped = [taken[0], taken[1], taken[3], taken[2], *taken[4:]]
    assert codes(order_findings("process", inputs, outputs, swapped, given)) == {"input_order"}
    assert codes(order_findings("process", inputs, outputs, taken[:-1], given)) == {"input_count"}
    assert codes(order_findings("process", inputs, outputs, taken, given[:2])) == {"output_count"}


def test_what_each_generation_sees() -> None:
    controls = golden("controls")
    names = {"controls", "process", "cancel"}

    def seen(names: set[str], version: str = "6.31.0", **described: Any) -> list[bool]:
        return [entry.usable for entry in seen_by_each(names, version, described, [])]

    assert seen(names, controls=controls) == [False, False, True, True]
    assert seen(names, "4.44.1", controls=controls) == [False, False, False, True]
    assert seen({"controls", "process"}, controls=controls) == [False, False, False, True]
    both = {**controls, "ctrls": [{"ctrl_type": "audio_in", "label": "In"}]}
    assert seen(names, controls=both) == [False, True, True, True]
    old = {"card": {}, "ctrls": [{"ctrl_type": "audio_in", "label": "In"}]}
    assert seen({"wav2wav-ctrls", "wav2wav"}, **{"wav2wav-ctrls": old}) == [True, False, False, False]
    assert seen({"predict"}) == [False] * 4
    third = seen_by_each(names, "6.31.0", {"controls": copy.deepcopy(controls)}, [])[2]
    assert third.shows == "1 audio track, 1 midi track, 1 slider, 1 text box, 1 toggle, 1 dropdown"
    assert third.reason == "does not draw 1 number box, and sends the default"
