# SPDX-License-Identifier: MIT
"""Writes a new Space, ready to run: `python -m pyharp new NAME`."""

from ._write import FolderExists, new_space

__all__ = ["FolderExists", "new_space"]
