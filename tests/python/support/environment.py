# SPDX-License-Identifier: MIT
"""The environment of Python processes that tests start themselves."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["EVERY_PROCESS", "environment_with"]

#: First on the path of every Python: see the one file that is there.
EVERY_PROCESS = str(Path(__file__).resolve().parent / "every_process")


def environment_with(*folders: str | os.PathLike[str], **more: str) -> dict[str, str]:
    """The environment of this process, where Python imports from these folders and from none that was named before."""
    path = os.pathsep.join([EVERY_PROCESS, *map(os.fspath, folders)])
    return {**os.environ, "PYTHONPATH": path, **more}
