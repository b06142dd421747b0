# SPDX-License-Identifier: MIT
"""Every block of the bridge's README runs, in order, against a real endpoint, as a reader would type it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import harp_bridge
import pytest
import soundfile
from harp_bridge._cli.show import EXIT_CODES
from support.servers import EXAMPLES, REPOSITORY, EndpointServer
from support.sounds import noise

from .cli import harp, harp_process, names, read

README = (REPOSITORY / "bridge" / "README.md").read_text(encoding="utf-8")
WRITTEN = "http://127.0.0.1:7860"


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def address(servers: Callable[..., EndpointServer]) -> str:
    return servers(EXAMPLES / "pitch_shift" / "app.py").address


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the reader works: a few recordings."""
    monkeypatch.chdir(tmp_path)
    for path in ("song.wav", "voice.flac", "takes/one.wav", "takes/two.wav"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        soundfile.write(tmp_path / path, 0.2 * noise(66150), 44100)
    yield tmp_path


def test_the_python_blocks_run_in_order(address: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names_: dict[str, Any] = {"__name__": "readme"}
    assert len(blocks("python")) == 5
    for number, block in enumerate(blocks("python"), 1):
        assert number > 1 or WRITTEN in block
        exec(compile(block.replace(WRITTEN, address), f"README.md, block {number}", "exec"), names_)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("Pitch Shift ['Pitch', ")
    assert lines[1] == "(44100, 1) 44100"
    assert lines[2] == "[PosixPath('octave-up.wav')]"
    assert lines[3:7] == [f"{number} 0.25" for number in range(4)]
    assert "control_out_of_range" in lines
    assert lines[-1] == "(44100, 1) (44100, 1)"
    assert read(folder / "octave-up.wav").shape == (44100, 1)


def commands() -> list[str]:
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    assert lines[0] == "pip install ."
    return lines[1:]


def test_the_commands_run_in_order(address: str, folder: Path) -> None:
    printed = []
    for line in commands():
        words = shlex.split(line.replace(WRITTEN, address))
        assert words.pop(0) == "harp-bridge"
        if "<" in words:
            source, target = (words[words.index(sign) + 1] for sign in "<>")
            sent = (folder / source).read_bytes()
            (folder / target).write_bytes(harp_process(*words[: words.index("<")], given=sent).stdout)
        else:
            printed.append(harp(*words))
    assert printed[0].stdout.startswith("Pitch Shift, by The HARP authors\n")
    assert names(folder / "results") == ["one-Pitch-Shift.wav", "two-Pitch-Shift.wav"]
    assert names(folder) == [
        "results",
        "shifted-again.wav",
        "shifted.wav",
        "song-Pitch-Shift-0.5-1s.wav",
        "song-Pitch-Shift-1-1.5s.wav",
        "song-Pitch-Shift-2.wav",
        "song-Pitch-Shift.wav",
        "song.wav",
        "takes",
        "voice-Pitch-Shift.wav",
        "voice.flac",
    ]
    assert len(read(folder / "song-Pitch-Shift-0.5-1s.wav")) == 22050
    assert len(read(folder / "shifted-again.wav")) == 66150
    *_, processed, patient = printed
    assert patient.stdout == printed[0].stdout
    (job,) = processed.json()["jobs"]
    assert job["audio"][0]["file"] == "song-Pitch-Shift-2.wav"
    stages = [json.loads(line)["stage"] for line in processed.stderr.splitlines()]
    assert stages[0] == "connecting"
    assert stages[-1] == "done"


def test_the_table_of_exit_codes_is_the_one_of_the_command() -> None:
    table = dict(re.findall(r"^\| (\d+) \| (.*) \|$", README, re.MULTILINE))
    help_ = dict(re.findall(r"^  (\d+) +(.*)$", EXIT_CODES, re.MULTILINE))
    assert table == help_


def test_the_table_of_errors_names_every_class() -> None:
    listed = set(re.findall(r"^\| `(\w+Error)` \|", README, re.MULTILINE))
    kinds = {name for name in harp_bridge.__all__ if name.endswith("Error")} - {"HarpError"}
    assert listed == kinds


def test_the_readme_is_that_of_the_wheel() -> None:
    assert 'readme = "bridge/README.md"' in (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
