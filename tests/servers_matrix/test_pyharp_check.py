# SPDX-License-Identifier: MIT
"""The check on every Gradio that pyharp runs on: no fault where there is none, and cancel really looked at."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.servers import ENDPOINTS, server_python, start_endpoint

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "pyharp" / "src"))


@pytest.mark.parametrize("gradio", ["4.44.1", "5.28.0", "5.50.0", "6"])
def test_a_good_app_has_no_fault_and_its_clients_are_told(gradio: str) -> None:
    from pyharp.check import check

    python = sys.executable if gradio == "6" else server_python(gradio)
    with start_endpoint(ENDPOINTS / "gain.py", python) as server:
        report = check(server.address, patience=5.0)
    assert report.ok, report.text(verbose=True)
    assert "cancel: the work stops, and the next job runs" in report.done or any(
        finding.code == "cancel_untried" for finding in report.findings
    )
    usable = {seen.client: seen.usable for seen in report.seen}
    assert usable["this HARP"]
    assert usable["HARP 3.0.1"] is (gradio != "4.44.1")
