# SPDX-License-Identifier: MIT
"""What all generations of pyharp have in common: the card, and the fields of a control."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TypeVar

from .._errors import HarpError, fail
from .._json import Malformed, array, integer, number, object_, text
from .description import (
    AudioInput,
    Card,
    Choice,
    ChoiceInput,
    ChoicesInput,
    FileInput,
    Input,
    Link,
    MidiInput,
    NumberInput,
    Scalar,
    SliderInput,
    TextInput,
    ToggleInput,
)

__all__ = ["Fields", "Reader", "read_card", "read_input", "readers", "sendable", "unsupported"]

T = TypeVar("T")

_LONG_TEXT = 100_000


class Fields:
    """The fields of one entry that a stranger wrote. Everything raises Malformed, with the place in its words."""

    def __init__(self, identity: str, value: object) -> None:
        self.id = identity
        self.entry = object_(value, f"input {identity}")
        self.label = self.words("label")
        self.info = self.words("info")

    def where(self, name: str) -> str:
        return f"input {self.id}: {name}"

    def words(self, name: str, limit: int = 10_000) -> str:
        value = self.entry.get(name)
        return "" if value is None else text(value, self.where(name), limit)

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.entry.get(name, default)
        if not isinstance(value, bool):
            raise Malformed(f"{self.where(name)} is neither true nor false")
        return value

    def number(self, name: str) -> int | float | None:
        value = self.entry.get(name)
        return None if value is None else number(value, self.where(name))

    def scalar(self, value: object, name: str = "value") -> Scalar:
        if value is None or isinstance(value, bool):
            return value
        return text(value, self.where(name), 1000) if isinstance(value, str) else number(value, self.where(name))

    def texts(self, name: str, limit: int = 200) -> tuple[str, ...]:
        value = self.entry.get(name)
        entries = [] if value is None else array(value, self.where(name), limit)
        return tuple(text(entry, self.where(name), 200) for entry in entries)

    def choices(self) -> tuple[Choice, ...]:
        """Pairs of label and value; a plain entry is both."""
        where = self.where("choices")
        found = []
        for pair in array(self.entry.get("choices"), where, 10_000):
            both = array(pair, where) if isinstance(pair, list) else [pair, pair]
            if len(both) != 2:
                raise Malformed(f"{where}: an entry is not a pair of label and value")
            found.append(Choice(text(str(both[0]), where, 1000), self.scalar(both[1], "choices")))
        return tuple(found)


def read_card(value: object) -> Card:
    """Raises Malformed."""
    entry = object_({} if value is None else value, "card")
    tags = entry.get("tags")
    return Card(
        name=_words(entry, "name"),
        description=_words(entry, "description"),
        author=_words(entry, "author"),
        tags=tuple(text(tag, "card.tags", 200) for tag in array(tags, "card.tags", 200)) if tags is not None else (),
        licence=_lenient(lambda: _words(entry, "licence"), ""),
        links=_lenient(lambda: _links(entry.get("links")), ()),
        sample_rate=_lenient(lambda: _positive(entry, "sample_rate"), None),
        channels=_lenient(lambda: integer(entry["channels"], "channels") if "channels" in entry else None, None),
        max_duration=_lenient(lambda: _positive(entry, "max_duration"), None),
        typical_duration=_lenient(lambda: _positive(entry, "typical_duration"), None),
        expected_time=_lenient(lambda: _positive(entry, "expected_time"), None),
        keeps_audio=entry["keeps_audio"] if isinstance(entry.get("keeps_audio"), bool) else None,  # type: ignore[arg-type]
        categories=_lenient(lambda: tuple(text(c, "c", 200) for c in array(entry.get("categories"), "c", 200)), ()),
    )


def _lenient(read: Callable[[], T], default: T) -> T:
    """What only informs must not stand in the way of a model that works."""
    try:
        return read()
    except Malformed:
        return default


def _words(entry: Mapping[str, object], name: str) -> str:
    value = entry.get(name)
    return "" if value is None else text(value, f"card.{name}")


def _positive(entry: Mapping[str, object], name: str) -> int | float | None:
    value = entry.get(name)
    if value is None:
        return None
    found = number(value, name)
    return found if found > 0 else None


def _links(value: object) -> tuple[Link, ...]:
    found = []
    for link in array([] if value is None else value, "links", 100):
        entry = object_(link, "a link")
        url = text(entry.get("url"), "url", 2000)
        # A link is clicked: it must not lead to a file or a program of this machine.
        if url.startswith(("https://", "http://")):
            found.append(Link(_lenient(lambda entry=entry: text(entry.get("label"), "label", 200), "") or url, url))  # type: ignore[misc]
    return tuple(found)


def sendable(value: object) -> object:
    """A value that is sent back as it came. Raises Malformed for what is JSON to read but not to write (1e999)."""
    try:
        json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        raise Malformed("a default that cannot be sent") from None
    return value


# --- inputs -----------------------------------------------------------------------------------------------------------


def _audio(f: Fields) -> Input:
    return AudioInput(f.id, f.label, f.info, f.flag("required", True))


def _midi(f: Fields) -> Input:
    return MidiInput(f.id, f.label, f.info, f.flag("required", True))


def _file(f: Fields) -> Input:
    return FileInput(f.id, f.label, f.info, f.flag("required", True), f.texts("file_types"), f.flag("multiple"))


def _slider(f: Fields) -> Input:
    minimum, maximum = (
        number(f.entry.get("minimum"), f.where("minimum")),
        number(f.entry.get("maximum"), f.where("maximum")),
    )
    if minimum > maximum:
        raise Malformed(f.where("minimum") + " is above the maximum")
    step, value = f.number("step"), f.number("value")
    value = minimum if value is None else min(max(value, minimum), maximum)
    return SliderInput(f.id, f.label, f.info, minimum, maximum, step, value)


def _number(f: Fields) -> Input:
    minimum, maximum, step = f.number("minimum"), f.number("maximum"), f.number("step")
    whole, value = f.entry.get("precision") == 0, f.number("value")
    if whole and value is not None:
        value = round(value)
    return NumberInput(f.id, f.label, f.info, minimum, maximum, value, step, whole)


def _text(f: Fields) -> Input:
    lines = f.entry.get("lines")
    shown = min(max(lines, 1), 100) if isinstance(lines, int) and not isinstance(lines, bool) else 1
    return TextInput(f.id, f.label, f.info, f.words("value", _LONG_TEXT), shown, f.entry.get("secret") is True)


def _toggle(f: Fields) -> Input:
    return ToggleInput(f.id, f.label, f.info, f.flag("value"))


def _choice(f: Fields) -> Input:
    choices, value = f.choices(), f.entry.get("value")
    custom = f.entry.get("allow_custom_value") is True
    if f.entry.get("multiselect") is True:
        several = value if isinstance(value, list) else ([] if value is None else [value])
        chosen = tuple(f.scalar(entry) for entry in array(several, f.where("value"), 10_000))
        return ChoicesInput(f.id, f.label, f.info, choices, chosen, custom)
    display = "radio" if f.entry.get("display") == "radio" else ""
    return ChoiceInput(f.id, f.label, f.info, choices, f.scalar(value), display, custom)


Reader = Callable[[Fields], Input]

readers: Mapping[str, Reader] = {
    "audio": _audio,
    "midi": _midi,
    "file": _file,
    "slider": _slider,
    "number": _number,
    "text": _text,
    "toggle": _toggle,
    "choice": _choice,
}
"""One for each kind of input; the names of fields are those of pyharp, which are Gradio's."""


def read_input(identity: str, value: object, key: str, names: Mapping[str, str]) -> Input:
    """One input whose type stands under `key`; `names` leads from types to `readers`.

    Raises Malformed, and inputs_unsupported for a type that is not known.
    """
    f = Fields(identity, value)
    found = text(f.entry.get(key), f.where(key), 100)
    if found not in names:
        raise unsupported(f.label, f'is of the kind "{found}", which HARP does not know')
    return readers[names[found]](f)


def unsupported(label: str, why: str) -> HarpError:
    return fail("inputs_unsupported", detail=f'the input "{label}" {why}')
