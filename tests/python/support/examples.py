# SPDX-License-Identifier: MIT
"""pyharp's examples as modules: their apps and their signal processing, imported as their own folder imports them."""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

from .servers import EXAMPLES, start_endpoint
from .wire import wait_for

__all__ = ["NAMES", "example_app", "example_module", "served_examples"]

NAMES = sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "app.py").exists())


def example_module(example: str, module: str) -> ModuleType:
    """The module beside an example's app; no two examples have one of the same name."""
    _see(EXAMPLES / example)
    return importlib.import_module(module)


@cache
def example_app(example: str, file: str = "app") -> ModuleType:
    """An example's app.py (or gradio_app.py), imported once."""
    _see(EXAMPLES / example)
    return module_at(EXAMPLES / example / f"{file}.py", f"{example}_{file}")


@contextmanager
def served_examples(python: str, names: Sequence[str] = NAMES) -> Iterator[dict[str, str]]:
    """The addresses of examples that run in one process."""
    script = Path(__file__).with_name("serve_examples.py")
    with start_endpoint(script, python, {"HARP_TEST_EXAMPLES": ",".join(names)}) as server:
        lines = re.compile(r"^(\w+) (http://\S+)$", re.MULTILINE)
        wait_for(lambda: len(lines.findall(server.log_text())) == len(names))
        yield dict(lines.findall(server.log_text()))


def module_at(path: Path, name: str) -> ModuleType:
    """A file as a module of that name."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _see(folder: Path) -> None:
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
