# SPDX-License-Identifier: MIT
"""What the built binaries need and offer."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from .built import BUNDLE, MODULE, PROGRAMS


def needed(path: Path) -> set[str]:
    text = subprocess.run(["readelf", "-d", str(path)], capture_output=True, text=True, check=True).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+?)\]", text))


def symbols(path: Path, *options: str) -> set[str]:
    text = subprocess.run(["nm", "-D", *options, str(path)], capture_output=True, text=True, check=True).stdout
    return {line.split()[-1].split("@")[0] for line in text.splitlines() if line.strip()}


def test_the_plugin_exports_exactly_its_three_entry_points() -> None:
    assert symbols(MODULE, "--defined-only") == {"GetPluginFactory", "ModuleEntry", "ModuleExit"}


def test_the_plugin_needs_nothing_but_the_listed_libraries() -> None:
    allowed = {
        "libc.so.6",
        "libm.so.6",
        "libgcc_s.so.1",
        "libstdc++.so.6",
        "ld-linux-x86-64.so.2",
        "libpthread.so.0",
        "libdl.so.2",
        "libfreetype.so.6",
        "libpng16.so.16",
        "libjpeg.so.62",
        "libz.so.1",
        "libsoxr.so.0",
    }
    assert needed(MODULE) <= allowed


def test_the_plugin_has_no_python_symbol_and_the_worker_needs_libpython() -> None:
    assert not [s for s in symbols(MODULE) if re.match(r"_?Py[A-Z_]", s)]
    assert not any("python" in library for library in needed(MODULE))
    assert any(library.startswith("libpython3") for library in needed(PROGRAMS / "harp_worker"))


def test_no_symbol_keeps_the_module_from_being_unloaded() -> None:
    text = subprocess.run(
        ["readelf", "--dyn-syms", "-W", str(MODULE)], capture_output=True, text=True, check=True
    ).stdout
    assert " UNIQUE " not in text


def test_the_bundle_holds_the_worker_where_the_plugin_looks_for_it() -> None:
    assert (BUNDLE / "Contents/Resources/bin/harp_worker").is_file()
    assert (BUNDLE / "Contents/Resources/python/bin/python").is_file()
