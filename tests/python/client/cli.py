# SPDX-License-Identifier: MIT
"""Runs the command harp-bridge: inside of this process where that is enough, as a process of its own where not."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from harp_bridge import FloatArray
from harp_bridge._cli.main import main

COMMAND = [sys.executable, "-m", "harp_bridge"]


@dataclass(frozen=True)
class Ran:
    code: int
    stdout: str
    stderr: str

    def json(self) -> Any:
        return json.loads(self.stdout)


def harp(*arguments: object, code: int = 0) -> Ran:
    """The command in this process, with nobody at the keyboard."""
    out, err, before = io.StringIO(), io.StringIO(), sys.stdin
    sys.stdin = io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                returned = main([str(argument) for argument in arguments])
            except SystemExit as left:
                returned = int(left.code or 0)
    finally:
        sys.stdin = before
    ran = Ran(returned, out.getvalue(), err.getvalue())
    assert ran.code == code, f"exit code {ran.code}\n{ran.stdout}\n{ran.stderr}"
    return ran


def harp_process(*arguments: object, given: bytes = b"", code: int = 0) -> subprocess.CompletedProcess[bytes]:
    """The command as a process, with `given` on its standard input."""
    done = subprocess.run([*COMMAND, *map(str, arguments)], input=given, capture_output=True, timeout=300, check=False)
    assert done.returncode == code, f"exit code {done.returncode}\n{done.stdout[:2000]!r}\n{done.stderr.decode()}"
    assert b"Traceback" not in done.stderr
    return done


def read(path: Path) -> FloatArray:
    samples, _ = soundfile.read(path, dtype="float32", always_2d=True)
    return np.asarray(samples, np.float32)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
