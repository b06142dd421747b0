# SPDX-License-Identifier: MIT
"""A new Space, built as Spaces build it: the requirements into an empty environment first, then the files, then run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    finished = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1", "PYTHONPATH": "", **environment},
        capture_output=True,
        text=True,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The Python of the Space's environment, and the folder of its files."""
    folder = tmp_path_factory.mktemp("space")
    source = {"PYTHONPATH": str(REPOSITORY / "pyharp" / "src")}
    run(sys.executable, "-m", "pyharp", "new", "my-model", cwd=folder, **source)
    written = folder / "my-model"
    version = re.search(r"^sdk_version: (.+)$", (written / "README.md").read_text(), re.MULTILINE)
    assert version is not None
    # An empty folder with nothing but the requirements, as a Space has while it installs them.
    empty = folder / "build"
    empty.mkdir()
    (empty / "requirements.txt").write_text((written / "requirements.txt").read_text())
    run(sys.executable, "-m", "venv", empty / "env", cwd=empty)
    python = empty / "env" / "bin" / "python"
    run(python, "-m", "pip", "install", "-q", "-r", "requirements.txt", f"gradio=={version.group(1)}", cwd=empty)
    return python, written


def test_the_environment_holds_no_pyharp_but_the_one_beside_the_app(space: tuple[Path, Path]) -> None:
    python, folder = space
    names = run(python, "-m", "pip", "list", "--format=freeze", cwd=folder).stdout
    assert not re.search(r"^(pyharp|harp-endpoint)==", names, re.MULTILINE | re.IGNORECASE)
    where = run(python, "-c", "import pyharp; print(pyharp.__file__)", cwd=folder).stdout.strip()
    assert Path(where) == folder / "pyharp" / "__init__.py"


def test_the_check_passes_in_the_environment_of_the_space(space: tuple[Path, Path]) -> None:
    python, folder = space
    report = run(python, "-m", "pyharp", "check", "app.py", "--strict", cwd=folder).stdout
    assert "No faults." in report
    assert report.count(" yes ") == 4


def test_our_client_processes_with_the_new_space(space: tuple[Path, Path]) -> None:
    import harp_bridge

    python, folder = space
    with subprocess.Popen(
        [str(python), "app.py", "--port", "0"],
        cwd=folder,
        env={**os.environ, "GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1", "PYTHONPATH": ""},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout is not None
            address = server.stdout.readline().removeprefix("Serving at ").strip()
            sound = np.random.default_rng(1).normal(0, 0.3, (4410, 2)).astype(np.float32)
            result = harp_bridge.process(address, sound, 44100, values={"Gain": 6})
            np.testing.assert_allclose(result.audio[0].samples, sound * 10 ** (6 / 20), rtol=1e-6)
        finally:
            server.kill()
