# SPDX-License-Identifier: MIT
"""Both examples as running apps: through gradio_client, by plain HTTP, and in the layout of a Space."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradio_client import Client, handle_file
from support.servers import EXAMPLES, REPOSITORY, start_endpoint
from support.sounds import peak_hertz, sine, wav_bytes, wav_samples
from support.wire import Wire, WireError

import pyharp

PITCH, TONE = EXAMPLES / "pitch_shift" / "app.py", EXAMPLES / "tone" / "app.py"


def test_pitch_shift_through_gradio_client(servers: Any, gradio_python: str, tmp_path: Path) -> None:
    path = tmp_path / "in.wav"
    path.write_bytes(wav_bytes(sine(440.0, channels=2)))
    client = Client(servers(PITCH, gradio_python).address, verbose=False, download_files=str(tmp_path))
    assert client.predict(api_name="/controls")["card"]["name"] == "Pitch Shift"
    result = client.predict(handle_file(str(path)), 12, 1, False, "Balanced", api_name="/process")
    shifted, rate = pyharp.load_audio(result)
    assert (rate, shifted.shape) == (44100, (44100, 2))
    assert peak_hertz(shifted, rate) == pytest.approx(880.0, rel=1e-3)


def test_pitch_shift_by_plain_http_tells_its_stages(servers: Any, gradio_python: str) -> None:
    sound = sine(440.0, 4.0, 48000, channels=2)
    with Wire(servers(PITCH, gradio_python).address) as wire:
        job = wire.join("process", [wire.upload(wav_bytes(sound, 48000)), -12, 1, False, "Balanced"])
        (result,) = job.result()
        shifted, rate = wav_samples(wire.download(result))
    assert (rate, shifted.shape) == (48000, sound.shape)
    assert peak_hertz(shifted, rate) == pytest.approx(220.0, rel=1e-3)
    fractions = [fraction for fraction, _ in job.progress() if fraction is not None]
    assert fractions
    assert fractions == sorted(fractions)
    assert {words for _, words in job.progress()} <= {"Reading", "Shifting by -12 semitones", "Writing"}


def test_tone_through_gradio_client_and_by_plain_http(servers: Any, gradio_python: str, tmp_path: Path) -> None:
    server = servers(TONE, gradio_python)
    values = ["A4 E5", "saw", 0.5, 0.0, "48 kHz"]
    client = Client(server.address, verbose=False, download_files=str(tmp_path))
    path, labels = client.predict(*values, api_name="/process")
    by_client, rate = pyharp.load_audio(path)
    with Wire(server.address) as wire:
        sound, same_labels = wire.run("process", values)
        by_http, _ = wav_samples(wire.download(sound))
        with pytest.raises(WireError, match="'H9' is not a note"):
            wire.run("process", ["H9", *values[1:]])
    assert rate == 48000
    assert peak_hertz(by_client[:24000], rate) == pytest.approx(440.0, rel=2e-3)
    np.testing.assert_array_equal(by_client, by_http)
    assert labels == same_labels
    assert [(label["t"], label["label"]) for label in labels["labels"]] == [(0.0, "A4"), (0.5, "E5")]


def test_an_example_runs_as_a_space_with_the_package_beside_it(gradio6: str, tmp_path: Path) -> None:
    space = tmp_path / "space"
    shutil.copytree(TONE.parent, space)
    shutil.copytree(REPOSITORY / "pyharp" / "src" / "pyharp", space / "pyharp")
    with (
        start_endpoint(space / "app.py", gradio6, pyharp_from_checkout=False) as server,
        Wire(server.address) as wire,
    ):
        sound, _ = wire.run("process", ["C4", "sine", 0.1, 0.0, "44.1 kHz"])
        assert wav_samples(wire.download(sound))[0].shape == (4410, 1)


def test_an_app_prints_its_address_and_nothing_else(servers: Any) -> None:
    server = servers(TONE)
    assert server.log_text().splitlines()[0] == f"Serving at {server.address}"
