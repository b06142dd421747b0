# SPDX-License-Identifier: MIT
"""The editor without a host: a program that carries out steps on it, and tells what is seen and what was sent."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from .seen import Run

ROOT = Path(__file__).resolve().parents[3]
DRIVER = Path(os.environ.get("HARP_BUILD", ROOT / "build/release")) / "bin/harp_editor_picture"


@pytest.fixture
def editor(tmp_path: Path) -> Run:
    def run(*steps: dict[str, Any], **options: Any) -> Any:
        script = tmp_path / "script.json"
        script.write_text(json.dumps({"steps": list(steps), **options}))
        done = subprocess.run(
            [str(DRIVER), str(script)], capture_output=True, text=True, timeout=300, env={**os.environ, "DISPLAY": ""}
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
