# SPDX-License-Identifier: MIT
"""Puts what was measured where people look for it: a page beside this file, and a short form on the first page."""

from __future__ import annotations

from pathlib import Path

from .report import Report

__all__ = ["BEGIN", "END", "PAGE", "README", "keep", "replaced"]

PAGE = Path(__file__).with_name("RESULTS.md")
README = Path(__file__).resolve().parents[2] / "README.md"

#: What stands between these two lines of the first page is written by `make bench` and by nobody else.
BEGIN = "<!-- measured: written by make bench -->"
END = "<!-- end of what was measured -->"


def keep(report: Report) -> None:
    """Writes both. Raises ValueError when the first page has no place for it."""
    page = README.read_text(encoding="utf-8")
    short = replaced(page, report.short)
    PAGE.write_text("\n".join(report.lines) + "\n", encoding="utf-8")
    README.write_text(short, encoding="utf-8")


def replaced(page: str, lines: list[str]) -> str:
    """The page with these lines between the two marks."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or BEGIN in after or END in after:
        raise ValueError(f"the page needs {BEGIN!r} and {END!r}, once each and in this order")
    return f"{before}{BEGIN}\n" + "\n".join(lines).strip("\n") + f"\n{END}{after}"
