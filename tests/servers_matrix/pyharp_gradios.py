# SPDX-License-Identifier: MIT
"""The releases of Gradio on which endpoints of ours must work, and the folder of the tests that say how."""

from __future__ import annotations

import sys
from pathlib import Path

from support.servers import server_python

__all__ = ["APPS", "GRADIOS", "SINCE_5", "python_of"]

GRADIOS = ("4.44.1", "5.28.0", "5.50.0", "6")
SINCE_5 = GRADIOS[1:]

_TESTS = Path(__file__).resolve().parents[1] / "python" / "pyharp"
APPS = _TESTS / "apps"

# The modules of these tests are imported by name; their folder itself would be found as a package pyharp.
sys.path.append(str(_TESTS))


def python_of(gradio: str) -> str:
    """The interpreter with that Gradio; 6 stands for the newest, in the environment that runs the tests."""
    return sys.executable if gradio == "6" else server_python(gradio)
