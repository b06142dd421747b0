# SPDX-License-Identifier: MIT
"""Finds the checkout, and what the tests of the client are made of."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

_TESTS = Path(__file__).resolve().parents[1] / "python"
sys.path[:0] = [str(_TESTS), str(_TESTS.parents[1] / "bridge" / "python")]

import pytest  # noqa: E402

pytest.register_assert_rewrite("client.generation_checks")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that was skipped has not been passed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
