# SPDX-License-Identifier: MIT
"""What is missing is said in one line, with the package that brings it and the variable that points to it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


class Checkout:
    """One configured build folder; every try starts again from the state that the good configuration left."""

    def __init__(self, folder: Path) -> None:
        self.build = folder / "build"
        result = self._cmake("-G", "Ninja", f"-DHARP_PYTHON={sys.executable}", "-DCMAKE_BUILD_TYPE=Debug")
        assert result.returncode == 0, result.stderr
        self._cache = (self.build / "CMakeCache.txt").read_bytes()

    def configure(self, *options: str) -> subprocess.CompletedProcess[str]:
        (self.build / "CMakeCache.txt").write_bytes(self._cache)
        return self._cmake(*options)

    def _cmake(self, *options: str) -> subprocess.CompletedProcess[str]:
        environment = {key: value for key, value in os.environ.items() if key not in ("CXXFLAGS", "CMAKE_PREFIX_PATH")}
        command = ["cmake", "-S", str(ROOT), "-B", str(self.build), *options]
        return subprocess.run(command, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return Checkout(tmp_path_factory.mktemp("configure"))


def complaint(result: subprocess.CompletedProcess[str]) -> str:
    """The one line that says what is missing."""
    assert result.returncode != 0, result.stdout
    lines = [line.strip() for line in result.stderr.splitlines() if "HARP" in line and "CMake" not in line]
    assert len(lines) == 1, result.stderr
    return lines[0]


@pytest.mark.parametrize(
    ("options", "name", "package", "variable"),
    [
        (["-DCMAKE_DISABLE_FIND_PACKAGE_nlohmann_json=ON"], "nlohmann-json", "nlohmann-json3-dev", "nlohmann_json_DIR"),
        (["-DCMAKE_DISABLE_FIND_PACKAGE_ZLIB=ON"], "zlib", "zlib1g-dev", "ZLIB_ROOT"),
        (["-DCMAKE_DISABLE_FIND_PACKAGE_Soxr=ON"], "libsoxr", "libsoxr-dev", "SOXR_ROOT"),
        (["-DCMAKE_DISABLE_FIND_PACKAGE_JUCE=ON"], "JUCE", "juce-modules-source juce-tools", "HARP_JUCE_DIR"),
        (["-DCMAKE_DISABLE_FIND_PACKAGE_Catch2=ON"], "Catch2", "catch2", "Catch2_DIR"),
        (["-DHARP_PYTHON=/nowhere/python3"], "Python", "python3", "HARP_PYTHON"),
        (["-UFLAC_INCLUDE_DIR", "-DCMAKE_IGNORE_PATH=/usr/include"], "FLAC", "libflac-dev", "FLAC_INCLUDE_DIR"),
    ],
    ids=["json", "zlib", "soxr", "juce", "catch2", "python", "flac"],
)
def test_a_missing_dependency_is_one_line(
    checkout: Checkout, options: list[str], name: str, package: str, variable: str
) -> None:
    said = complaint(checkout.configure(*options))
    assert said.startswith("HARP needs ")
    assert name in said
    assert f"package {package}" in said
    assert f"-D{variable}=" in said


def test_a_python_without_pybind11_is_one_line(checkout: Checkout, tmp_path: Path) -> None:
    venv.create(tmp_path / "bare", with_pip=False)
    said = complaint(
        checkout.configure(f"-DHARP_PYTHON={tmp_path / 'bare' / 'bin' / 'python'}", "-UPYBIND11_INCLUDE_DIR")
    )
    assert "HARP needs pybind11" in said and "-DPYBIND11_INCLUDE_DIR=" in said


def test_a_library_that_juce_needs_is_one_line(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PKG_CONFIG_LIBDIR", "/nowhere")
    forgotten = [f"-U{prefix}*" for prefix in ("pkgcfg_lib_HARP", "HARP_freetype2", "__pkg_config_checked_HARP")]
    said = complaint(checkout.configure(*forgotten))
    assert said.startswith("HARP needs freetype2") and "package libfreetype-dev" in said


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
