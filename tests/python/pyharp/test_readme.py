# SPDX-License-Identifier: MIT
"""Every Python block of pyharp's README runs, in order, in one namespace, as a reader would type it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from support.servers import REPOSITORY
from support.sounds import noise, wav_bytes

import pyharp

README = (REPOSITORY / "pyharp" / "README.md").read_text()
BLOCKS = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def namespace(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What is defined after all blocks have run."""
    names: dict[str, Any] = {"__name__": "readme"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("gradio")))
        patch.setenv("GRADIO_SSR_MODE", "False")
        for number, block in enumerate(BLOCKS, 1):
            exec(compile(block, f"README.md, block {number}", "exec"), names)
    return names


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_block_runs(namespace: dict[str, Any]) -> None:
    assert len(BLOCKS) == 6
    assert namespace["demo"].is_running is False


def test_the_readme_shows_what_the_client_really_gets(namespace: dict[str, Any]) -> None:
    samples, rate = pyharp.load_audio(namespace["result"])
    assert (rate, samples.shape) == (44100, (44100, 1))
    np.testing.assert_array_equal(samples, namespace["wobbling"])


def test_the_functions_of_the_readme_do_what_it_says(namespace: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "in.wav"
    sound = noise(44100)
    sound[1000] = 9.0
    path.write_bytes(wav_bytes(sound))
    _, labels = namespace["find_loudest"](str(path))
    assert labels.labels[0].t == 1000 / 44100
    echo, _ = pyharp.load_audio(namespace["slow_echo"](str(path), 2))
    np.testing.assert_allclose(echo[11025 + 1000], sound[11025 + 1000] + 0.5 * sound[1000], rtol=1e-6)


def test_nothing_tells_anybody_to_install_the_foreign_package() -> None:
    texts = [path for path in (REPOSITORY / "pyharp").rglob("*") if path.suffix in {".md", ".py", ".toml", ".txt"}]
    assert len(texts) > 15
    for path in texts:
        assert not re.search(r"pip3? install (-\S+ )*pyharp\b", path.read_text()), path


@pytest.mark.parametrize("example", ["pitch_shift", "tone"])
def test_the_readme_of_an_example_begins_with_the_header_of_a_space(example: str) -> None:
    _, header, _ = (REPOSITORY / "pyharp" / "examples" / example / "README.md").read_text().split("---\n", 2)
    fields = dict(re.findall(r"^(\w+): *(.*)$", header, re.MULTILINE))
    assert fields["sdk"] == "gradio"
    assert fields["app_file"] == "app.py"
    assert json.loads(f'"{fields["sdk_version"]}"').count(".") == 2
    assert len(fields["short_description"]) <= 60  # a longer one makes the Hub refuse the Space
