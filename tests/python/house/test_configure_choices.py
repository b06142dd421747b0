# SPDX-License-Identifier: MIT
"""Where a build has a choice (ccache, which JUCE, whose declaration of ARA), it takes what was asked for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.configuring import NOT_IN_THE_SYSTEM, ROOT, Checkout, complaint


def test_ccache_is_used_where_it_is_installed(
    checkout: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert checkout.launchers("-UHARP_CCACHE", *NOT_IN_THE_SYSTEM) == {""}
    ccache = tmp_path / "ccache"
    ccache.write_text('#!/bin/sh\nexec "$@"\n')
    ccache.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert checkout.launchers("-UHARP_CCACHE") == {str(ccache)}
    assert checkout.launchers("-UHARP_CCACHE", "-DCMAKE_CXX_COMPILER_LAUNCHER=/usr/bin/env") == {"/usr/bin/env"}


def installed_juce(folder: Path, version: str) -> Path:
    """What CMake sees of an installed JUCE: says its version and, as JUCE does, accepts no request for another."""
    folder.mkdir()
    modules = folder / "modules/juce_audio_processors/format_types/VST3_SDK/pluginterfaces"
    modules.mkdir(parents=True)
    (folder / "JUCEConfig.cmake").write_text(
        f'set (JUCE_VERSION {version})\nset (JUCE_MODULES_DIR "{folder}/modules")\n'
        "function (juce_add_plugin)\n"
        '  message (FATAL_ERROR " HARP would be built on JUCE ${JUCE_VERSION}")\n'
        "endfunction()\n"
    )
    (folder / "JUCEConfigVersion.cmake").write_text(
        f'set (PACKAGE_VERSION {version})\nif (PACKAGE_FIND_VERSION STREQUAL "{version}" OR NOT PACKAGE_FIND_VERSION)\n'
        "  set (PACKAGE_VERSION_COMPATIBLE TRUE)\nendif()\n"
    )
    return folder


def test_the_juce_that_was_asked_for_is_the_one_that_is_used(checkout: Checkout, tmp_path: Path) -> None:
    newer = installed_juce(tmp_path / "newer", "8.0.12")
    assert complaint(checkout.configure(f"-DHARP_JUCE_DIR={newer}")) == "HARP would be built on JUCE 8.0.12"


def juce_checkout(folder: Path, version: str) -> Path:
    """What CMake sees of a checkout of JUCE: its version is that of its project."""
    (folder / "extras/Build/juceaide").mkdir(parents=True)
    (folder / "modules/juce_audio_processors/format_types/VST3_SDK/pluginterfaces").mkdir(parents=True)
    (folder / "CMakeLists.txt").write_text(
        f"project (JUCE VERSION {version} LANGUAGES NONE)\n"
        'set (JUCE_MODULES_DIR "${JUCE_SOURCE_DIR}/modules" CACHE INTERNAL "")\n'
        "function (juce_add_plugin)\n"
        '  message (FATAL_ERROR " HARP would be built on JUCE ${JUCE_VERSION} with ${HARP_STEINBERG_INCLUDE}")\n'
        "endfunction()\n"
    )
    return folder


def test_a_checkout_of_juce_is_built_with_the_plugin(checkout: Checkout, tmp_path: Path) -> None:
    newer = juce_checkout(tmp_path / "newer", "8.0.12")
    said = complaint(checkout.configure(f"-DHARP_JUCE_DIR={newer}"))
    assert said.startswith(f"HARP would be built on JUCE 8.0.12 with {newer}/modules/")
    older = juce_checkout(tmp_path / "older", "6.1.0")
    said = complaint(checkout.configure(f"-DHARP_JUCE_DIR={older}"))
    assert "7.0.5 or later" in said and "6.1.0" in said and "-DHARP_JUCE_DIR=" in said


def test_a_juce_that_is_too_old_or_none_is_one_line(checkout: Checkout, tmp_path: Path) -> None:
    older = installed_juce(tmp_path / "older", "6.1.0")
    said = complaint(checkout.configure(f"-DHARP_JUCE_DIR={older}"))
    assert "7.0.5 or later" in said and "6.1.0" in said and "-DHARP_JUCE_DIR=" in said
    said = complaint(checkout.configure(f"-DHARP_JUCE_DIR={tmp_path}"))
    assert "HARP needs JUCE" in said and str(tmp_path) in said and "-DHARP_JUCE_DIR=" in said


def test_an_ara_sdk_that_is_none_is_one_line(checkout: Checkout, tmp_path: Path) -> None:
    said = complaint(checkout.configure(f"-DHARP_ARA_SDK_DIR={tmp_path}"))
    assert "-DHARP_ARA_SDK_DIR=" in said and "ARA_API/ARAInterface.h" in said


#: Compiled against ARA's C interface, and against its classes for VST3.
ARA_OBJECTS = (
    "plugin/ara/CMakeFiles/harp_ara_room.dir/RoleTables.cpp.o",
    "bridge/src/ara_host/CMakeFiles/harp_ara_host.dir/Instance.cpp.o",
)


def with_what_celemony_has(header: str) -> str:
    """Our ARAVST3.h with what is in theirs beside it: the packing of Steinberg's SDK, and an id in each class."""
    header = header.replace("namespace ARA\n", '#include "pluginterfaces/base/falignpush.h"\n\nnamespace ARA\n', 1)
    header = re.sub(r"\nprotected:\n    ~I\w+\(\) = default;", "\n    static const Steinberg::FUID iid;", header)
    assert header.count("FUID iid") == 3
    return header + '\n#include "pluginterfaces/base/falignpop.h"\n'


def test_another_declaration_of_ara_takes_the_place_of_ours(checkout: Checkout, tmp_path: Path) -> None:
    """A folder with the shape of Celemony's SDK is what plug-in and host are compiled against."""
    shutil.copytree(ROOT / "third_party" / "ara" / "include", tmp_path / "sdk")
    header = tmp_path / "sdk" / "ARA_API" / "ARAInterface.h"
    header.write_text('#pragma message ("compiled against the other declaration")\n' + header.read_text())
    classes = header.with_name("ARAVST3.h")
    classes.write_text(with_what_celemony_has(classes.read_text()))
    configured = checkout.configure(f"-DHARP_ARA_SDK_DIR={tmp_path / 'sdk'}")
    assert configured.returncode == 0, configured.stderr
    for name in ARA_OBJECTS:
        build = ["cmake", "--build", str(checkout.build), "--target", name]
        built = subprocess.run(build, capture_output=True, text=True, env={**os.environ, "CCACHE_DISABLE": "1"})
        assert built.returncode == 0, built.stdout
        assert "compiled against the other declaration" in built.stdout


def test_a_room_of_tests_that_is_not_there_is_one_line(checkout: Checkout) -> None:
    """Else the tests of one that was renamed would be left out unseen."""
    assert "'rendering'" in complaint(checkout.configure("-DHARP_TEST_ROOMS=bridge;rendering"))
