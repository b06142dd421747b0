# SPDX-License-Identifier: MIT
"""Every example with sounds that nobody tries at home: it works, or says in words why not."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import pytest
from support.examples import NAMES, example_app
from support.sounds import Samples, noise, wav_bytes

import pyharp

TAKES_AUDIO = [name for name in NAMES if name not in ("tone", "midi_transpose")]
SOUNDS = {
    "one sample": (noise(1, 1), 44100),
    "ten samples of stereo": (noise(10, 2), 48000),
    "silence": (np.zeros((44100, 2), np.float32), 44100),
    "a low rate": (noise(8000, 1), 8000),
    "a high rate": (noise(96000, 2), 192000),
    "six channels": (noise(44100, 6), 44100),
    "far beyond full scale": (100.0 * noise(44100, 1), 44100),
}
#: What may be refused, and with which word.
REFUSED = {
    ("variations", "one sample"): "shorter than two slices",
    ("variations", "ten samples of stereo"): "shorter than two slices",
    ("match_reference", "silence"): "reference is silent",
} | {("transcribe", sound): "No notes" for sound in SOUNDS}


def run(app: Any, path: str) -> list[Any]:
    kinds = {"Audio": path}
    results = app.process(*(kinds.get(type(component).__name__, component.value) for component in app.inputs))
    return list(results) if isinstance(results, (list, tuple)) else [results]


def check(result: Any, sound: Samples, rate: int) -> None:
    if isinstance(result, str):
        samples, same_rate = pyharp.load_audio(result)
        assert (same_rate, samples.shape) == (rate, sound.shape)
        assert np.isfinite(samples).all()
    else:
        assert all(0 <= label.t <= len(sound) / rate for label in result)


@pytest.mark.parametrize("kind", SOUNDS)
@pytest.mark.parametrize("name", TAKES_AUDIO)
def test_odd_sounds_work_or_are_refused_in_words(
    name: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    sound, rate = SOUNDS[kind]
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(sound, rate))
    if (name, kind) in REFUSED:
        with pytest.raises(gr.Error, match=REFUSED[name, kind]):
            run(example_app(name), str(path))
        return
    for result in run(example_app(name), str(path)):
        check(result, sound, rate)
