# SPDX-License-Identifier: MIT
"""What stands around the examples is true: the diff of each README, its header, its table, the requirements, the card.

`python tests/python/pyharp/test_example_readmes.py` writes the diffs anew from the two apps.
"""

from __future__ import annotations

import ast
import difflib
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from support.examples import NAMES, example_app
from support.servers import EXAMPLES
from support.sounds import Samples, sine, wav_bytes, wav_samples

DIFF = re.compile(r"^```diff\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text(name: str, file: str) -> str:
    return (EXAMPLES / name / file).read_text(encoding="utf-8")


def diff_of(name: str) -> str:
    before, after = (text(name, file).splitlines(keepends=True) for file in ("gradio_app.py", "app.py"))
    return "".join(difflib.unified_diff(before, after, "gradio_app.py", "app.py", n=2))


def applied(diff: str, source: str) -> str:
    """The source after a unified diff; a line that does not fit is an error."""
    lines, out, at = source.splitlines(keepends=True), [], 0
    for line in diff.splitlines(keepends=True)[2:]:
        hunk = re.match(r"@@ -(\d+)", line)
        if hunk:
            out += lines[at : int(hunk.group(1)) - 1]
            at = int(hunk.group(1)) - 1
        elif line.startswith("+"):
            out.append(line[1:])
        else:
            assert lines[at] == line[1:], line
            out += [line[1:]] if line.startswith(" ") else []
            at += 1
    return "".join([*out, *lines[at:]])


def line_of_music() -> Samples:
    """Two seconds in which every example finds something: notes, strokes, silence."""
    notes = [
        sine(hertz, 0.5) * np.linspace(1, 0.1, 22050, dtype=np.float32)[:, None] for hertz in (262.0, 330.0, 392.0)
    ]
    return np.concatenate([np.zeros((2205, 1), np.float32), *notes, np.zeros((19845, 1), np.float32)])


@pytest.fixture
def media(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A file per kind of component, and a place of their own for all files that the apps write."""
    import mido

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    (tmp_path / "in.wav").write_bytes(wav_bytes(line_of_music()))
    song = mido.MidiFile()
    song.tracks.append(mido.MidiTrack([mido.Message("note_on", note=60), mido.Message("note_off", note=60, time=99)]))
    song.save(tmp_path / "in.mid")
    return {"Audio": str(tmp_path / "in.wav"), "File": str(tmp_path / "in.mid")}


def run(app: Any, media: dict[str, str]) -> list[Any]:
    """The files and values that an app makes of its own defaults."""
    values = [media.get(type(component).__name__, component.value) for component in app.inputs]
    results = app.process(*values)
    return list(results) if isinstance(results, (list, tuple)) else [results]


def test_there_are_eight() -> None:
    assert len(NAMES) == 8


@pytest.mark.parametrize("name", NAMES)
def test_the_diff_of_the_readme_turns_the_gradio_app_into_the_endpoint(name: str) -> None:
    (diff,) = DIFF.findall(text(name, "README.md"))
    assert applied(diff, text(name, "gradio_app.py")) == text(name, "app.py")
    assert diff == diff_of(name)
    assert "pyharp" not in text(name, "gradio_app.py")
    assert sum(line.startswith("+") for line in diff.splitlines()) <= 35


@pytest.mark.parametrize("name", NAMES)
def test_the_gradio_app_works_and_sounds_like_the_endpoint(name: str, media: dict[str, str]) -> None:
    plain, endpoint = example_app(name, "gradio_app"), example_app(name)
    assert [type(component) for component in plain.inputs] == [type(component) for component in endpoint.inputs]
    files = [
        [Path(v) for v in run(app, media) if isinstance(v, str) and v not in media.values()]
        for app in (plain, endpoint)
    ]
    assert len(files[0]) == len(files[1])
    assert files[0] or name == "onsets"
    for one, other in zip(*files, strict=True):
        if one.suffix == ".wav":
            np.testing.assert_array_equal(wav_samples(one.read_bytes())[0], wav_samples(other.read_bytes())[0])
        else:
            assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_begins_with_the_header_of_a_space(name: str) -> None:
    _, header, body = text(name, "README.md").split("---\n", 2)
    fields = dict(re.findall(r"^(\w+): *(.*)$", header, re.MULTILINE))
    assert fields["title"] == example_app(name).card.name
    assert (fields["sdk"], fields["app_file"], fields["license"]) == ("gradio", "app.py", "mit")
    assert fields["sdk_version"].count(".") == 2
    assert len(fields["short_description"]) <= 60  # a longer one makes the Hub refuse the Space
    assert f"examples/{name}/requirements.txt" in body


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_explains_every_control(name: str) -> None:
    explained = re.findall(r"^\| ([^|]+) \| [^|]+ \|$", text(name, "README.md"), re.MULTILINE)
    tracks = {"Audio", "File"}
    controls = [c.label for c in example_app(name).inputs if type(c).__name__ not in tracks]
    assert explained == ["control", *controls]


@pytest.mark.parametrize("name", NAMES)
def test_the_requirements_are_ranges_of_what_is_imported(name: str) -> None:
    ranges = dict(re.findall(r"^([\w-]+)(>=[\d.]+,<[\d.]+)$", text(name, "requirements.txt"), re.MULTILINE))
    assert len(ranges) == len(text(name, "requirements.txt").splitlines())
    own = {path.stem for path in (EXAMPLES / name).glob("*.py")} | {"pyharp", "gradio", "__future__"}
    imported = set()
    for path in (EXAMPLES / name).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add(str(node.module).split(".")[0])
    assert set(ranges) == (imported - own - set(sys.stdlib_module_names)) | {"numpy", "soundfile"}


@pytest.mark.parametrize("name", NAMES)
def test_the_card_tells_what_there_is_to_tell(name: str) -> None:
    card = example_app(name).card.to_full_dict()
    assert card["licence"] == "MIT"
    assert card["links"]
    assert card["categories"]
    assert card["author"]
    assert "example" in card["tags"]
    takes_audio = any(type(component).__name__ == "Audio" for component in example_app(name).inputs)
    for key in ("typical_duration", "max_duration", "expected_time", "keeps_audio"):
        assert key in card or not takes_audio, key


def test_no_two_examples_have_a_module_of_the_same_name() -> None:
    """They are served from one process by the tests."""
    stems = [path.stem for name in NAMES for path in (EXAMPLES / name).glob("*.py") if not path.stem.endswith("app")]
    assert len(stems) == len(set(stems))


if __name__ == "__main__":
    for example in NAMES:
        readme = EXAMPLES / example / "README.md"
        block = f"```diff\n{diff_of(example)}```"
        readme.write_text(DIFF.sub(lambda found: block, readme.read_text()))  # noqa: B023
