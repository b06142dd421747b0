# SPDX-License-Identifier: MIT
"""Every block of pyharp's README does what it says: Python runs, the diff applies, commands are those there are."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import pytest
from harp_bridge._cli.main import _parser as harp_bridge_parser
from pyharp.__main__ import build_parser
from pyharp.testing import FakeClient, JobCancelled
from support.servers import EXAMPLES, REPOSITORY
from support.sounds import noise, wav_bytes

import pyharp

README = (REPOSITORY / "pyharp" / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = [text for language, text in BLOCKS if language == "python" and not text.startswith("# isolated.py")]
ISOLATED = [text for _, text in BLOCKS if text.startswith("# isolated.py")]
DIFF = [text for language, text in BLOCKS if language == "diff"]
COMMANDS = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines()]


@pytest.fixture(scope="module", autouse=True)
def own_folder(tmp_path_factory: pytest.TempPathFactory) -> Any:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("gradio")))
        patch.setenv("GRADIO_SSR_MODE", "False")
        yield


@pytest.fixture(scope="module")
def namespace() -> dict[str, Any]:
    """What is defined after all Python blocks have run, in order, as a reader would type them."""
    names: dict[str, Any] = {"__name__": "readme"}
    for number, block in enumerate(PYTHON, 1):
        exec(compile(block, f"README.md, Python block {number}", "exec"), names)
    return names


def test_every_language_of_a_block_is_one_that_is_tested() -> None:
    assert {language for language, _ in BLOCKS} == {"python", "diff", "sh"}
    assert (len(PYTHON), len(ISOLATED), len(DIFF)) == (6, 1, 1)
    assert len(COMMANDS) == 9


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_python_block_runs(namespace: dict[str, Any]) -> None:
    assert namespace["report"].ok
    assert namespace["labelled"].is_running is False


def test_the_functions_of_the_readme_do_what_it_says(namespace: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "in.wav"
    sound = noise(44100)
    sound[1000] = 9.0
    path.write_bytes(wav_bytes(sound))
    _, labels = namespace["find_loudest"](str(path), None)
    assert labels.labels[0].t == 1000 / 44100
    echo, _ = pyharp.load_audio(namespace["slow_echo"](str(path), 2))
    np.testing.assert_allclose(echo[11025 + 1000], sound[11025 + 1000] + 0.5 * sound[1000], rtol=1e-6)


def test_the_diff_turns_an_app_that_runs_into_an_endpoint_that_runs(tmp_path: Path) -> None:
    sides = {
        sign: "\n".join(line[1:] for line in DIFF[0].splitlines() if line[:1] in (" ", sign)) + "\n" for sign in "-+"
    }
    programs = {}
    for sign, text in sides.items():
        programs[sign] = {"__name__": "readme"}
        exec(compile(text, f"README.md, diff, {sign}", "exec"), programs[sign])
        assert isinstance(programs[sign]["demo"], gr.Blocks)
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(noise(4410) * np.float32(0.1)))
    plain, _ = pyharp.load_audio(programs["-"]["tremolo"](str(path), 5, 0.5))
    ours, _ = pyharp.load_audio(programs["+"]["tremolo"](str(path), 5, 0.5))
    np.testing.assert_allclose(plain, ours, atol=4e-5)  # the plain one rounds to 16 bits
    names = {function.api_name for function in programs["+"]["demo"].fns.values()}
    assert {"controls", "process", "cancel", "harp_controls"} <= names


def test_the_isolated_function_is_ended_by_a_cancel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "isolated.py").write_text(ISOLATED[0])
    monkeypatch.syspath_prepend(tmp_path)
    module = importlib.import_module("isolated")
    try:
        with FakeClient(module.demo, timeout=300) as client:
            sound = noise(441)
            job = client.submit(sound, values={"Seconds": 60})
            assert job.wait_until_running()
            job.cancel()
            with pytest.raises(JobCancelled):
                job.result()
            np.testing.assert_array_equal(client.process(sound).audio[0].samples, sound)
    finally:
        sys.modules.pop("isolated")


@pytest.mark.parametrize("line", COMMANDS)
def test_every_command_is_one_there_is(line: str) -> None:
    words = shlex.split(line)
    if words[:2] == ["pip", "install"]:
        assert (REPOSITORY / words[2] / "pyproject.toml").is_file()
    elif words[:3] == ["python", "-m", "pyharp"]:
        build_parser().parse_args(words[3:])
    elif words[0] == "harp-bridge":
        harp_bridge_parser().parse_args(words[1:])
    else:
        assert words[:2] == ["python", "app.py"]
        with gr.Blocks() as demo, pytest.MonkeyPatch.context() as patch:
            patch.setattr(gr.Blocks, "launch", lambda self, **given: setattr(self, "local_url", "http://here"))
            patch.setattr(gr.Blocks, "block_thread", lambda self: None)
            pyharp.serve(demo, words[2:])


def test_every_example_is_linked_and_there() -> None:
    linked = set(re.findall(r"\]\(examples/(\w+)\)", README))
    assert linked == {folder.name for folder in EXAMPLES.iterdir() if (folder / "app.py").is_file()}


def test_nothing_tells_anybody_to_install_the_foreign_package() -> None:
    texts = [path for path in (REPOSITORY / "pyharp").rglob("*") if path.suffix in {".md", ".py", ".toml", ".txt"}]
    assert len(texts) > 15
    for path in texts:
        assert not re.search(r"pip3? install (-\S+ )*pyharp\b", path.read_text()), path


@pytest.mark.parametrize("example", ["pitch_shift", "tone"])
def test_the_readme_of_an_example_begins_with_the_header_of_a_space(example: str) -> None:
    _, header, _ = (EXAMPLES / example / "README.md").read_text().split("---\n", 2)
    fields = dict(re.findall(r"^(\w+): *(.*)$", header, re.MULTILINE))
    assert fields["sdk"] == "gradio"
    assert fields["app_file"] == "app.py"
    assert json.loads(f'"{fields["sdk_version"]}"').count(".") == 2
    assert len(fields["short_description"]) <= 60  # a longer one makes the Hub refuse the Space
