# SPDX-License-Identifier: MIT
"""The labels, where apps for the published pyharp look for them; new ones import them from `pyharp`."""

from ._labels import AudioLabel, LabelList, MidiLabel, OutputLabel, SpectrogramLabel

__all__ = ["AudioLabel", "LabelList", "MidiLabel", "OutputLabel", "SpectrogramLabel"]
