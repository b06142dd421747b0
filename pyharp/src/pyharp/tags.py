# SPDX-License-Identifier: MIT
"""The tags, where apps for the published pyharp look for them; new ones import them from `pyharp`."""

from ._tags import Category, Channels, SampleRate, Subcategory

__all__ = ["Category", "Channels", "SampleRate", "Subcategory"]
