# SPDX-License-Identifier: MIT
"""The house keeps its order: who may include whom, what imports what, and what every file says of its licence."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import tomllib

ROOT = Path(__file__).resolve().parents[3]

#: Folder -> the folders of the plug-in it may include, beside itself.
MAY_INCLUDE = {
    "core": set(),
    "model": {"core"},
    "render": {"core", "model"},
    "ara": {"core", "model", "render"},
    "processing": {"core", "model"},
    "shell/commands": {"core", "model", "render", "ara", "processing"},
    "shell": {"core", "model", "render", "ara", "processing", "gui", "shell/commands"},
    "gui": {"core", "model", "shell/commands"},
}
ROOMS = ("core", "model", "render", "ara", "processing", "shell", "gui")


def sources(*folders: str) -> list[Path]:
    return [p for f in folders for p in sorted((ROOT / f).rglob("*")) if p.suffix in {".h", ".hpp", ".cpp", ".mm"}]


def includes(path: Path) -> list[str]:
    return re.findall(r'^\s*#\s*include\s*[<"]([^>"]+)[>"]', path.read_text(encoding="utf-8"), re.MULTILINE)


def room_of(path: Path) -> str:
    relative = path.relative_to(ROOT / "plugin")
    return "shell/commands" if relative.parts[:2] == ("shell", "commands") else relative.parts[0]


def target_room(path: Path, include: str) -> str | None:
    """The room of the plug-in that an include leads to, if any."""
    beside = (path.parent / include).resolve()
    if beside.is_file() and beside.is_relative_to(ROOT / "plugin"):
        return room_of(beside)
    inside = ROOT / "plugin" / include
    return room_of(inside) if include.split("/")[0] in ROOMS and inside.is_file() else None


@pytest.mark.parametrize("path", sources("plugin"), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_room_includes_only_those_it_may_know(path: Path) -> None:
    room = room_of(path)
    for include in includes(path):
        target = target_room(path, include)
        assert target is None or target == room or target in MAY_INCLUDE[room], f"{room} must not know {include}"


@pytest.mark.parametrize(
    ("folders", "forbidden"),
    [
        (
            ("plugin/core", "plugin/model", "plugin/render", "plugin/processing", "plugin/shell/commands"),
            r"^(juce_|Python\.h|pybind11|ARA_API|pluginterfaces)",
        ),
        (("plugin/ara",), r"^(juce_|Python\.h|pybind11|pluginterfaces)"),
        (("plugin/shell", "plugin/gui"), r"^(Python\.h|pybind11)"),
        (("plugin/gui",), r"^(ARA_API|pluginterfaces|harp_bridge)"),
        (("bridge",), r"^(juce_|core/|model/|render/|ara/|processing/|shell/|gui/)"),
    ],
)
def test_what_a_room_must_not_see(folders: tuple[str, ...], forbidden: str) -> None:
    wrong = [f"{p.relative_to(ROOT)}: {i}" for p in sources(*folders) for i in includes(p) if re.match(forbidden, i)]
    assert not wrong


def test_the_public_bridge_header_needs_the_standard_library_alone() -> None:
    for path in sources("bridge/include"):
        assert all("/" not in i or i.startswith("harp_bridge/") for i in includes(path)), path


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module.split(".")[0])
    return names


def test_bridge_and_pyharp_share_documents_and_no_code() -> None:
    for path in (ROOT / "bridge/python").rglob("*.py"):
        assert not imported(path) & {"pyharp", "gradio", "torch"}, path
    for path in (ROOT / "pyharp/src").rglob("*.py"):
        assert not imported(path) & {"harp_bridge", "torch"}, path


def test_mit_parts_depend_on_nothing_under_the_gpl() -> None:
    gpl = {"pedalboard", "juce"}
    for project in ("pyproject.toml", "pyharp/pyproject.toml"):
        declared = tomllib.loads((ROOT / project).read_text(encoding="utf-8"))["project"]
        names = {re.split(r"[^A-Za-z0-9_.-]", d)[0].lower() for d in declared["dependencies"]}
        assert not names & gpl
        assert "MIT" in str(declared["license"])


def test_every_source_names_its_licence() -> None:
    gpl, mit = "GPL-3.0-or-later", "MIT"
    for folder, licence in [
        ("plugin", gpl),
        ("bridge", mit),
        ("third_party/ara", mit),
        ("third_party/vst3", mit),
        ("pyharp/src", mit),
    ]:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in {".h", ".cpp", ".py"}:
                head = path.read_text(encoding="utf-8")[:200]
                assert f"SPDX-License-Identifier: {licence}" in head, path


def test_nobody_takes_the_callback_lock_of_juce() -> None:
    for path in sources("plugin"):
        assert not re.search(r"getCallbackLock|suspendProcessing", path.read_text(encoding="utf-8")), path


def test_nothing_is_downloaded_while_cmake_configures() -> None:
    for path in [
        *ROOT.glob("CMakeLists.txt"),
        *(p for f in ("plugin", "bridge", "third_party", "tests") for p in (ROOT / f).rglob("*")),
    ]:
        if path.name == "CMakeLists.txt" or path.suffix == ".cmake":
            assert not re.search(
                r"FetchContent|ExternalProject|file\s*\(\s*DOWNLOAD", path.read_text(encoding="utf-8")
            ), path
