# SPDX-License-Identifier: MIT
"""What a check has found, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ._rules.findings import Finding
from ._rules.generations import Seen

__all__ = ["Report"]

_MARKS = {"fault": "FAULT", "warning": "warning", "note": "note"}
_ORDER = {"fault": 0, "warning": 1, "note": 2}
_INDENT = " " * 10


@dataclass
class Report:
    """Everything about one app.

    Attributes:
        app: as it was given.
        card: of its description, as far as there is one.
        gradio: version of Gradio, empty when nothing answered.
        findings: faults, warnings and notes, in the order in which they were found.
        done: what was found to be in order.
        seen: what each client generation would see.
        seconds: name of a measurement -> seconds.
        started: whether the app could be reached at all.
        complete: False when jobs were left out because nobody allowed to send sound away.
    """

    app: str
    card: dict[str, Any] = field(default_factory=dict)
    gradio: str = ""
    findings: list[Finding] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    started: bool = False
    complete: bool = True

    def add(self, findings: Iterable[Finding]) -> list[Finding]:
        """Add what is not known yet, and return that."""
        known = {(finding.code, finding.what) for finding in self.findings}
        new = [finding for finding in findings if (finding.code, finding.what) not in known]
        self.findings += new
        return new

    def of(self, level: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.level == level]

    @property
    def ok(self) -> bool:
        """No fault was found."""
        return self.started and not self.of("fault")

    def exit_code(self, strict: bool = False) -> int:
        """0 in order; 1 faults (with `strict` warnings too); 3 the app did not start; 4 jobs were left out."""
        if not self.started:
            return 3
        if self.of("fault") or (strict and self.of("warning")):
            return 1
        return 0 if self.complete else 4

    def to_json(self) -> dict[str, Any]:
        return {
            "app": self.app,
            "ok": self.ok,
            "complete": self.complete,
            "gradio": self.gradio,
            "card": self.card,
            "findings": [finding.to_json() for finding in self.findings],
            "done": self.done,
            "clients": [seen.to_json() for seen in self.seen],
            "seconds": {name: round(value, 4) for name, value in self.seconds.items()},
        }

    def text(self, verbose: bool = False) -> str:
        """The report that a person reads; `verbose` adds the details of each finding."""
        name, author = self.card.get("name"), self.card.get("author")
        title = f"{name}{f', by {author}' if author else ''}" if name else self.app
        lines = [f"{title}  ({f'Gradio {self.gradio}' if self.gradio else 'not running'})"]
        if self.seconds:
            lines.append("  " + ", ".join(f"{what} {value:.2f} s" for what, value in self.seconds.items()))
        lines += ["", *(f"  ok      {entry}" for entry in self.done)]
        for finding in sorted(self.findings, key=lambda found: _ORDER[found.level]):
            lines.append(f"  {_MARKS[finding.level]:<7} {finding.what}")
            if finding.next:
                lines.append(f"{_INDENT}-> {finding.next}")
            if finding.detail and (verbose or finding.level == "fault"):
                shown = finding.detail.splitlines()
                lines += [f"{_INDENT}   {line}" for line in (shown if verbose else shown[-3:])]
        if self.seen:
            lines += ["", "Who can use it:"]
            lines += [_seen(entry) for entry in self.seen]
        return "\n".join([*lines, "", self._summary()])

    def _summary(self) -> str:
        faults, warnings = len(self.of("fault")), len(self.of("warning"))
        if faults or warnings:
            counted = ((faults, "fault"), (warnings, "warning"))
            return " and ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counted if count) + "."
        return "No faults." if self.complete else "No faults as far as it was looked."


def _seen(entry: Seen) -> str:
    what = "; ".join(part for part in (entry.shows, entry.reason) if part)
    return f"  {entry.client:<18} {'yes' if entry.usable else 'no ':<4} {what}".rstrip()
