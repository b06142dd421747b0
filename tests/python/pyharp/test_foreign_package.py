# SPDX-License-Identifier: MIT
"""The other package named pyharp is named in one sentence, wherever ours can say something."""

from __future__ import annotations

import importlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pyharp._foreign import warn_about_foreign_package
from support.servers import REPOSITORY

import pyharp

SOURCE = REPOSITORY / "pyharp" / "src"
FOREIGN = "import radiation_transfer  # not there either\n"


def run(program: str, path: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(path)}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, cwd=path)


def metadata(folder: Path) -> None:
    info = folder / "pyharp-2.7.6.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: pyharp\nVersion: 2.7.6\n")
    (info / "RECORD").write_text("pyharp/__init__.py,,\n")


@pytest.mark.parametrize("mixed", [False, True], ids=["instead of ours", "over ours"])
def test_a_foreign_pyharp_is_named_in_one_sentence(mixed: bool, tmp_path: Path) -> None:
    shutil.copy(SOURCE / "harp_endpoint.py", tmp_path)
    if mixed:
        shutil.copytree(SOURCE / "pyharp", tmp_path / "pyharp", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "pyharp").mkdir(exist_ok=True)
    (tmp_path / "pyharp" / "__init__.py").write_text(FOREIGN)
    failed = run("import harp_endpoint", tmp_path)
    assert failed.returncode == 1
    last = failed.stderr.strip().splitlines()[-1]
    assert last.startswith(f"ImportError: The pyharp that Python finds ({tmp_path / 'pyharp'}) is not HARP's")
    assert "pip uninstall pyharp" in last


@pytest.mark.parametrize("mixed", [False, True], ids=["elsewhere", "over it"])
def test_ours_warns_when_it_shares_its_folder_with_the_foreign_one(
    mixed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recwarn: pytest.WarningsRecorder
) -> None:
    metadata(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    warn_about_foreign_package(tmp_path / "pyharp" if mixed else SOURCE / "pyharp")
    told = [str(warning.message) for warning in recwarn if "installed over HARP's" in str(warning.message)]
    assert len(told) == mixed


def test_the_name_of_the_distribution_gives_ours() -> None:
    harp_endpoint = importlib.import_module("harp_endpoint")
    assert harp_endpoint.pyharp.build_endpoint is pyharp.build_endpoint
