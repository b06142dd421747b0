# SPDX-License-Identifier: MIT
"""Paths of results, where apps for the published pyharp look for them."""

from .._published import add_timestamp_to_path, get_default_path, get_timestamp

__all__ = ["add_timestamp_to_path", "get_default_path", "get_timestamp"]
