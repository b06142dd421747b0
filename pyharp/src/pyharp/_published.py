# SPDX-License-Identifier: MIT
"""Small functions under names that apps for the published pyharp import."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from ._audio import save_audio
from ._files import output_path

__all__ = ["add_timestamp_to_path", "get_default_path", "get_timestamp", "save_and_return_filepath"]


def save_and_return_filepath(signal: Any) -> str:
    """`save_audio(signal)`, as the first pyharp called it."""
    return save_audio(signal)


def get_default_path(ext: str = ".wav") -> str:
    """A path for a result: a new one each time, so that two users never write the same file."""
    return output_path(f"output{ext}")


def get_timestamp(format: str | None = None) -> str:  # noqa: A002
    """The local time as text, by a format of `strftime`."""
    return datetime.now().strftime(format or "%m-%d-%Y_%H-%M-%S")


def add_timestamp_to_path(path_: str) -> str:
    """The path with the local time behind the name."""
    path = Path(path_)
    return str(path.with_name(f"{path.stem}_{get_timestamp()}{path.suffix}"))
