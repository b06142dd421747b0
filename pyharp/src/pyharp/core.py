# SPDX-License-Identifier: MIT
"""The core, where apps for the published pyharp look for it; new ones import it from `pyharp`."""

from ._card import ModelCard
from ._endpoint import build_endpoint

__all__ = ["ModelCard", "build_endpoint"]
