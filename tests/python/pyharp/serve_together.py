# SPDX-License-Identifier: MIT
"""Serves several apps from one process, each on a port of its own; prints `<name> <address>` lines.

HARP_TEST_APPS: their paths, with the separator of PATH between them. Importing Gradio takes longer than all the rest.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading
from pathlib import Path
from typing import Any

import gradio as gr

_launch = gr.Blocks.launch


def _without_waiting(demo: gr.Blocks, *args: Any, **options: Any) -> Any:
    """For apps that launch themselves as published ones do; the next one wants its turn."""
    launched.append(demo)
    return _launch(demo, *args, **{**options, "prevent_thread_lock": True, "quiet": True})


launched: list[gr.Blocks] = []

if __name__ == "__main__":
    vars_of_class: Any = gr.Blocks
    vars_of_class.launch = _without_waiting
    lines = []
    for path in map(Path, os.environ["HARP_TEST_APPS"].split(os.pathsep)):
        launches_itself = path.stem.startswith("generation_")
        sys.path.insert(0, str(path.parent))
        names = runpy.run_path(str(path), run_name="__main__" if launches_itself else path.stem)
        if not launches_itself:
            (names["demo"] if "demo" in names else names[path.stem].demo).launch()
        lines.append(f"{path.stem} {launched[-1].local_url.rstrip('/')}")
    print("\n".join(lines), flush=True)
    threading.Event().wait()
