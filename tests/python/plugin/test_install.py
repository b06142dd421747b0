# SPDX-License-Identifier: MIT
"""An installed plug-in needs neither the checkout nor its environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from .built import BUILD, BUNDLE, PROGRAMS, ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A VST3 folder with HARP.vst3, put there as `make install` does, in the place of an older one."""
    folder = tmp_path_factory.mktemp("user") / ".vst3"
    (folder / "HARP.vst3/Contents").mkdir(parents=True)
    (folder / "HARP.vst3/Contents/stale.txt").write_text("from an older version")
    script = ROOT / "third_party/setup/install-plugin.sh"
    python = Path(sys.base_prefix) / "bin/python3"
    subprocess.run(
        [script, python, BUNDLE, BUILD, folder], cwd=ROOT, check=True, capture_output=True, text=True, timeout=300
    )
    return folder


def test_everything_is_inside_of_the_bundle(installed: Path) -> None:
    bundle = installed / "HARP.vst3"
    assert [p.name for p in installed.iterdir()] == ["HARP.vst3"]
    links = [p for p in bundle.rglob("*") if p.is_symlink()]
    assert not [p for p in links if ROOT in p.resolve().parents]
    assert (bundle / "Contents/Resources/bin/harp_worker").is_file()
    assert not (bundle / "Contents/stale.txt").exists()


def test_with_checkout_and_environment_out_of_sight_a_region_is_still_processed(
    installed: Path, tmp_path: Path, servers: Any
) -> None:
    host = shutil.copy(PROGRAMS / "harp_region_host", tmp_path / "host")
    # In a mount namespace of its own the checkout is an empty folder, as good as renamed; the endpoint goes on outside.
    command = f"mount -t tmpfs none {ROOT} && exec {host} {installed}/HARP.vst3 {servers('gain').address} Gain -12"
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", command],
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        env={k: v for k, v in os.environ.items() if not k.startswith(("HARP_", "PYTHON", "VIRTUAL_ENV"))},
    )
    assert done.returncode == 0, done.stderr
    heard = json.loads(done.stdout.splitlines()[-1])
    assert heard["before"]["factor"] == 1.0
    assert heard["after"]["factor"] == pytest.approx(10 ** (-12 / 20), abs=1e-7)
