# SPDX-License-Identifier: MIT
"""A test that is skipped, hidden or may fail proves nothing: one in Python fails the run, in C++ there is none."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

#: Catch2's tags for tests that may fail or are not run by default, and its word for leaving one.
LEFT_OUT_BY_CATCH2 = re.compile(
    r'\[!(?:mayfail|shouldfail|hide|benchmark)\]|\[hide\]|"[^"\n]*\[\.[^\]\n]*\]|\bSKIP\s*\('
)

#: What makes ctest count a test as passed that was not.
LEFT_OUT_BY_CTEST = re.compile(r"\b(?:DISABLED|WILL_FAIL|SKIP_RETURN_CODE|SKIP_REGULAR_EXPRESSION)\b")


def cmake_files() -> Iterator[Path]:
    yield from ROOT.glob("CMake*")
    for folder in ("plugin", "bridge", "third_party", "tests"):
        yield from (p for p in (ROOT / folder).rglob("*") if p.name == "CMakeLists.txt" or p.suffix == ".cmake")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (LEFT_OUT_BY_CATCH2, 'TEST_CASE ("it works", "[!mayfail]")'),
        (LEFT_OUT_BY_CATCH2, 'TEST_CASE ("it works", "[slow][!shouldfail]")'),
        (LEFT_OUT_BY_CATCH2, 'TEST_CASE ("it works", "[.]")'),
        (LEFT_OUT_BY_CATCH2, 'TEST_CASE ("it works", "[one-thread][.slow]")'),
        (LEFT_OUT_BY_CATCH2, 'TEST_CASE ("it works", "[hide]")'),
        (LEFT_OUT_BY_CATCH2, '    SKIP ("not on this machine");'),
        (LEFT_OUT_BY_CTEST, "set_tests_properties (render PROPERTIES DISABLED TRUE)"),
        (LEFT_OUT_BY_CTEST, "set_tests_properties (render PROPERTIES WILL_FAIL TRUE)"),
        (LEFT_OUT_BY_CTEST, "set_tests_properties (render PROPERTIES SKIP_RETURN_CODE 77)"),
        (LEFT_OUT_BY_CTEST, 'set_tests_properties (render PROPERTIES SKIP_REGULAR_EXPRESSION "skipped")'),
    ],
)
def test_what_leaves_a_test_out_is_recognised(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text)


def test_no_test_in_cpp_is_hidden_skipped_or_may_fail() -> None:
    sources = [p for p in (ROOT / "tests/cpp").rglob("*") if p.suffix in {".h", ".cpp"}]
    assert sources
    wrong = [p for p in sources if LEFT_OUT_BY_CATCH2.search(p.read_text(encoding="utf-8"))]
    assert not wrong


def test_cmake_leaves_no_test_out() -> None:
    files = list(cmake_files())
    assert ROOT / "tests/cpp/CMakeLists.txt" in files and ROOT / "CMakePresets.json" in files
    wrong = [p for p in files if LEFT_OUT_BY_CTEST.search(p.read_text(encoding="utf-8"))]
    assert not wrong


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("def test_it(): pass", pytest.ExitCode.OK),
        ("import pytest\ndef test_it(): pytest.skip('not today')", pytest.ExitCode.TESTS_FAILED),
        ("import pytest\npytest.importorskip('no_such_module')", pytest.ExitCode.TESTS_FAILED),
        ("import pytest\n@pytest.mark.xfail\ndef test_it(): assert False", pytest.ExitCode.TESTS_FAILED),
        ("import pytest\n@pytest.mark.xfail\ndef test_it(): pass", pytest.ExitCode.TESTS_FAILED),
    ],
    ids=["clean", "skipped", "nothing to import", "expected to fail", "expected to fail and passed"],
)
def test_a_run_in_which_a_test_was_left_out_fails(tmp_path: Path, body: str, status: pytest.ExitCode) -> None:
    (tmp_path / "test_one.py").write_text(f"{body}\ndef test_another(): pass\n")
    path = os.pathsep.join(filter(None, (str(ROOT / "tests/python"), os.environ.get("PYTHONPATH"))))
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", str(tmp_path)],
        env={**os.environ, "PYTHONPATH": path, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert run.returncode == status, run.stdout + run.stderr
