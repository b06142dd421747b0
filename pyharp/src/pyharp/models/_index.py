# SPDX-License-Identifier: MIT
"""Reads and checks a list of models; tests/contract/PROTOCOL.md describes the format."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ._fields import ENTRY_FIELDS, INDEX_FIELDS, REQUIRED, WrongField

__all__ = ["MODELS_VERSION", "Problem", "index_problems", "read_index"]

#: The version of the format that is written and read here.
MODELS_VERSION = 1

LARGEST_FILE = 4 << 20
MOST_MODELS = 10_000


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where.

    Attributes:
        entry: "entry 3 (Name)", or "" for the list as a whole.
        field: name of the field, or "" for the entry as a whole.
        what: the sentence.
    """

    entry: str
    field: str
    what: str

    def __str__(self) -> str:
        place = ", ".join(part for part in (self.entry, self.field) if part)
        return f"{place}: {self.what}" if place else self.what


def read_index(content: bytes) -> tuple[dict[str, Any], list[Problem]]:
    """Parse a list of models.

    Args:
        content: the file, UTF-8 JSON.

    Returns:
        The document (empty when it cannot be read at all) and everything that is wrong with it.
    """
    if len(content) > LARGEST_FILE:
        return {}, [Problem("", "", f"The file is larger than {LARGEST_FILE >> 20} MiB.")]
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        return {}, [Problem("", "", f"This is no JSON: {error}")]
    problems = index_problems(document)
    return (document if isinstance(document, dict) else {}), problems


def index_problems(document: Any) -> list[Problem]:
    """What is wrong with a parsed list of models."""
    if not isinstance(document, dict):
        return [Problem("", "", "The file must hold an object with version and models.")]
    version = document.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        return [Problem("", "version", f"This is {version!r}; write the number {MODELS_VERSION}.")]
    if version > MODELS_VERSION:
        return [
            Problem("", "version", f"{version} is newer than what this pyharp reads ({MODELS_VERSION}). Update it.")
        ]
    problems = [_problem("", name, document[name], check) for name, check in INDEX_FIELDS.items() if name in document]
    models = document.get("models")
    if not isinstance(models, list) or len(models) > MOST_MODELS:
        return [*_only(problems), Problem("", "models", f"This must be a list of at most {MOST_MODELS} entries.")]
    found = _only(problems)
    places: dict[str, str] = {}
    for number, entry in enumerate(models, 1):
        found += _entry_problems(f"entry {number}", entry, places)
    return found


def _entry_problems(place: str, entry: Any, places: dict[str, str]) -> list[Problem]:
    if not isinstance(entry, dict):
        return [Problem(place, "", "This must be an object.")]
    if isinstance(entry.get("name"), str):
        place = f"{place} ({entry['name'][:60]})"
    found = [Problem(place, name, "This is missing.") for name in REQUIRED if name not in entry]
    found += _only([_problem(place, name, entry[name], check) for name, check in ENTRY_FIELDS.items() if name in entry])
    address = entry.get("address")
    if isinstance(address, str):
        if address in places:
            found.append(Problem(place, "address", f"{places[address]} has the same address."))
        places.setdefault(address, place)
    return found


def _problem(place: str, name: str, value: Any, check: Any) -> Problem | None:
    try:
        check(value)
    except WrongField as error:
        return Problem(place, name, str(error))
    return None


def _only(problems: list[Problem | None]) -> list[Problem]:
    return [problem for problem in problems if problem is not None]
