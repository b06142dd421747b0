# SPDX-License-Identifier: MIT
"""Finds the compiled module: beside the package when installed, in a build folder on the path when working on it."""

from __future__ import annotations

import pkgutil
import sys

package = sys.modules[__name__.split(".", maxsplit=1)[0]]
package.__path__ = pkgutil.extend_path(package.__path__, package.__name__)

try:
    from harp_bridge import _native as native
except ImportError as error:  # pragma: no cover - a broken installation
    raise ImportError(
        "The compiled part of harp_bridge is missing: install the package, or put <build folder>/python on PYTHONPATH"
    ) from error

__all__ = ["native"]
