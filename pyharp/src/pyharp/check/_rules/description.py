# SPDX-License-Identifier: MIT
"""Inputs and outputs of a description: types, ranges, defaults."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, TypeGuard

from .card import card_findings
from .findings import Finding, fault, warning

__all__ = ["INPUTS_0_3", "INPUTS_OURS", "OUTPUTS_0_3", "OUTPUTS_OURS", "description_findings"]

INPUTS_0_3 = ("audio_track", "midi_track", "slider", "text_box", "number_box", "toggle", "dropdown")
OUTPUTS_0_3 = ("audio_track", "midi_track", "json")
INPUTS_OURS = (*INPUTS_0_3, "generic_file")
OUTPUTS_OURS = (*OUTPUTS_0_3, "generic_file", "text")

Entry = dict[str, Any]


def description_findings(description: Any, ours: bool = False) -> list[Finding]:
    """What is wrong with a description as it came over the wire.

    Args:
        description: the answer of `/controls`, or of `/harp_controls`.
        ours: whether it is that of `/harp_controls`, which may hold more.
    """
    if not isinstance(description, dict):
        return [
            fault(
                "description_shape",
                "The app does not describe itself with an object.",
                "Return card, inputs and outputs.",
            )
        ]
    found = card_findings(description.get("card"))
    for role, types in (
        ("inputs", INPUTS_OURS if ours else INPUTS_0_3),
        ("outputs", OUTPUTS_OURS if ours else OUTPUTS_0_3),
    ):
        entries = description.get(role)
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            found.append(
                fault(
                    "description_shape",
                    f"The description's {role} are not a list of objects.",
                    f"Return a list of {role}.",
                )
            )
            continue
        for entry in entries:
            found += _entry_findings(entry, role[:-1], types)
        if role == "inputs":
            found += _doubles(entries)
    if description.get("outputs") == []:
        found.append(fault("no_output", "The app describes no output.", "Give build_endpoint an output component."))
    return found


def _entry_findings(entry: Entry, role: str, types: tuple[str, ...]) -> list[Finding]:
    kind, label = entry.get("type"), entry.get("label")
    name = f"{role} {label!r}"
    if not isinstance(label, str) or not label:
        return [fault("label_missing", f"An {role} of type {kind!r} has no label.", "Give its component a label.")]
    if kind not in types:
        return [
            fault(
                "type_unknown",
                f"The {name} is of the type {kind!r}, which HARP 3.0.1 skips, so that every later value reaches "
                "the wrong argument."
                if role == "input"
                else f"The {name} is of the type {kind!r}.",
                "Use one of " + ", ".join(types) + ".",
            )
        ]
    check = _CHECKS.get(str(kind)) if role == "input" else None
    return check(entry, name) if check else []


def _slider(entry: Entry, name: str) -> list[Finding]:
    low, high, step = entry.get("minimum"), entry.get("maximum"), entry.get("step")
    if not _number(low) or not _number(high) or not low < high:
        return [
            fault(
                "range_wrong", f"The {name} reaches from {low!r} to {high!r}.", "Give it a minimum below its maximum."
            )
        ]
    if step is not None and (not _number(step) or step <= 0):
        return [fault("range_wrong", f"The {name} has the step {step!r}.", "Give it a step above 0.")]
    return _default_within(entry, name, low, high)


def _number_box(entry: Entry, name: str) -> list[Finding]:
    for bound in (entry.get("minimum"), entry.get("maximum")):
        if bound is not None and not _number(bound):
            return [fault("range_wrong", f"The {name} has the limit {bound!r}.", "Make it a number, or leave it out.")]
    if entry.get("value") is None:
        return [warning("default_missing", f"The {name} has no default.", "Give it one, so that the first try works.")]
    return _default_within(entry, name, entry.get("minimum"), entry.get("maximum"))


def _default_within(entry: Entry, name: str, low: Any, high: Any) -> list[Finding]:
    value = entry.get("value")
    if not _number(value):
        return [fault("default_wrong", f"The {name} has the default {value!r}.", "Make the default a number.")]
    if (low is not None and value < low) or (high is not None and value > high):
        reach = f"{'any' if low is None else low} to {'any' if high is None else high}"
        return [
            fault(
                "default_outside",
                f"The default of the {name} is {value:g}, outside of what it accepts ({reach}).",
                "Choose a default within the range.",
            )
        ]
    return []


def _text_box(entry: Entry, name: str) -> list[Finding]:
    if isinstance(entry.get("value"), str):
        return []
    return [fault("default_wrong", f"The {name} has the default {entry.get('value')!r}.", "Make the default a text.")]


def _toggle(entry: Entry, name: str) -> list[Finding]:
    if isinstance(entry.get("value"), bool):
        return []
    return [
        fault("default_wrong", f"The {name} has the default {entry.get('value')!r}.", "Make the default True or False.")
    ]


def _dropdown(entry: Entry, name: str) -> list[Finding]:
    choices = entry.get("choices")
    if not isinstance(choices, list) or not choices:
        return [fault("choices_wrong", f"The {name} has no choices.", "Give it a list of choices.")]
    if not all(isinstance(choice, list) and len(choice) == 2 for choice in choices):
        return [
            fault(
                "choices_wrong",
                f"The choices of the {name} are not pairs of label and value. HARP 3.0.1 crashes on that.",
                "Describe each choice as [label, value].",
            )
        ]
    values = [choice[1] for choice in choices]
    value = entry.get("value")
    chosen = value if entry.get("multiselect") and isinstance(value, list) else [value]
    outside = [one for one in chosen if one not in values]
    found = []
    if outside:
        found.append(
            fault(
                "default_outside",
                f"The default of the {name} is {outside[0]!r}, which is none of its choices.",
                "Choose a default among the choices.",
            )
        )
    differing = [str(label) for label, value in choices if str(label) != str(value)]
    if differing and not entry.get("multiselect"):
        found.append(
            warning(
                "choice_by_text",
                f"The {name} has choices whose value differs from their text ({differing[0]!r}). "
                "HARP 3 sends the text, and Gradio refuses it.",
                "Let the choices be plain texts, and look their meaning up in the function.",
            )
        )
    return found


def _doubles(entries: list[Entry]) -> list[Finding]:
    labels = [entry.get("label") for entry in entries]
    return [
        warning("label_twice", f"Two inputs are labelled {label!r}.", "Give each input a label of its own.")
        for label in sorted({str(label) for label in labels if labels.count(label) > 1})
    ]


def _number(value: Any) -> TypeGuard[float]:
    return not isinstance(value, bool) and isinstance(value, (int, float)) and math.isfinite(value)


_CHECKS: dict[str, Callable[[Entry, str], list[Finding]]] = {
    "slider": _slider,
    "number_box": _number_box,
    "text_box": _text_box,
    "toggle": _toggle,
    "dropdown": _dropdown,
}
