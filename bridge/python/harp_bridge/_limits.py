# SPDX-License-Identifier: MIT
"""The limits of time among the settings: what there is, and how a person changes one without writing a program."""

from __future__ import annotations

import ast
import inspect
import math
import os
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from ._errors import HarpError, fail
from ._settings import Settings

__all__ = ["VARIABLE", "Limit", "limits", "of_environment", "with_limits"]

VARIABLE = "HARP_LIMITS"
"""Environment variable with NAME=SECONDS, several separated by spaces; for the plug-in's worker and the command."""

_SINGLE, _SEVERAL = "Seconds", "tuple[Seconds, ...]"


_LEAST = {"tick": 0.01, "silence_notice": 0.01, "gradio_client_look": 0.01}
"""What something is done again and again after: without a pause it would take a whole processor."""


@dataclass(frozen=True)
class Limit:
    """One limit of time; `seconds` are several where pauses follow each other."""

    name: str
    seconds: tuple[float, ...]
    text: str

    @property
    def shown(self) -> str:
        """As `--limit` takes it."""
        return ",".join(f"{entry:.10g}" for entry in self.seconds)


def limits(settings: Settings | None = None) -> list[Limit]:
    """All of them with their values, the defaults unless `settings` are given."""
    settings = settings or Settings()
    texts = _texts()
    found = []
    for field in fields(Settings):
        if field.type in (_SINGLE, _SEVERAL):
            value = getattr(settings, field.name)
            seconds = value if isinstance(value, tuple) else (value,)
            found.append(Limit(field.name, seconds, texts.get(field.name, "")))
    return found


def with_limits(settings: Settings, entries: Iterable[str]) -> Settings:
    """The settings with each NAME=SECONDS; of pauses, NAME=SECONDS,SECONDS,... Raises command_invalid."""
    kinds = {field.name: field.type for field in fields(Settings)}
    changed: dict[str, Any] = {}
    for entry in entries:
        name, separator, value = entry.partition("=")
        if not separator or kinds.get(name) not in (_SINGLE, _SEVERAL):
            raise _invalid(f"{entry!r} sets no limit; harp-bridge limits shows all of them")
        seconds = tuple(_seconds(name, part) for part in value.split(","))
        if kinds[name] == _SINGLE and len(seconds) != 1:
            raise _invalid(f"{name} is a single number of seconds")
        changed[name] = seconds if kinds[name] == _SEVERAL else seconds[0]
    return replace(settings, **changed)


def of_environment(settings: Settings) -> Settings:
    """The settings with what HARP_LIMITS says. Raises command_invalid."""
    return with_limits(settings, os.environ.get(VARIABLE, "").split())


def _seconds(name: str, typed: str) -> float:
    try:
        value = float(typed)
    except ValueError:
        value = math.nan
    least = _LEAST.get(name, 0.0)
    if not least <= value < math.inf:
        few = f", which is {least:g} at least" if least else ""
        raise _invalid(f"{typed!r} is no number of seconds for {name}{few}")
    return value


def _invalid(detail: str) -> HarpError:
    return fail("command_invalid", detail=detail)


def _texts() -> dict[str, str]:
    """What stands below each field."""
    body = ast.parse(textwrap.dedent(inspect.getsource(Settings))).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            text = below.value if isinstance(below, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found[field.target.id] = " ".join(text.value.split())
    return found
