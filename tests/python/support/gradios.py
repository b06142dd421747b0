# SPDX-License-Identifier: MIT
"""The releases of Gradio on which endpoints of ours must work, and those of them that this run of the tests tries."""

from __future__ import annotations

import os
import sys

from .servers import server_python

__all__ = ["GRADIOS", "TRIED", "TRIED_SINCE_5", "python_of"]

GRADIOS = ("4.44.1", "5.28.0", "5.50.0", "6")

#: What runs on one Gradio as on the other is tried on the newest alone, unless all are asked for (`make test-servers`).
TRIED = GRADIOS if os.environ.get("HARP_EVERY_GRADIO") else GRADIOS[-1:]
TRIED_SINCE_5 = tuple(gradio for gradio in TRIED if not gradio.startswith("4."))


def python_of(gradio: str) -> str:
    """The interpreter with that Gradio; 6 stands for the newest, in the environment that runs the tests."""
    return sys.executable if gradio == "6" else server_python(gradio)
