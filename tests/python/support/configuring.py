# SPDX-License-Identifier: MIT
"""CMake, run on this checkout in a build folder of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

#: CMake looks for nothing in the folders of the system.
NOT_IN_THE_SYSTEM = ("-DCMAKE_FIND_USE_CMAKE_SYSTEM_PATH=OFF", "-DCMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH=OFF")


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

    def known(self, variable: str) -> str:
        """What the good configuration found for a variable."""
        found = re.search(rf"^{variable}:\w+=(.+)$", self._cache.decode(), re.MULTILINE)
        assert found, variable
        return found[1]

    def launchers(self, *options: str) -> set[str]:
        """Configures; what then stands before the compiler in the commands that compile."""
        result = self.configure(*options)
        assert result.returncode == 0, result.stderr
        rules = (self.build / "CMakeFiles/rules.ninja").read_text()
        found = re.findall(rf"command = (.*){re.escape(self.known('CMAKE_CXX_COMPILER'))} .*-c \$in", rules)
        assert len(found) > 10
        return {launcher.strip() for launcher in found}

    def _cmake(self, *options: str) -> subprocess.CompletedProcess[str]:
        not_ours = ("CXXFLAGS", "CMAKE_PREFIX_PATH", "CMAKE_CXX_COMPILER_LAUNCHER")
        environment = {key: value for key, value in os.environ.items() if key not in not_ours}
        command = ["cmake", "-S", str(ROOT), "-B", str(self.build), *options]
        return subprocess.run(command, capture_output=True, text=True, env=environment)


def complaint(result: subprocess.CompletedProcess[str]) -> str:
    """The one line that says what is missing."""
    assert result.returncode != 0, result.stdout
    assert result.stderr.count("CMake Error") == 1, result.stderr
    lines = [line.strip() for line in result.stderr.splitlines() if "HARP" in line and "CMake" not in line]
    assert len(lines) == 1, result.stderr
    return lines[0]
