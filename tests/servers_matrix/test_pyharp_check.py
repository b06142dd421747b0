# SPDX-License-Identifier: MIT
"""The check on every Gradio that pyharp runs on: no fault where there is none, and no more said than is seen."""

from __future__ import annotations

import sys

import pytest
from support.gradios import GRADIOS, python_of
from support.servers import ENDPOINTS, REPOSITORY, start_endpoint

sys.path.insert(0, str(REPOSITORY / "pyharp" / "src"))


@pytest.mark.parametrize("gradio", GRADIOS)
def test_a_good_app_has_no_fault_and_its_clients_are_told(gradio: str) -> None:
    from pyharp.check import check

    with start_endpoint(ENDPOINTS / "gain.py", python_of(gradio)) as server:
        report = check(server.address, patience=5.0)
    assert report.ok, report.text(verbose=True)
    # By an address nobody sees the work of an app.
    assert "cancel: the next job runs; from outside nobody sees whether the work stopped" in report.done or any(
        finding.code == "cancel_untried" for finding in report.findings
    )
    usable = {seen.client: seen.usable for seen in report.seen}
    assert usable["this HARP"]
    assert usable["HARP 3.0.1"] is (gradio != "4.44.1")
