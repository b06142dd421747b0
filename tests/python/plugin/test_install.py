# SPDX-License-Identifier: MIT
"""An installed plug-in needs neither the checkout nor its environment."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.servers import server_python

from .built import BUILD, BUNDLE, ENDPOINTS, PROGRAMS, ROOT
from .namespaces import unshare


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


#: What a bundle could lean on; the server that answers it needs the rest.
BUILT_FROM = (".venv", "bridge", "plugin", "third_party")


@contextlib.contextmanager
def out_of_sight(command: list[str]) -> Iterator[list[str]]:
    """The command in a world without the checkout: an empty folder in its place, or all renamed that was built from."""
    way = unshare("mount")
    if way is not None:
        yield [*way, "sh", "-c", 'mount -t tmpfs none "$1" && shift && exec "$@"', "sh", str(ROOT), *command]
        return
    moved = {path: path.with_name(path.name + ".renamed") for path in (BUILD, *(ROOT / name for name in BUILT_FROM))}
    try:
        for path, aside in moved.items():
            path.rename(aside)
        yield command
    finally:
        for path, aside in moved.items():
            if aside.exists():
                aside.rename(path)


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
    # From an environment that stays in sight: a server imports some of its modules when it first needs them.
    server = servers(ENDPOINTS / "gain.py", server_python("5.28.0"))
    command = [str(host), str(installed / "HARP.vst3"), server.address, "Gain", "-12"]
    with out_of_sight(command) as hidden:
        done = subprocess.run(
            hidden,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=300,
            env={k: v for k, v in os.environ.items() if not k.startswith(("HARP_", "PYTHON", "VIRTUAL_ENV"))},
        )
    assert done.returncode == 0, done.stderr
    heard = json.loads(done.stdout.splitlines()[-1])
    assert heard["before"]["factor"] == 1.0
    assert heard["after"]["factor"] == pytest.approx(10 ** (-12 / 20), abs=1e-7)
