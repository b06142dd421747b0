# SPDX-License-Identifier: MIT
"""A new Space runs as it was written, passes the check, and nothing that exists is touched."""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from pyharp.__main__ import main
from pyharp.check import check
from pyharp.testing import FakeClient
from support.servers import REPOSITORY
from support.sounds import noise


def test_a_new_space_holds_what_a_space_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "my-model"
    assert main(["new", str(folder), "--author", "Ann O'Nymous"]) == 0
    assert "python app.py" in capsys.readouterr().out
    _, header, _ = (folder / "README.md").read_text().split("---\n", 2)
    fields = dict(re.findall(r"^(\w+): *(.*)$", header, re.MULTILINE))
    assert fields["title"] == "My Model"
    assert fields["sdk"] == "gradio"
    assert fields["sdk_version"] == metadata.version("gradio")
    assert fields["python_version"] == f'"3.{min(sys.version_info[1], 13)}"'
    assert fields["app_file"] == "app.py"
    assert len(fields["short_description"]) <= 60  # a longer one makes the Hub refuse the Space
    pinned = [line.split("==") for line in (folder / "requirements.txt").read_text().split()]
    assert pinned == [[name, metadata.version(name)] for name in ("numpy", "soundfile")]
    for path in folder.rglob("*"):
        assert path.suffix != ".pyc"
        if path.suffix in {".py", ".md", ".txt"} and "pyharp" not in path.relative_to(folder).parts:
            assert not re.search(r"@[A-Z]+@", path.read_text()), path
    assert 'author="Ann O\'Nymous"' in (folder / "app.py").read_text()
    theirs = {path.relative_to(folder / "pyharp") for path in (folder / "pyharp").rglob("*.py")}
    source = REPOSITORY / "pyharp" / "src" / "pyharp"
    assert theirs == {path.relative_to(source) for path in source.rglob("*.py")}
    assert (folder / "pyharp" / "LICENSE").read_text() == (REPOSITORY / "pyharp" / "LICENSE").read_text()


def test_nothing_that_exists_is_touched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "app.py").write_text("my work")
    assert main(["new", str(mine)]) == 1
    assert "exists already, and nothing was written" in capsys.readouterr().err
    assert [path.name for path in mine.iterdir()] == ["app.py"]
    assert (mine / "app.py").read_text() == "my work"
    for title, author in (('Say "hi"', "me"), ("x\ny", "me"), ("Fine", 'a "quoted" name')):
        assert main(["new", str(tmp_path / "other"), "--title", title, "--author", author]) == 1
        assert not (tmp_path / "other").exists()


def test_a_new_space_runs_with_the_package_beside_it_and_passes_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "my-model"
    assert main(["new", str(folder)]) == 0
    # What is imported must be the copy in the folder, as on a Space where nothing else is.
    monkeypatch.setenv("PYTHONPATH", "")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    (folder / "where.py").write_text("import pyharp, pathlib; pathlib.Path('where.txt').write_text(pyharp.__file__)\n")
    app = folder / "app.py"
    app.write_text("import where  # noqa: F401\n" + app.read_text())
    with FakeClient(app) as client:
        assert (folder / "where.txt").read_text() == str(folder / "pyharp" / "__init__.py")
        report = check(client.address, patience=60)
        assert report.exit_code(strict=True) == 0, report.text(verbose=True)
        assert [seen.usable for seen in report.seen] == [True] * 4
        sound = noise(4410)
        result = harp_bridge.process(client.address, sound, 48000, values={"Gain": -6})
    np.testing.assert_allclose(result.audio[0].samples, sound * 10 ** (-6 / 20), rtol=1e-6)


def test_the_commands_of_the_new_readme_are_those_there_are(tmp_path: Path) -> None:
    folder = tmp_path / "my-model"
    assert main(["new", str(folder)]) == 0
    (block,) = re.findall(r"^```sh\n(.*?)^```$", (folder / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert f'"gradio=={metadata.version("gradio")}"' in block
    commands = [line.split("#")[0].split() for line in block.splitlines() if "pip" not in line]
    assert commands == [["python", "app.py"], ["python", "-m", "pyharp", "check", "app.py"]]
    with pytest.raises(SystemExit, match="0"):
        main([*commands[1][3:], "--help"])
