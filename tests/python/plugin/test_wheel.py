# SPDX-License-Identifier: MIT
"""The wheel of the bridge: what is in it, and that it works in an environment that holds nothing else."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .built import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # As pip builds it for anybody, in an environment of its own with what pyproject.toml asks for; but quickly.
    folder = tmp_path_factory.mktemp("wheel")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "-w",
        folder,
        "--config-settings=cmake.build-type=None",
        ".",
    ]
    subprocess.run(build, cwd=ROOT, check=True, timeout=900)
    return next(folder.glob("harp_bridge-*.whl"))


def test_it_holds_the_package_and_its_native_module_and_nothing_under_the_gpl(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as content:
        names = content.namelist()
        code = [n for n in names if n.endswith((".py", ".pyi"))]
        assert all("GPL-3.0" not in content.read(n).decode() for n in code)
        metadata = content.read(next(n for n in names if n.endswith("/METADATA"))).decode()
    assert {n.split("/")[0] for n in names if ".dist-info" not in n} == {"harp_bridge"}
    assert [n for n in names if n.endswith(".so")] and not [n for n in names if "juce" in n.lower()]
    assert "License-Expression: MIT" in metadata


def test_a_clean_environment_gets_the_module_the_host_and_the_command(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True, timeout=300)
    python = environment / "bin/python"
    subprocess.run([python, "-m", "pip", "install", "-q", wheel], check=True, timeout=300, capture_output=True)
    look = "import harp_bridge, harp_bridge.ara_host, harp_bridge._native; print(harp_bridge._native.__file__)"
    native = subprocess.run(
        [python, "-c", look], cwd=tmp_path, check=True, timeout=300, capture_output=True, text=True
    ).stdout.strip()
    needed = subprocess.run(["readelf", "-d", native], check=True, capture_output=True, text=True).stdout
    assert "libpython" not in needed
    for command in ([environment / "bin/harp-bridge"], [python, "-m", "harp_bridge"]):
        done = subprocess.run([*command, "--help"], cwd=tmp_path, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0
        assert {"describe", "process"} <= set(done.stdout.replace(",", " ").replace("{", " ").replace("}", " ").split())
