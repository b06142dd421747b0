# SPDX-License-Identifier: MIT
"""What a check finds, in words with a next step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Finding", "fault", "note", "warning"]


@dataclass(frozen=True)
class Finding:
    """One sentence about an app.

    Attributes:
        level: "fault" (some client cannot use the app, or the result is wrong), "warning" or "note".
        code: a fixed word for programs.
        what: the sentence.
        next: what to do about it; empty for notes.
        detail: for developers, for example the end of a traceback.
    """

    level: Literal["fault", "warning", "note"]
    code: str
    what: str
    next: str = ""
    detail: str = ""

    def to_json(self) -> dict[str, str]:
        return {"level": self.level, "code": self.code, "what": self.what, "next": self.next, "detail": self.detail}


def fault(code: str, what: str, next_step: str, detail: str = "") -> Finding:
    return Finding("fault", code, what, next_step, detail)


def warning(code: str, what: str, next_step: str, detail: str = "") -> Finding:
    return Finding("warning", code, what, next_step, detail)


def note(code: str, what: str, detail: str = "") -> Finding:
    return Finding("note", code, what, "", detail)
