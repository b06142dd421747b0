# SPDX-License-Identifier: MIT
"""The stress tests use the servers and helpers of the ordinary ones."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "python"))
