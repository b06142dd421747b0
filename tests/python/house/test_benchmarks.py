# SPDX-License-Identifier: MIT
"""What the benchmarks write down: goals that are missed are marked, and the first page is changed between its marks."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.benchmarks.publish import BEGIN, END, README, replaced
from tests.benchmarks.report import Goal, Report

FFMPEG = Path(__file__).resolve().parents[3] / "third_party" / "setup" / "ffmpeg.sh"


def test_what_was_measured_stands_between_its_marks() -> None:
    page = f"# Head\n\n{BEGIN}\nold\n| table |\n{END}\n\ntail\n"
    once = replaced(page, ["", "| new |", ""])
    assert once == f"# Head\n\n{BEGIN}\n| new |\n{END}\n\ntail\n"
    assert replaced(once, ["| new |"]) == once


@pytest.mark.parametrize("page", ["", BEGIN, f"{END}{BEGIN}", f"{BEGIN}{END}{BEGIN}{END}"])
def test_a_page_without_its_marks_is_left_alone(page: str) -> None:
    with pytest.raises(ValueError, match="needs"):
        replaced(page, [])


def test_the_first_page_has_its_marks() -> None:
    replaced(README.read_text(encoding="utf-8"), [])


def test_a_missed_goal_is_marked_and_says_where_the_time_goes() -> None:
    report = Report()
    report.goals = [Goal("met", 2.0, 1.0, True, "", "nobody asks"), Goal("missed", 2.0, 1.0, False, " s", "the server")]
    assert not report.conclude()
    assert "| met | at least 1 | 2.00 | met |" in report.lines
    assert "| missed | at most 1 s | 2.00 s | **missed** |" in report.short
    assert "* missed: the server" in report.lines
    assert not any("nobody asks" in line for line in report.lines)


def test_what_cannot_be_measured_is_written_down_and_the_rest_is_measured() -> None:
    report = Report()

    def breaks(report: Report) -> None:
        report.write("before")
        raise RuntimeError("no server")

    report.part("one", breaks)
    report.part("two", lambda report: report.write("after"))
    assert report.failed
    assert not report.conclude()
    text = "\n".join(report.lines)
    assert text.index("before") < text.index("**one: not measured") < text.index("after")
    assert "RuntimeError: no server" in text


def test_an_ffmpeg_of_the_system_is_taken(tmp_path: Path) -> None:
    """Nothing is unpacked beside it; where there is neither one nor a way to get it, the benchmarks go on without."""
    for tool in ("ffmpeg", "ffprobe"):
        (tmp_path / tool).write_text("#!/bin/sh\n")
        (tmp_path / tool).chmod(0o755)
    made = tmp_path / "made"
    for path, said in ((str(tmp_path), ""), (os.devnull, "HARP_FFMPEG=")):
        result = subprocess.run(["/bin/sh", str(FFMPEG), str(made)], env={"PATH": path}, capture_output=True, text=True)
        assert result.returncode == 0
        assert said in result.stderr
        assert bool(said) == bool(result.stderr)
        assert not made.exists()
