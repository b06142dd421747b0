# SPDX-License-Identifier: MIT
"""Where results are written: unique files inside the folder that Gradio already serves."""

from __future__ import annotations

import os
import tempfile
import uuid
from pathlib import Path

__all__ = ["output_path"]


def output_path(name: str) -> str:
    """Reserve a path for a result that nobody else has, such as `output_path("melody.mid")`.

    The file lies in Gradio's own folder, so Gradio neither hashes nor copies it, and two users never share a name.

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
    folder = _gradio_folder() / "harp"
    folder.mkdir(parents=True, exist_ok=True)
    return str(folder / f"{stem}-{uuid.uuid4().hex}{extension}")


def _gradio_folder() -> Path:
    """Gradio's folder, by its documented rule; the function that computes it moved between Gradio versions."""
    chosen = os.environ.get("GRADIO_TEMP_DIR")
    return Path(chosen).absolute() if chosen else (Path(tempfile.gettempdir()) / "gradio").resolve()
