# SPDX-License-Identifier: MIT
"""What a control accepts, and what is sent for it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from harp_bridge import Address, Description
from harp_bridge._endpoints.harp03 import read_description
from harp_bridge._endpoints.values import by_id, check_all

from .apps.shapes import CONTROLS
from .helpers import raises

PROBE = read_description(CONTROLS, Address("http://127.0.0.1", "127.0.0.1", True))


def sent(values: dict[str, object], description: Description = PROBE) -> dict[str, object]:
    return dict(check_all(description, by_id(description, values)))


def test_what_nobody_set_gets_its_default() -> None:
    assert sent({}) == {"2": 7, "3": "hello", "4": True, "5": "b", "6": 3}


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Shift", -24, "-24"),
        ("Shift", 3.0, "3"),
        ("Shift", 3.0000001, "3"),
        ("Shift", np.float32(3), "3"),
        ("Shift", np.int64(3), "3"),
        ("N", 2, "2"),
        ("N", 2.0, "2"),
        ("N", 2.5, "2.5"),
        ("Flag", False, "false"),
        ("Flag", 0, "false"),
        ("Prompt", "", '""'),
        ("Choice", "c", '"c"'),
        ("Choice", "Nice C", '"c"'),
        ("2", 5, "5"),
    ],
)
def test_a_value_is_sent_as_the_endpoint_wants_it(label: str, value: object, expected: str) -> None:
    (identity,) = by_id(PROBE, {label: value})
    assert json.dumps(sent({label: value})[identity]) == expected


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("Shift", 25, "-24 to 24"),
        ("Shift", -24.5, "-24 to 24"),
        ("Shift", 3.5, "whole number"),
        ("Shift", "3", "not a number"),
        ("Shift", True, "not a number"),
        ("Shift", float("nan"), "not a number"),
        ("Shift", None, "not a number"),
        ("N", 10, "0 to 9"),
        ("Flag", "yes", "neither on nor off"),
        ("Flag", 2, "neither on nor off"),
        ("Prompt", 3, "not a text"),
        ("Choice", "d", "a, b, Nice C"),
        ("Choice", None, "not one of"),
    ],
)
def test_a_value_out_of_range_names_the_control_and_its_range(label: str, value: object, words: str) -> None:
    with raises("control_out_of_range") as caught:
        sent({label: value})
    assert label in caught.value.detail
    assert words in caught.value.detail


@pytest.mark.parametrize("name", ["shift", "99", "Input Audio", "0", ""])
def test_a_control_that_is_not_there_is_named_with_those_that_are(name: str) -> None:
    with raises("control_unknown") as caught:
        sent({name: 1})
    assert f'"{name}"' in caught.value.detail
    assert "Shift, Prompt, Flag, Choice, N" in caught.value.detail


def test_a_slider_of_fractions_sends_fractions() -> None:
    entry = {"type": "slider", "label": "Mix", "minimum": 0, "maximum": 1, "step": 0.01, "value": 0.5}
    description = read_description({"inputs": [entry], "outputs": []}, Address("http://127.0.0.1", "127.0.0.1", True))
    assert json.dumps(sent({"Mix": 1}, description)["0"]) == "1.0"


def test_a_number_without_bounds_takes_any() -> None:
    entry = {"type": "number_box", "label": "N", "minimum": None, "maximum": None, "value": None}
    description = read_description({"inputs": [entry], "outputs": []}, Address("http://127.0.0.1", "127.0.0.1", True))
    assert sent({"N": -1e9}, description)["0"] == -1e9
    assert sent({}, description)["0"] is None


def with_controls(*entries: dict[str, object]) -> Description:
    body = {"inputs": [{"label": "C", **entry} for entry in entries], "outputs": []}
    return read_description(body, Address("http://127.0.0.1", "127.0.0.1", True))


PARTS = {"type": "dropdown", "multiselect": True, "choices": [["One", 1], ["Yes", True], ["b", "b"]], "value": ["b"]}


@pytest.mark.parametrize(
    ("value", "expected"),
    [([], "[]"), (["One", "b"], '[1, "b"]'), ((True, 1), "[true, 1]"), (["b", "b"], '["b"]'), ({"b"}, '["b"]')],
)
def test_several_choices_are_sent_as_a_list_without_doubles(value: object, expected: str) -> None:
    assert json.dumps(sent({"C": value}, with_controls(PARTS))["0"]) == expected
    assert json.dumps(sent({}, with_controls(PARTS))["0"]) == '["b"]'


@pytest.mark.parametrize(("value", "words"), [("b", "not a list"), (3, "not a list"), (["b", "d"], "One, Yes, b")])
def test_what_is_no_list_of_known_choices_is_refused(value: object, words: str) -> None:
    with raises("control_out_of_range") as caught:
        sent({"C": value}, with_controls(PARTS))
    assert words in caught.value.detail


def test_a_choice_that_allows_any_text_takes_any_text() -> None:
    entry = {"type": "dropdown", "choices": ["a", "b"], "value": "a", "allow_custom_value": True}
    assert sent({"C": "of my own"}, with_controls(entry))["0"] == "of my own"
    assert sent({"C": ["x", "b"]}, with_controls({**entry, "multiselect": True}))["0"] == ("x", "b")
    with raises("control_out_of_range"):
        sent({"C": 3}, with_controls(entry))


def test_a_number_without_decimals_is_whole() -> None:
    entry = {"type": "number_box", "minimum": 0, "maximum": 9, "value": 3.0, "precision": 0}
    assert json.dumps(sent({"C": 4.0}, with_controls(entry))["0"]) == "4"
    assert json.dumps(sent({}, with_controls(entry))["0"]) == "3"
    with raises("control_out_of_range") as caught:
        sent({"C": 4.5}, with_controls(entry))
    assert "whole number" in caught.value.detail


def test_a_choice_may_be_a_number_or_nothing_and_true_is_not_one() -> None:
    entry = {"type": "dropdown", "label": "C", "choices": [["one", 1], ["yes", True], ["none", None]], "value": 1}
    description = read_description({"inputs": [entry], "outputs": []}, Address("http://127.0.0.1", "127.0.0.1", True))
    assert sent({"C": True}, description)["0"] is True
    assert type(sent({"C": 1}, description)["0"]) is int
    assert sent({"C": None}, description)["0"] is None
    assert sent({"C": "yes"}, description)["0"] is True
