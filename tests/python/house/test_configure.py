# SPDX-License-Identifier: MIT
"""What is missing is said in one line, with the package that brings it and the variable that points to it."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest
from support.configuring import NOT_IN_THE_SYSTEM, ROOT, Checkout, complaint


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
        (["-DHARP_FLAC_STATIC=OFF", "-UFLAC_LIBRARY", *NOT_IN_THE_SYSTEM], "libFLAC", "libflac-dev", "FLAC_LIBRARY"),
        (["-DCMAKE_DISABLE_FIND_PACKAGE_PkgConfig=ON"], "pkg-config", "pkg-config", "PKG_CONFIG_EXECUTABLE"),
    ],
    ids=["json", "zlib", "soxr", "juce", "catch2", "python", "flac", "libflac", "pkg-config"],
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


@pytest.mark.parametrize(
    ("question", "missing"), [("get_paths", "the headers of Python"), ("LDLIBRARY", "the shared library of Python")]
)
def test_a_python_that_cannot_be_embedded_is_one_line(
    checkout: Checkout, tmp_path: Path, question: str, missing: str
) -> None:
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\ncase "$3" in *{question}*) echo;; *) exec "{sys.executable}" "$@";; esac\n')
    python.chmod(0o755)
    said = complaint(checkout.configure(f"-DHARP_PYTHON={python}"))
    assert said.startswith(f"HARP needs {missing}")
    assert "package libpython3-dev" in said and "-DHARP_PYTHON=" in said


@pytest.mark.parametrize(
    ("variable", "header"),
    [("HARP_STEINBERG_DIR", "funknown.h"), ("HARP_PRESONUS_DIR", "ipslviewembedding.h")],
)
def test_a_header_that_the_tests_compare_with_is_one_line(checkout: Checkout, variable: str, header: str) -> None:
    folder = checkout.known(variable)
    said = complaint(checkout.configure(f"-U{variable}", f"-DCMAKE_IGNORE_PATH={folder}"))
    assert said.startswith("HARP needs ") and header in said
    assert "package juce-modules-source" in said and f"-D{variable}=" in said


def test_what_the_wheel_needs_is_one_line(tmp_path: Path) -> None:
    def configure(missing: str) -> str:
        options = ["-G", "Ninja", "-DSKBUILD=2", f"-DPython_EXECUTABLE={sys.executable}"]
        command = ["cmake", "-S", str(ROOT), "-B", str(tmp_path), *options]
        command += [f"-DCMAKE_DISABLE_FIND_PACKAGE_{missing}=ON"]
        return complaint(subprocess.run(command, capture_output=True, text=True))

    said = configure("pybind11")
    assert said.startswith("HARP needs pybind11") and "-Dpybind11_DIR=" in said
    said = configure("Python")
    assert said.startswith("HARP needs Python") and "package python3-dev" in said and "-DPython_EXECUTABLE=" in said


def test_a_library_that_juce_needs_is_one_line(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PKG_CONFIG_LIBDIR", "/nowhere")
    forgotten = [f"-U{prefix}*" for prefix in ("pkgcfg_lib_HARP", "HARP_freetype2", "__pkg_config_checked_HARP")]
    said = complaint(checkout.configure(*forgotten))
    assert said.startswith("HARP needs freetype2") and "package libfreetype-dev" in said
