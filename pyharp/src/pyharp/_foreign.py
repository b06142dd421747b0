# SPDX-License-Identifier: MIT
"""Notices the other package with the import name `pyharp`, which PyPI has under that name (atmospheric radiation)."""

from __future__ import annotations

import warnings
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

__all__ = ["warn_about_foreign_package"]


def warn_about_foreign_package(package: Path) -> None:
    """Warn when that package is installed into the very folder of ours: its files and ours are mixed then.

    Args:
        package: the folder of this package.
    """
    try:
        other = distribution("pyharp")
    except PackageNotFoundError:
        return
    if Path(str(other.locate_file("pyharp"))).resolve() == package.resolve():
        warnings.warn(
            "Another package named pyharp (the one on PyPI is about atmospheric radiation) is installed over HARP's "
            "pyharp: run `pip uninstall pyharp` and then `pip install --force-reinstall --no-deps harp-endpoint`.",
            stacklevel=3,
        )
