# SPDX-License-Identifier: MIT
"""What `make` does before it builds, with stand-ins for the programs of the system: who installs what, and Ctrl-C."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SETUP = ROOT / "third_party" / "setup"
TOOLS = ("sh", "sed", "awk", "grep", "dirname", "date", "find", "env", "sleep", "touch", "mkdir", "cat", "rm")


class System:
    """A PATH on which there is just what a test puts there."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "bin"
        self.path.mkdir()
        self.calls = folder / "calls"
        self.calls.touch()
        for tool in TOOLS:
            (self.path / tool).symlink_to(str(shutil.which(tool)))

    def program(self, name: str, does: str = "") -> None:
        """A program that notes how it was called."""
        file = self.path / name
        file.write_text(f'#!/bin/sh\necho "{name} $*" >>"{self.calls}"\n{does}\n')
        file.chmod(0o755)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, env={"PATH": str(self.path)}, capture_output=True, text=True, cwd=ROOT)

    def said(self) -> list[str]:
        return self.calls.read_text().splitlines()


@pytest.fixture
def system(tmp_path: Path) -> System:
    return System(tmp_path)


def everything_but(*names: str) -> str:
    """A dpkg-query that knows every package but these."""
    missing = "|".join(names)
    return f'for p; do :; done; case "$p" in {missing}) exit 1;; *) printf "install ok installed";; esac'


def test_root_installs_just_what_is_missing(system: System) -> None:
    system.program("dpkg-query", everything_but("libsoxr-dev", "catch2"))
    system.program("apt-get")
    system.program("id", "echo 0")
    assert system.run(str(SETUP / "packages.sh")).returncode == 0
    installs = [call for call in system.said() if call.startswith("apt-get install")]
    assert len(installs) == 1
    assert installs[0].split()[-2:] == ["catch2", "libsoxr-dev"]
    assert "apt-get update -q" in system.said()


def test_what_is_wanted_first_is_installed_alone(system: System) -> None:
    system.program("dpkg-query", everything_but("libsoxr-dev", "catch2", "python3-venv"))
    system.program("apt-get")
    system.program("id", "echo 0")
    first = [str(SETUP / "packages.sh"), str(SETUP / "apt-packages.txt"), "python3-venv", "ca-certificates"]
    assert system.run(*first).returncode == 0
    (install,) = [call for call in system.said() if call.startswith("apt-get install")]
    assert install.endswith("--no-install-recommends python3-venv")
    # Whoever has to install by hand hears of everything at once.
    system.program("id", "echo 1000")
    result = system.run(*first)
    assert result.returncode == 1
    assert {"catch2", "libsoxr-dev", "python3-venv"} <= set(result.stderr.split())
    # And without apt only once.
    (system.path / "apt-get").unlink()
    result = system.run(*first)
    assert (result.returncode, result.stdout + result.stderr) == (0, "")


def test_nothing_is_installed_where_everything_is_there(system: System) -> None:
    system.program("dpkg-query", everything_but("nothing"))
    system.program("apt-get")
    system.program("sudo")
    assert system.run(str(SETUP / "packages.sh")).returncode == 0
    assert not [call for call in system.said() if call.startswith(("apt-get", "sudo"))]


def test_a_user_installs_through_sudo(system: System) -> None:
    system.program("dpkg-query", everything_but("xvfb"))
    system.program("apt-get", '[ -n "$AS_ROOT" ] || exit 77')
    system.program("id", "echo 1000")
    system.program("sudo", 'AS_ROOT=1 exec "$@"')
    result = system.run(str(SETUP / "packages.sh"))
    assert result.returncode == 0, result.stderr
    assert next(call for call in system.said() if call.startswith("apt-get install")).endswith(" xvfb")


def test_a_user_without_sudo_is_told_what_to_install(system: System) -> None:
    system.program("dpkg-query", everything_but("xvfb", "ccache"))
    system.program("apt-get")
    system.program("id", "echo 1000")
    result = system.run(str(SETUP / "packages.sh"))
    assert result.returncode == 1
    assert "apt-get install ccache xvfb" in result.stderr
    assert not [call for call in system.said() if call.startswith("apt-get")]


def test_without_apt_the_needs_are_listed_and_missing_tools_named(system: System) -> None:
    for tool in ("cmake", "g++", "ninja"):
        system.program(tool)
    result = system.run(str(SETUP / "packages.sh"))
    assert result.returncode == 1
    assert "libsoxr-dev" in result.stderr
    assert "Missing now: pkg-config." in result.stderr

    system.program("pkg-config")
    result = system.run(str(SETUP / "packages.sh"))
    assert result.returncode == 0
    assert "libsoxr-dev" in result.stderr


def test_pip_takes_over_where_uv_does_not_work(system: System, tmp_path: Path) -> None:
    system.program("python3", f'cp -r "{tmp_path / "venv"}" "$3"')
    (system.path / "cp").symlink_to(str(shutil.which("cp")))
    folder = tmp_path / "venv" / "bin"
    folder.mkdir(parents=True)
    system.program("venv-python")
    shutil.copy(system.path / "venv-python", folder / "python")
    system.program("broken-uv", "exit 2")
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("numpy\n")
    made = tmp_path / "made"
    result = system.run(
        str(SETUP / "environment.sh"), str(system.path / "broken-uv"), "python3", str(made), str(requirements)
    )
    assert result.returncode == 0, result.stderr
    assert "pip takes over" in result.stdout
    assert system.said()[-1].endswith(f"-m pip install -q --disable-pip-version-check -r {requirements}")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """As much of the checkout as `make` looks at before it builds."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "third_party" / "setup", folder / "third_party" / "setup")
    for name in ("Makefile", "pyproject.toml", "CMakeLists.txt"):
        shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize("moment", ["apt-get", "python3", "cmake"])
def test_ctrl_c_during_set_up_leaves_no_process_behind(system: System, checkout: Path, moment: str) -> None:
    system.program("dpkg-query", everything_but("xvfb" if moment == "apt-get" else "nothing"))
    system.program("id", "echo 0")
    for name in ("apt-get", "python3", "cmake"):
        system.program(name, "sleep 300" if name == moment else "")
    if moment == "cmake":  # the environments are there
        (checkout / ".venv").mkdir()
        later = time.time() + 3600
        for marker in (".ready", ".bridge", ".pyharp"):
            (checkout / ".venv" / marker).touch()
            os.utime(checkout / ".venv" / marker, (later, later))
    make = subprocess.Popen(
        [str(shutil.which("make")), "demo"],
        cwd=checkout,
        env={"PATH": str(system.path), "HOME": str(checkout)},
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        # The shell itself swallows a Ctrl-C that comes while it starts a program.
        wait_until(lambda: "sleep" in map(name_of, processes_of(make.pid)))
        assert system.said()[-1].startswith(moment)
        os.killpg(make.pid, signal.SIGINT)  # what a terminal does
        make.communicate(timeout=120)
        assert make.returncode != 0
        wait_until(lambda: not list(processes_of(make.pid)))
    finally:
        if list(processes_of(make.pid)):
            os.killpg(make.pid, signal.SIGKILL)


def processes_of(session: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[3]) == session and fields[0] != "Z":
                yield int(entry.name)


def name_of(process: int) -> str:
    try:
        return (Path("/proc") / str(process) / "comm").read_text().strip()
    except OSError:
        return ""


def wait_until(condition: object, seconds: float = 120.0) -> None:
    assert callable(condition)
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
