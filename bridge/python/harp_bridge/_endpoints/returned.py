# SPDX-License-Identifier: MIT
"""Reads the list that a function returned: which files to fetch, and what is already there as typed data."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from .._errors import fail
from .._json import Malformed, array, number, object_
from .._result import (
    ClassesResult,
    DataResult,
    FileResult,
    JsonResult,
    LabelsResult,
    MidiResult,
    ScoredClass,
    TextResult,
)
from .._text import clean
from .description import Description, Output
from .files import is_midi, safe_name
from .labels import is_label_list, read_labels

__all__ = ["Returned", "Wanted", "file_result", "read_returned"]

_MOST_FILES = 100
_MOST_CLASSES = 1000
_LONGEST_TEXT = 1_000_000
_DEEPEST = 100


@dataclass(frozen=True)
class Wanted:
    """A file that the server holds. `path` is what the server calls it: no path of this machine, and not trusted."""

    output: Output
    path: str

    @property
    def is_audio(self) -> bool:
        return self.output.kind == "audio"


@dataclass
class Returned:
    """The files are still on the server; audio ones come first."""

    wanted: list[Wanted] = field(default_factory=list)
    data: list[DataResult] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_returned(description: Description, values: list[object]) -> Returned:
    """`values` as the function returned them. Raises result_missing and result_invalid."""
    result = Returned()
    for output in description.outputs:
        position = int(output.id)
        value = _unwrapped(values[position] if position < len(values) else None)
        if value is None:
            continue
        reader = _READERS.get(output.kind)
        try:
            if reader is None or not reader(output, value, result):
                result.notes.append(f'The output "{output.label}" is of a kind that is not shown and was left out.')
        except Malformed as error:
            raise fail("result_invalid", detail=f'the output "{output.label}": {error}') from None
    result.wanted.sort(key=lambda wanted: not wanted.is_audio)
    heard = any(wanted.is_audio for wanted in result.wanted)
    needed = any(output.required for output in description.audio_outputs)
    if not heard and (needed or not (result.wanted or result.data)):
        raise fail("result_missing", detail="no output of the model holds an audio file")
    return result


def file_result(wanted: Wanted, content: bytes) -> FileResult:
    """A fetched file that is no audio output."""
    name = safe_name(wanted.output.label, wanted.path, content)
    kind = MidiResult if wanted.output.kind == "midi" and is_midi(content) else FileResult
    return kind(wanted.output.id, wanted.output.label, name, content)


def _unwrapped(value: object) -> object:
    """Gradio's way of saying that a component changes; what matters here is its value."""
    if isinstance(value, dict) and value.get("__type__") == "update":
        return value.get("value")
    return value


def _path(value: object) -> str | None:
    """Of a file as Gradio 4 and later (`path`) or Gradio 3 (`name`) hands it over."""
    if not isinstance(value, dict):
        return None
    path = value.get("path") if "path" in value else value.get("name")
    return clean(path, 4096) if isinstance(path, str) and path else None


def _audio(output: Output, value: object, result: Returned) -> bool:
    paths = [_path(entry) for entry in (value if isinstance(value, list) else [value])]
    if not paths:
        return True
    if paths[0] is None:
        raise Malformed("it is no file")
    result.wanted.append(Wanted(output, paths[0]))
    if len(paths) > 1:
        result.notes.append(f'"{output.label}" holds {len(paths)} files; the first one was taken.')
    return True


def _file(output: Output, value: object, result: Returned) -> bool:
    for entry in array(value if isinstance(value, list) else [value], "the list of files", _MOST_FILES):
        path = _path(entry)
        if path is None:
            raise Malformed("it is no file")
        result.wanted.append(Wanted(output, path))
    return True


def _labels(output: Output, value: object, result: Returned) -> bool:
    if not is_label_list(value):
        return False
    labels, dropped = read_labels(value)  # type: ignore[arg-type]
    result.data.append(LabelsResult(output.id, output.label, labels))
    if dropped:
        result.notes.append(f'{dropped} labels of "{output.label}" could not be read and were left out.')
    return True


def _json(output: Output, value: object, result: Returned) -> bool:
    if not _labels(output, value, result):
        result.data.append(JsonResult(output.id, output.label, _finite(value)))
    return True


def _finite(value: object, depth: int = 0) -> object:
    """1e999 is JSON, but Python reads it as infinity, which could not be written as JSON again."""
    if depth > _DEEPEST:
        raise Malformed("it is nested too deeply")
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list):
        return [_finite(entry, depth + 1) for entry in value]
    if isinstance(value, dict):
        return {clean(key, 1000): _finite(entry, depth + 1) for key, entry in value.items()}
    return clean(value, _LONGEST_TEXT) if isinstance(value, str) else value


def _text(output: Output, value: object, result: Returned) -> bool:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return False
    result.data.append(TextResult(output.id, output.label, clean(str(value), _LONGEST_TEXT)))
    return True


def _classes(output: Output, value: object, result: Returned) -> bool:
    if not isinstance(value, dict):
        return _text(output, value, result)
    entries = array(value.get("confidences") or [], "confidences", _MOST_CLASSES)
    classes = [_class(object_(entry, "a class")) for entry in entries]
    classes.sort(key=lambda entry: -(entry.confidence or 0.0))
    top = value.get("label")
    result.data.append(
        ClassesResult(output.id, output.label, "" if top is None else clean(str(top), 500), tuple(classes))
    )
    return True


def _class(entry: dict[str, object]) -> ScoredClass:
    confidence = entry.get("confidence")
    scored = None if confidence is None else float(number(confidence, "confidence"))
    return ScoredClass(clean(str(entry.get("label", "")), 500), scored)


_READERS: dict[str, Callable[[Output, object, Returned], bool]] = {
    "audio": _audio,
    "midi": _file,
    "file": _file,
    "labels": _labels,
    "text": _text,
    "json": _json,
    "classes": _classes,
}
