# SPDX-License-Identifier: MIT
"""Audio files, where apps for the published pyharp look for them."""

from .._audio import load_audio, save_audio

__all__ = ["load_audio", "save_audio"]
