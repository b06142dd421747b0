# SPDX-License-Identifier: MIT
"""Runs an app that must not outlive its starter: `python serve_app.py app.py [arguments]`.

Standard input is a pipe whose other end the starter holds. However the starter ends, the pipe closes and so does this.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading
from pathlib import Path

import quick_gradio


def leave_with_starter() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)


if __name__ == "__main__":
    app = Path(sys.argv[1]).resolve()
    sys.argv = [str(app), *sys.argv[2:]]
    sys.path[0] = str(app.parent)
    quick_gradio.install()
    threading.Thread(target=leave_with_starter, daemon=True).start()
    runpy.run_path(str(app), run_name="__main__")
