# SPDX-License-Identifier: MIT
"""Tables and goals as Markdown: printed while they come, and kept as a page."""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version

__all__ = ["Goal", "Report", "seconds"]


@dataclass(frozen=True)
class Goal:
    """`value` shall be at least, or at most, `bound`."""

    what: str
    value: float
    bound: float
    at_least: bool
    unit: str
    why: str
    """Where the time goes; said when the goal is missed."""

    @property
    def met(self) -> bool:
        return self.value >= self.bound if self.at_least else self.value <= self.bound

    def row(self) -> list[str]:
        sign = "at least" if self.at_least else "at most"
        measured = f"{self.value:.2f}{self.unit}"
        return [self.what, f"{sign} {self.bound:g}{self.unit}", measured, "met" if self.met else "**missed**"]


@dataclass
class Report:
    """A page that is printed as it grows."""

    lines: list[str] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    """What is worth standing on the first page of the project."""
    failed: bool = False
    """True when something could not be measured."""

    def write(self, *lines: str) -> None:
        self.lines += lines
        print(*lines, sep="\n", flush=True)

    def heading(self, words: str) -> None:
        self.write("", f"## {words}", "")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], *, short: bool = False) -> None:
        lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
        self.write(*lines)
        if short:
            self.short += ["", *lines]

    def part(self, name: str, measure: Callable[[Report], None]) -> None:
        """Measures one subject. What goes wrong there is written down, and does not keep the others from being done."""
        try:
            measure(self)
        except Exception as error:
            traceback.print_exc()
            self.failed = True
            self.write("", f"**{name}: not measured, or not to its end** ({type(error).__name__}: {error})")

    def machine(self, runs: int) -> None:
        """Where and with what it was measured, and how busy the machine was with other things before."""
        parts = [f"Python {platform.python_version()}"]
        parts += [f"{name} {version(name)}" for name in ("gradio", "gradio_client", "httpx", "numpy")]
        load = os.getloadavg()[1]
        line = (
            f"{os.cpu_count()} processors, shared by client and server; load {load:.1f} over the five minutes before; "
            f"{', '.join(parts)}. Medians of {runs} runs in turn; machines are noisy, so read the ratios."
        )
        self.write(line)
        self.short.append(line)

    def conclude(self) -> bool:
        """The goals; whether everything was measured and all of them are met."""
        if self.goals:
            self.heading("Goals")
            head, rows = ["goal", "wanted", "measured", ""], [goal.row() for goal in self.goals]
            self.table(head, rows, short=True)
            notes = [f"* {goal.what}: {goal.why}" for goal in self.goals if not goal.met]
            if notes:
                self.write("", *notes)
                self.short += ["", *notes]
        return not self.failed and all(goal.met for goal in self.goals)


def seconds(value: float) -> str:
    return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
