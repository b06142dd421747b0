# SPDX-License-Identifier: MIT
"""Where the things are that the tests of the plug-in run: HARP_PLUGIN and HARP_BUILD, set by the Makefile."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("HARP_BUILD", ROOT / "build/release"))
BUNDLE = Path(os.environ.get("HARP_PLUGIN", BUILD / "plugin/shell/HARP_artefacts/Release/VST3/HARP.vst3"))
MODULE = BUNDLE / "Contents/x86_64-linux/HARP.so"
PROGRAMS = BUILD / "bin"
EXAMPLES = ROOT / "pyharp/examples"
ENDPOINTS = ROOT / "tests/python/support/endpoints"
