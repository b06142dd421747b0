# SPDX-License-Identifier: MIT
"""Reads LABEL=VALUE: values of controls, further audio, files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from .._endpoints.description import (
    ChoiceInput,
    ChoicesInput,
    Control,
    Description,
    Input,
    NumberInput,
    SliderInput,
    ToggleInput,
)
from .._errors import fail
from .common import named

__all__ = ["paths_by_label", "values_by_id"]

_SWITCH = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}


def values_by_id(description: Description, entries: Sequence[str]) -> dict[str, object]:
    """Each LABEL=VALUE by the id of its control. Names that fit nothing are refused later, with the list of controls.

    Raises command_invalid.
    """
    values: dict[str, object] = {}
    for entry in entries:
        control = _fitting(description.controls, entry)
        if control is None:
            name, typed = named(entry)
            values[name] = typed
            continue
        value = _read(control, entry[len(control.label) + 1 :])
        before = values.get(control.id)
        if isinstance(control, ChoicesInput) and isinstance(before, list) and isinstance(value, list):
            value = [*before, *value]
        values[control.id] = value
    return values


def paths_by_label(inputs: Iterable[Input], entries: Sequence[str]) -> list[tuple[str, Path]]:
    """Each LABEL=PATH as (label or id, path). Raises command_invalid, control_unknown."""
    known = tuple(inputs)
    found = []
    for entry in entries:
        fitting = _fitting(known, entry)
        if fitting is None:
            name, path = named(entry)
            if name not in {each.id for each in known}:
                labels = ", ".join(each.label for each in known) or "none"
                raise fail("control_unknown", detail=f'"{name}" is not an input of that kind; there are: {labels}')
        else:
            name, path = fitting.id, entry[len(fitting.label) + 1 :]
        found.append((name, Path(path)))
    return found


def _fitting(inputs: Iterable[Control] | Iterable[Input], entry: str) -> Control | Input | None:
    """A label may itself hold the sign: the longest one that fits wins."""
    fitting = [each for each in inputs if entry.startswith(each.label + "=")]
    return max(fitting, key=lambda each: len(each.label)) if fitting else None


def _read(control: Control | Input, typed: str) -> object:
    if isinstance(control, (SliderInput, NumberInput)):
        try:
            return int(typed) if typed.lstrip("+-").isdigit() else float(typed)
        except ValueError:
            return typed
    if isinstance(control, ToggleInput):
        return _SWITCH.get(typed.lower(), typed)
    if isinstance(control, ChoiceInput):
        return _choice(control, typed)
    if isinstance(control, ChoicesInput):
        if typed == "":
            return []
        whole = any(typed in (choice.label, str(choice.value)) for choice in control.choices)
        return [_choice(control, part) for part in ([typed] if whole else typed.split(","))]
    return typed


def _choice(control: ChoiceInput | ChoicesInput, typed: str) -> object:
    matching = [choice for choice in control.choices if typed in (choice.label, str(choice.value))]
    return matching[0].value if matching else typed
