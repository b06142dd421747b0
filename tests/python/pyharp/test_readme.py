# SPDX-License-Identifier: MIT
"""Every block of pyharp's README does what it says: Python runs, the diff applies, commands run."""

from __future__ import annotations

import importlib
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import httpx
import numpy as np
import pytest
import tomllib
from harp_bridge._cli.main import main as harp_bridge_main
from pyharp.__main__ import main as pyharp_main
from pyharp.models import _make
from pyharp.testing import FakeClient, JobCancelled
from support.environment import environment_with
from support.servers import EXAMPLES, REPOSITORY
from support.sounds import noise, wav_bytes

import pyharp

README = (REPOSITORY / "pyharp" / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
PYTHON = [text for language, text in BLOCKS if language == "python" and not text.startswith("# isolated.py")]
ISOLATED = [text for _, text in BLOCKS if text.startswith("# isolated.py")]
DIFF = [text for language, text in BLOCKS if language == "diff"]
COMMANDS = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines()]
# In the order in which they stand there; a new one needs a test here.
(
    INSTALL,
    PUBLISHED,
    SERVE,
    CHECK_FILE,
    CHECK_ADDRESS,
    NEW,
    SERVE_OTHERS,
    MODELS_MAKE,
    MODELS_CHECK,
    MODELS_SEARCH,
) = COMMANDS


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


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The app that the diff leads to, as its file."""
    path = tmp_path_factory.mktemp("readme") / "app.py"
    path.write_text("".join(f"{line[1:]}\n" for line in DIFF[0].splitlines() if line[:1] in (" ", "+")))
    return path


@pytest.fixture(scope="module")
def address(app: Path) -> Iterator[str]:
    """Where that app is served, by the line of the README on another port: that one may be taken on this machine."""
    words = [sys.executable, *shlex.split(SERVE)[1:-1], "0"]
    environment = environment_with(REPOSITORY / "pyharp" / "src", PYTHONDONTWRITEBYTECODE="1")
    server = subprocess.Popen(words, cwd=app.parent, env=environment, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        told = next((line for line in server.stdout if line.startswith("Serving at ")), "it ended")
        yield told.removeprefix("Serving at ").strip()
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


@pytest.fixture
def models(app: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the models.json that the README makes."""
    monkeypatch.chdir(tmp_path)
    # The address of the README is that of nobody, and the same app need not be started a second time.
    monkeypatch.setattr(_make, "_served_at", lambda target: address)
    assert pyharp_main(shlex.split(MODELS_MAKE)[3:]) == 0
    return tmp_path


def test_installing_brings_every_module(tmp_path: Path) -> None:
    """Without what it needs, which is here already, and without the network."""
    words = shlex.split(INSTALL)[2:]
    further = ["--no-deps", "--no-build-isolation", "--no-index", "--target", str(tmp_path), "--no-compile", "-q"]
    subprocess.run([sys.executable, "-m", "pip", "install", *words, *further], cwd=REPOSITORY, check=True)
    source = REPOSITORY / "pyharp" / "src"
    assert {path.relative_to(tmp_path) for path in tmp_path.glob("pyharp/**/*.py")} == {
        path.relative_to(source) for path in source.glob("pyharp/**/*.py")
    }
    assert (tmp_path / "harp_endpoint.py").is_file()


def test_what_the_published_pyharp_brought_can_be_had_with_it() -> None:
    """Not installed: torch alone is larger than all else of these tests."""
    name = PUBLISHED.split("[")[1].rstrip(']"')
    project = tomllib.loads((REPOSITORY / "pyharp" / "pyproject.toml").read_text())["project"]
    brought = [re.split("[<>=]", need)[0] for need in project["optional-dependencies"][name]]
    # torch by name, because the newest one cannot be used with audiotools.
    assert brought == ["descript-audiotools", "symusic", "torch"]


def test_serving_prints_the_address_and_answers(address: str) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", address)
    assert httpx.get(f"{address}/config", timeout=60).json()["version"] == gr.__version__


def test_the_line_that_serves_to_others_is_understood(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not run: a test opens no port to the network."""
    launched: dict[str, Any] = {}

    def launch(self: Any, **options: Any) -> None:
        launched.update(options)
        self.local_url = "http://here"

    monkeypatch.setattr(gr.Blocks, "launch", launch)
    monkeypatch.setattr(gr.Blocks, "block_thread", lambda self: None)
    with gr.Blocks() as demo:
        pyharp.serve(demo, shlex.split(SERVE_OTHERS)[2:])
    assert (launched["server_name"], launched["server_port"]) == ("0.0.0.0", 7860)


def test_the_check_finds_nothing_in_the_app(
    app: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(app.parent)
    assert pyharp_main([*shlex.split(CHECK_FILE)[3:], "--patience", "60"]) == 0, capsys.readouterr().out


def test_the_check_finds_nothing_where_the_app_is_served(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [re.sub(r"^https://.*", address, word) for word in shlex.split(CHECK_ADDRESS)[3:]]
    assert pyharp_main([*words, "--patience", "60"]) == 0, capsys.readouterr().out


def test_the_line_that_begins_a_model_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert pyharp_main(shlex.split(NEW)[3:]) == 0
    assert 'author="Your name"' in (tmp_path / "my-model" / "app.py").read_text()


def test_the_list_of_models_is_made_checked_and_searched(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads((models / "models.json").read_text())
    assert told["name"] == "My lab"
    assert [model["address"] for model in told["models"]] == ["https://my-lab.example", "my-lab/my-model"]
    assert pyharp_main(shlex.split(MODELS_CHECK)[3:]) == 0
    assert "2 models, nothing is wrong" in capsys.readouterr().out
    words = shlex.split(MODELS_SEARCH)[1:]
    assert harp_bridge_main(words) == 0
    assert "0 models" in capsys.readouterr().out  # neither is about pitch
    assert harp_bridge_main([word.replace("pitch", "tremolo") for word in words]) == 0
    assert "2 models" in capsys.readouterr().out


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
