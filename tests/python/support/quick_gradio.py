# SPDX-License-Identifier: MIT
"""Makes Gradio start in half of the time. Imports next to nothing itself: every process of the tests runs it."""

from __future__ import annotations

import gc
import os
import sys
from importlib.machinery import PathFinder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType
    from typing import Any

__all__ = ["install"]

#: Replaced in Gradio while it is imported. Writing .pyi files anew takes half of the time of an import, and servers
#: that start at the same time would write the same ones. The look at its own page gives up on a busy machine.
REPLACED: dict[str, dict[str, object]] = {
    "gradio.component_meta": {"create_or_modify_pyi": lambda *ignored: None},
    "gradio.networking": {"url_ok": lambda *ignored: True},
}


def calm(queueing: ModuleType) -> None:
    """An idle queue of Gradio 6 wakes up a thousand times a second, and a dozen servers wait for their next test.

    Fifty times are still more than Gradio 5 has. Benchmarks measure Gradio as it is.
    """
    make = queueing.Queue.__init__

    def make_calm(self: Any, *arguments: Any, **options: Any) -> None:
        make(self, *arguments, **options)
        self.sleep_when_free = max(self.sleep_when_free, 0.02)
        self.progress_update_sleep_when_free = max(self.progress_update_sleep_when_free, 0.02)

    queueing.Queue.__init__ = make_calm


#: Called with modules of Gradio once they have run; asked for by the environment.
CHANGED: dict[str, Callable[[ModuleType], None]] = (
    {"gradio.queueing": calm} if os.environ.get("HARP_CALM_SERVERS") else {}
)


class Replacing:
    """Finds modules as usual, and replaces what REPLACED and CHANGED name once they have run."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name not in REPLACED and name not in CHANGED and name != "gradio":
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is None or spec.loader is None:
            return None
        execute = spec.loader.exec_module

        def execute_and_replace(module: ModuleType) -> None:
            rest = name == "gradio" and gc.isenabled()  # a tenth of the time goes into garbage that is none
            if rest:
                gc.disable()
            try:
                execute(module)
            finally:
                if rest:
                    gc.enable()
            vars(module).update(REPLACED.get(name, {}))
            CHANGED.get(name, lambda _: None)(module)

        spec.loader.exec_module = execute_and_replace  # type: ignore[method-assign]
        return spec


def install() -> None:
    """For whatever this process imports from now on; a second call does nothing."""
    if Replacing not in sys.meta_path:
        sys.meta_path.insert(0, Replacing)
