# SPDX-License-Identifier: MIT
"""Small functions under names that apps for the published pyharp import."""

from __future__ import annotations

from typing import Any

from ._audio import save_audio
from ._files import add_timestamp_to_path, get_timestamp, output_path

__all__ = ["add_timestamp_to_path", "get_default_path", "get_timestamp", "save_and_return_filepath"]


def save_and_return_filepath(signal: Any) -> str:
    """`save_audio(signal)`, as the first pyharp called it."""
    return save_audio(signal)


def get_default_path(ext: str = ".wav") -> str:
    """A path for a result: a new one each time, so that two users never write the same file."""
    return output_path(f"output{ext}")
