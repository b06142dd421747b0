# SPDX-License-Identifier: MIT
"""The check names the fault in apps that have one, and finds none in those that have none."""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from pyharp.check import Report, check

HERE = Path(__file__).parent

#: App -> code of its fault, words in the sentence, words in the next step.
BROKEN = {
    "no_controls": ("no_description", "registers no API function controls", r"pyharp\.build_endpoint"),
    "wrong_order": (
        "input_order",
        r"As input \d the description has '(Mix|Gain)'",
        "in the order of the function",
    ),
    "default_outside": ("default_outside", "'Mode' is 'gentle', which is none of its choices", "among the choices"),
    "tags_text": ("tags_not_list", "tags are 'pitch, voice' instead of a list", "Write the tags as a list"),
    "output_count": ("output_count", "another number of values than the app has outputs", "one value per output"),
    "clipped": ("clipped", r"cut off at full scale \(\d+ samples in a row\)", "floating point"),
    "not_a_number": ("not_finite", "samples that are no number", "division by zero"),
    "wrong_rate": (
        "rate_wrong",
        "says 44100 Hz instead of 48000 Hz: it plays too slow",
        "rate that load_audio returned",
    ),
    "label_without_time": ("label_time", r"label 1 \('onset'\) has the time None", "start in seconds"),
    "crash_on_mono": ("fails_mono", r"mono sound at 48000 Hz.*crash_on_mono\.py, line \d+", "shape and the rate"),
    "blocks_cancel": ("cancel_ignored", "after a cancel the function still runs", r"pyharp\.check_cancelled"),
    "optional_none": ("fails_without_optional", "optional 'Reference' is left out", "gets None"),
    "file_elsewhere": ("file_elsewhere", "lies where Gradio hands out no files", r"pyharp\.save_audio"),
}


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Gradio's files apart, and a place outside of all that Gradio hands out."""
    (tmp_path / "work").mkdir()
    outside = Path("/var/tmp") / f"harp-test-{os.getpid()}"
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    monkeypatch.setenv("GRADIO_SSR_MODE", "False")
    monkeypatch.setenv("HARP_TEST_HOME", str(outside))
    yield
    if outside.exists():
        for path in sorted(outside.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        outside.rmdir()


def broken(name: str) -> gr.Blocks:
    sys.path.insert(0, str(HERE))
    try:
        demo: gr.Blocks = importlib.import_module(f"broken.{name}").demo
    finally:
        sys.path.remove(str(HERE))
    return demo


def faults(report: Report) -> dict[str, Any]:
    return {finding.code: finding for finding in report.of("fault")}


@pytest.mark.parametrize("name", BROKEN)
def test_the_fault_of_a_broken_app_is_named_with_the_next_step(name: str) -> None:
    code, words, remedy = BROKEN[name]
    report = check(broken(name), timeout=60, patience=0.1)
    assert code in faults(report), report.text(verbose=True)
    found = faults(report)[code]
    assert re.search(words, found.what), found
    assert re.search(remedy, found.next), found
    assert report.exit_code() == 1
    assert found.what in report.text()
    unexpected = set(faults(report)) - {code, "harp3_process", "value_refused", "cancel_blocks"}
    assert not unexpected, report.text(verbose=True)
