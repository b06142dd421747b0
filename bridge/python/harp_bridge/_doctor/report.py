# SPDX-License-Identifier: MIT
"""A page of findings: one line for each thing that was looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .._errors import HarpError
from .._text import shown

__all__ = ["Line", "Report", "Status", "Stopped"]

Status = Literal["ok", "warn", "fail", "info"]

_MARK = {"ok": "ok  ", "warn": "warn", "fail": "FAIL", "info": "    "}


class Stopped(Exception):
    """What comes after this line cannot be looked at."""


@dataclass(frozen=True)
class Line:
    """One finding. `next` says what to do about it."""

    status: Status
    name: str
    text: str
    next: str = ""
    code: str = ""
    """The error that a job would end with."""


@dataclass
class Report:
    """The findings in the order in which they were made."""

    about: str
    lines: list[Line] = field(default_factory=list)

    def add(self, status: Status, name: str, text: str, next: str = "", code: str = "") -> None:
        """Whatever a stranger had a hand in is cleaned, redacted and put on one line here."""
        self.lines.append(Line(status, name, _on_one_line(text), _on_one_line(next), code))

    def failed(self, name: str, error: HarpError) -> Stopped:
        """The line of an error; to be raised."""
        said = f" It says: {error.message}" if error.message else ""
        detail = f" ({error.detail})" if error.detail else ""
        self.add("fail", name, f"{error.sentence}{said}{detail}", error.next_step, error.code)
        return Stopped()

    @property
    def worst(self) -> Status:
        found = {line.status for line in self.lines}
        return "fail" if "fail" in found else "warn" if "warn" in found else "ok"

    @property
    def code(self) -> str:
        """The error that a job would end with; empty when it would run."""
        return next((line.code for line in self.lines if line.status == "fail"), "")

    def text(self) -> str:
        width = max((len(line.name) for line in self.lines), default=0)
        rows = [self.about]
        for line in self.lines:
            rows.append(f"{_MARK[line.status]}  {line.name:<{width}}  {line.text}")
            if line.next and line.status in ("warn", "fail"):
                rows.append(f"{'':<{width + 8}}-> {line.next}")
        return "\n".join(rows)

    def to_json(self) -> dict[str, object]:
        lines = [{key: value for key, value in vars(line).items() if value != ""} for line in self.lines]
        return {"about": self.about, "result": self.worst, "code": self.code, "checks": lines}


def _on_one_line(text: str) -> str:
    return " ".join(row.strip() for row in shown(text, 600).splitlines() if row.strip())
