# SPDX-License-Identifier: MIT
"""Runs an app that must not outlive its starter: `python serve_app.py app.py [arguments]`.

Standard input is a pipe whose other end the starter holds. However the starter ends, the pipe closes and so does this.
"""

from __future__ import annotations

import os
import runpy
import sys
import threading
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path
from types import ModuleType


def leave_with_starter() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)


class WithoutStubs:
    """Keeps Gradio from writing its .pyi files anew at each import.

    That takes half of the time of an import, and servers that start at the same time would write the same files.
    """

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != "gradio.component_meta":
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def execute_and_silence(module: ModuleType) -> None:
            execute(module)
            module.create_or_modify_pyi = lambda *ignored: None  # type: ignore[attr-defined]

        spec.loader.exec_module = execute_and_silence  # type: ignore[method-assign]
        return spec


if __name__ == "__main__":
    app = Path(sys.argv[1]).resolve()
    sys.argv = [str(app), *sys.argv[2:]]
    sys.path[0] = str(app.parent)
    sys.meta_path.insert(0, WithoutStubs)
    threading.Thread(target=leave_with_starter, daemon=True).start()
    runpy.run_path(str(app), run_name="__main__")
