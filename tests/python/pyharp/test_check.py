# SPDX-License-Identifier: MIT
"""The check names the fault in apps that have one, and finds none in those that have none."""

from __future__ import annotations

import importlib
import os
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from pyharp.check import Report, check
from pyharp.testing import FakeClient
from support.servers import ENDPOINTS

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
    # Only where it is in vain is the end of cancelled work not waited for.
    report = check(broken(name), timeout=120, patience=0.1 if code == "cancel_ignored" else 60)
    assert code in faults(report), report.text(verbose=True)
    found = faults(report)[code]
    assert re.search(words, found.what), found
    assert re.search(remedy, found.next), found
    assert report.exit_code() == 1
    assert found.what in report.text()
    # What follows from the fault may be named too, and nothing else.
    unexpected = set(faults(report)) - {code, "harp3_process", "value_refused", "cancel_blocks"}
    assert not unexpected, report.text(verbose=True)


def test_an_app_without_a_fault_gets_none_and_every_client_is_named() -> None:
    report = check(example("gain"), patience=60)
    assert report.exit_code(strict=True) == 0, report.text(verbose=True)
    assert report.complete
    assert {"described in", "one job", "first event after", "stops after cancel"} <= set(report.seconds)
    assert {seen.client: seen.usable for seen in report.seen} == {
        "HARP 0.x and 1.x": True,
        "HARP 2.x": True,
        "HARP 3.0.1": True,
        "this HARP": True,
    }
    assert "jobs: 5 of 5 as promised" in report.done
    assert report.text().endswith("No faults.")


def test_nothing_is_sent_to_another_computer_without_a_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    ask, sent = socket.getaddrinfo, []

    def found_here(host: Any, *further: Any, **named: Any) -> Any:
        return ask("127.0.0.1" if host == "models.example" else host, *further, **named)

    monkeypatch.setattr(socket, "getaddrinfo", found_here)
    with FakeClient(example("gain")) as client:
        address = f"http://models.example:{client.address.rsplit(':', 1)[1]}"
        with monkeypatch.context() as patch:
            patch.setattr("pyharp.testing._wire.Wire.upload", lambda *given: pytest.fail("sent"))
            report = check(address)
        assert report.card["name"] == "Gain"
        assert report.exit_code() == 4
        assert "that sends test sounds to models.example. Allow it with --yes" in report.text()
        assert report.text().endswith("No faults as far as it was looked.")
        with monkeypatch.context() as patch:
            patch.setattr("pyharp.testing._wire.Wire.upload", lambda *given: sent.append(given) or {"path": "nowhere"})
            assert check(address, send=True, patience=60).complete
        assert sent


def test_an_address_where_nothing_runs() -> None:
    report = check("http://127.0.0.1:9")
    assert report.exit_code() == 3
    assert "nothing answers" in report.text()


def example(name: str) -> gr.Blocks:
    sys.path.insert(0, str(ENDPOINTS))
    try:
        demo: gr.Blocks = importlib.import_module(name).demo
    finally:
        sys.path.remove(str(ENDPOINTS))
    return demo
