# SPDX-License-Identifier: MIT
"""Where results are written: unique files inside the folder that Gradio already serves."""

from __future__ import annotations

import os
import uuid
from datetime import datetime
from pathlib import Path

from ._leftovers import job_folder

__all__ = ["add_timestamp_to_path", "get_timestamp", "output_path"]


def output_path(name: str) -> str:
    """Reserve a path for a result that nobody else has, such as `output_path("melody.mid")`.

    The file lies in a folder of the running job inside of Gradio's own, so Gradio neither hashes nor copies it, two
    users never share a name, and the file goes away when the job is cancelled or its result has been kept long enough.

    Args:
        name: base name with its extension; folders in it are dropped.

    Returns:
        An absolute path, not existing yet, in an existing folder.

    Raises:
        ValueError: the name has no extension, from which HARP recognises the kind of file.
    """
    base = Path(name)
    stem, extension = base.stem, base.suffix
    if not stem or not extension:
        raise ValueError(f"{name!r} needs a name and an extension, for example result.wav.")
    return str(job_folder() / f"{stem}-{uuid.uuid4().hex[:12]}{extension}")


def get_timestamp(format: str | None = None) -> str:  # noqa: A002
    """The local time as text, by a format of `strftime`."""
    return datetime.now().strftime(format or "%m-%d-%Y_%H-%M-%S")


def add_timestamp_to_path(path_: str | os.PathLike[str]) -> str:
    """The path with the local time behind the name."""
    path = Path(path_)
    return str(path.with_name(f"{path.stem}_{get_timestamp()}{path.suffix}"))
