# SPDX-License-Identifier: MIT
"""HARP's pyharp under the name of its distribution, for certain.

`import pyharp` finds whatever is first on the path, which may be the package of that name on PyPI. `import
harp_endpoint` (or `python -m harp_endpoint check app.py`) says so in one sentence instead of failing somewhere else.
"""

from __future__ import annotations

import runpy
from importlib.util import find_spec
from pathlib import Path

__all__ = ["pyharp"]


def _check() -> None:
    found = find_spec("pyharp")
    folder = Path(found.origin).parent if found is not None and found.origin else None
    ours = folder is not None and (folder / "_foreign.py").is_file()
    # Installed into one folder, the last one wins: then our files are there, but the first to run is not ours.
    if not ours or "build_endpoint" not in (folder / "__init__.py").read_text(errors="replace"):  # type: ignore[operator]
        raise ImportError(
            f"The pyharp that Python finds ({folder}) is not HARP's but another package of that name: run "
            "`pip uninstall pyharp` and then `pip install --force-reinstall --no-deps harp-endpoint`."
        )


_check()

import pyharp  # noqa: E402

if __name__ == "__main__":
    runpy.run_module("pyharp", run_name="__main__")
