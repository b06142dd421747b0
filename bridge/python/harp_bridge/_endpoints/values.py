# SPDX-License-Identifier: MIT
"""Checks what a person set against what the controls accept, before anything is sent."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from .._errors import HarpError, fail
from .description import (
    ChoiceInput,
    ChoicesInput,
    Control,
    Description,
    NumberInput,
    Scalar,
    SliderInput,
    TextInput,
    ToggleInput,
    Value,
)

__all__ = ["by_id", "check", "check_all"]


def check_all(description: Description, values: Mapping[str, object]) -> dict[str, Value]:
    """id -> value to send for every control; controls that are not named get their default.

    Raises control_unknown and control_out_of_range.
    """
    controls = {control.id: control for control in description.controls}
    for name in values:
        if name not in controls:
            raise _unknown(description, name)
    return {
        identity: check(control, values[identity]) if identity in values else control.value
        for identity, control in controls.items()
    }


def by_id(description: Description, values: Mapping[str, object]) -> dict[str, object]:
    """Replaces labels by ids; a key that is no label is taken as an id. Raises control_unknown."""
    labels: dict[str, str] = {}
    for control in description.controls:
        labels.setdefault(control.label, control.id)
    ids = {control.id for control in description.controls}
    result: dict[str, object] = {}
    for name, value in values.items():
        identity = labels.get(name, name)
        if identity not in ids:
            raise _unknown(description, name)
        result[identity] = value
    return result


def check(control: Control, value: object) -> Value:
    """The value as the endpoint wants it. Raises control_out_of_range."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(control, ToggleInput):
        if isinstance(value, (bool, int)) and value in (0, 1):
            return bool(value)
        raise _refused(control, value, "is neither on nor off")
    if isinstance(control, TextInput):
        if isinstance(value, str) and len(value) <= 1_000_000:
            return value
        raise _refused(control, value, "is not a text")
    if isinstance(control, ChoiceInput):
        return _choice(control, value)
    if isinstance(control, ChoicesInput):
        return _choices(control, value)
    return _number(control, value)


def _number(control: SliderInput | NumberInput, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _refused(control, value, "is not a number")
    low, high = control.minimum, control.maximum
    if (low is not None and value < low) or (high is not None and value > high):
        raise _refused(control, value, f"is outside of {_shown(low)} to {_shown(high)}")
    nearest = round(value)
    if isinstance(control, SliderInput):
        if not control.integral:
            return float(value)
        if abs(value - nearest) > 1e-6:
            raise _refused(control, value, "is not a whole number")
        return nearest
    if control.whole and abs(value - nearest) > 1e-6:
        raise _refused(control, value, "is not a whole number")
    return nearest if control.whole or (isinstance(control.value, int) and nearest == value) else value


def _shown(bound: int | float | None) -> str:
    return "any" if bound is None else f"{bound:g}"


def _choices(control: ChoicesInput, value: object) -> Value:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise _refused(control, value, "is not a list")
    chosen = [_one_of(control, entry) for entry in value]
    return tuple(entry for place, entry in enumerate(chosen) if not any(_same(entry, e) for e in chosen[:place]))


def _choice(control: ChoiceInput, value: object) -> Value:
    if value is None and control.value is None:
        return None
    return _one_of(control, value)


def _one_of(control: ChoiceInput | ChoicesInput, value: object) -> Scalar:
    for choice in control.choices:
        if _same(choice.value, value):
            return choice.value
    for choice in control.choices:
        if choice.label == value:
            return choice.value
    if control.custom and isinstance(value, str) and len(value) <= 10_000:
        return value
    known = ", ".join(choice.label for choice in control.choices[:12])
    raise _refused(control, value, f"is not one of {known}{', …' if len(control.choices) > 12 else ''}")


def _same(one: object, other: object) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _refused(control: Control, value: object, why: str) -> HarpError:
    return fail("control_out_of_range", detail=f"{control.label}: {str(value)[:100]} {why}")


def _unknown(description: Description, name: str) -> HarpError:
    known = ", ".join(control.label for control in description.controls) or "no controls"
    return fail("control_unknown", detail=f'"{name}" is not a control; there are: {known}')
