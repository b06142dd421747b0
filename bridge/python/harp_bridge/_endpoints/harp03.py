# SPDX-License-Identifier: MIT
"""Reads the reply of `/controls` of generation 0.3 into a Description."""

from __future__ import annotations

from collections.abc import Callable

from .._errors import fail
from .._json import Malformed, array, integer, number, object_, text
from .._places.address import Address
from .description import (
    AudioInput,
    Card,
    Choice,
    ChoiceInput,
    Description,
    Input,
    MidiInput,
    NumberInput,
    Output,
    SliderInput,
    TextInput,
    ToggleInput,
    Value,
)

__all__ = ["read_description"]

_PROTOCOL = 0
_OUTPUT_KINDS = {"audio_track": "audio", "midi_track": "midi", "json": "labels"}


def read_description(reply: object, address: Address) -> Description:
    """Raises protocol_newer, inputs_unsupported, or not_harp when the reply is malformed."""
    try:
        body = object_(reply, "the reply of /controls")
        if integer(body.get("protocol", 0), "protocol") > _PROTOCOL:
            raise fail("protocol_newer", detail=f"the endpoint speaks protocol {body['protocol']}, this is {_PROTOCOL}")
        return Description(
            protocol="harp-0.3",
            address=address.base,
            host=address.host,
            local=address.local,
            card=_card(object_(body.get("card", {}), "card")),
            inputs=tuple(_input(str(i), entry) for i, entry in enumerate(array(body.get("inputs"), "inputs", 256))),
            outputs=_outputs(array(body.get("outputs"), "outputs", 256)),
        )
    except Malformed as error:
        raise fail("not_harp", detail=f"/controls: {error}") from None


def _card(card: dict[str, object]) -> Card:
    tags = card.get("tags")
    return Card(
        name=_optional(card.get("name"), "card.name"),
        description=_optional(card.get("description"), "card.description"),
        author=_optional(card.get("author"), "card.author"),
        tags=tuple(text(tag, "card.tags", 200) for tag in array(tags, "card.tags", 200)) if tags is not None else (),
    )


def _optional(value: object, what: str) -> str:
    return "" if value is None else text(value, what)


def _input(identity: str, value: object) -> Input:
    entry = object_(value, f"input {identity}")
    kind = text(entry.get("type"), f"input {identity}: type", 100)
    label = _optional(entry.get("label"), f"input {identity}: label")
    info = _optional(entry.get("info"), f"input {identity}: info")
    reader = _READERS.get(kind)
    if reader is None:
        raise fail(
            "inputs_unsupported", detail=f'the input "{label}" is of the kind "{kind}", which HARP does not know'
        )
    result = reader(identity, label, info, entry)
    if isinstance(result, MidiInput) and result.required:
        raise fail("inputs_unsupported", detail=f'the input "{label}" must be a MIDI file, which HARP cannot supply')
    return result


def _where(identity: str, label: str, field: str) -> str:
    return f'input {identity} ("{label}"): {field}'


def _boolean(entry: dict[str, object], field: str, where: str, default: bool | None = None) -> bool:
    value = entry.get(field, default)
    if not isinstance(value, bool):
        raise Malformed(f"{where} is neither true nor false")
    return value


def _audio(identity: str, label: str, info: str, entry: dict[str, object]) -> Input:
    return AudioInput(identity, label, info, _boolean(entry, "required", _where(identity, label, "required"), True))


def _midi(identity: str, label: str, info: str, entry: dict[str, object]) -> Input:
    return MidiInput(identity, label, info, _boolean(entry, "required", _where(identity, label, "required"), True))


def _slider(identity: str, label: str, info: str, entry: dict[str, object]) -> Input:
    minimum = number(entry.get("minimum"), _where(identity, label, "minimum"))
    maximum = number(entry.get("maximum"), _where(identity, label, "maximum"))
    if minimum > maximum:
        raise Malformed(_where(identity, label, "minimum") + " is above the maximum")
    step = _open(entry.get("step"), _where(identity, label, "step"))
    value = _open(entry.get("value"), _where(identity, label, "value"))
    value = minimum if value is None else min(max(value, minimum), maximum)
    return SliderInput(identity, label, info, minimum, maximum, step, value)


def _open(value: object, what: str) -> int | float | None:
    return None if value is None else number(value, what)


def _number(identity: str, label: str, info: str, entry: dict[str, object]) -> Input:
    minimum, maximum, value = (
        _open(entry.get(field), _where(identity, label, field)) for field in ("minimum", "maximum", "value")
    )
    return NumberInput(identity, label, info, minimum, maximum, value)


def _text(identity: str, label: str, info: str, entry: dict[str, object]) -> Input:
    value = entry.get("value")
    return TextInput(
        identity, label, info, "" if value is None else text(value, _where(identity, label, "value"), 100_000)
    )


def _toggle(identity: str, label: str, info: str, entry: dict[str, object]) -> Input:
    return ToggleInput(identity, label, info, _boolean(entry, "value", _where(identity, label, "value"), False))


def _choice(identity: str, label: str, info: str, entry: dict[str, object]) -> Input:
    where = _where(identity, label, "choices")
    choices = []
    for pair in array(entry.get("choices"), where, 10_000):
        both = array(pair, where) if isinstance(pair, list) else [pair, pair]
        if len(both) != 2:
            raise Malformed(f"{where}: an entry is not a pair of label and value")
        choices.append(Choice(text(str(both[0]), where, 1000), _scalar(both[1], where)))
    return ChoiceInput(identity, label, info, tuple(choices), _scalar(entry.get("value"), where))


def _scalar(value: object, what: str) -> Value:
    if value is None or isinstance(value, bool):
        return value
    return text(value, what, 1000) if isinstance(value, str) else number(value, what)


_READERS: dict[str, Callable[[str, str, str, dict[str, object]], Input]] = {
    "audio_track": _audio,
    "midi_track": _midi,
    "slider": _slider,
    "number_box": _number,
    "text_box": _text,
    "toggle": _toggle,
    "dropdown": _choice,
}


def _outputs(entries: list[object]) -> tuple[Output, ...]:
    result = []
    for position, value in enumerate(entries):
        entry = object_(value, f"output {position}")
        kind = _OUTPUT_KINDS.get(text(entry.get("type"), f"output {position}: type", 100))
        if kind is not None:  # what is returned beyond the kinds that HARP knows harms nobody
            label = _optional(entry.get("label"), f"output {position}: label")
            result.append(Output(str(position), kind, label, _optional(entry.get("info"), f"output {position}: info")))
    return tuple(result)
