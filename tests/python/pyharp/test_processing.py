# SPDX-License-Identifier: MIT
"""Sound through running endpoints: exact samples, progress, users at once, and what a process function may do."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from support.servers import ENDPOINTS, start_endpoint
from support.sounds import noise, wav_bytes, wav_samples
from support.wire import Wire, WireError
from together import address_of, connected


@pytest.mark.parametrize("subtype", ["FLOAT", "PCM_24", "PCM_16"])
def test_identity_returns_the_same_bytes(subtype: str, gradio_python: str) -> None:
    sound = wav_bytes(noise(4000) * 0.2, 48000, subtype)
    with connected("identity", gradio_python) as wire:
        (result,) = wire.run("process", [wire.upload(sound), 0.5])
        assert wire.download(result) == sound


def test_gain_is_exact_and_reports_its_progress_exactly(gradio_python: str) -> None:
    samples = noise(44100)
    with connected("gain", gradio_python) as wire:
        job = wire.join("process", [wire.upload(wav_bytes(samples)), -6.0])
        (result,) = job.result()
        back, rate = wav_samples(wire.download(result))
    assert rate == 44100
    np.testing.assert_array_equal(back, samples * np.float32(10.0 ** (-6.0 / 20.0)))
    assert [fraction for fraction, _ in job.progress()] == [0.25, 0.5, 0.75]
    assert {words for _, words in job.progress()} == {"Turning the knob"}


def test_twenty_users_at_once_get_each_their_own_result(gradio_python: str) -> None:
    address = address_of("gain", gradio_python)

    def one_user(number: int) -> str:
        samples = noise(2000, seed=number)
        with Wire(address) as wire:
            (result,) = wire.run("process", [wire.upload(wav_bytes(samples)), 0.0])
            np.testing.assert_array_equal(wav_samples(wire.download(result))[0], samples)
            return str(result["path"])

    with ThreadPoolExecutor(20) as users:
        paths = list(users.map(one_user, range(20)))
    assert len(set(paths)) == 20


def test_results_lie_in_gradios_folder_and_are_neither_hashed_nor_copied(tmp_path: Path, gradio_python: str) -> None:
    with (
        start_endpoint(ENDPOINTS / "two_outputs.py", gradio_python, {"GRADIO_TEMP_DIR": str(tmp_path)}) as server,
        Wire(server.address) as wire,
    ):
        left, right, _ = wire.run("process", [wire.upload(wav_bytes(noise(500)))])
    written = sorted(str(path) for path in (tmp_path / "harp").rglob("*.wav"))
    assert written == sorted([left["path"], right["path"]])
    elsewhere = [path for path in tmp_path.rglob("*.wav") if path.parent.parent.name != "harp"]
    assert [path.name for path in elsewhere] == ["in.wav"]


def test_stems_and_labels_arrive_in_the_order_of_the_outputs(gradio_python: str) -> None:
    samples = noise(3000)
    with connected("two_outputs", gradio_python) as wire:
        left, right, labels = wire.run("process", [wire.upload(wav_bytes(samples))])
        stems = [wav_samples(wire.download(stem))[0] for stem in (left, right)]
    np.testing.assert_array_equal(stems[0] + stems[1], samples)
    assert not stems[0][:, 1].any()
    assert not stems[1][:, 0].any()
    assert [label["label_type"] for label in labels["labels"]] == ["AudioLabel", "OutputLabel"]
    assert labels["labels"][0]["color"] == 0x80FF0000


def test_a_gradio_error_reaches_the_client_in_its_own_words(any_gradio: str) -> None:
    with connected("failing", any_gradio) as wire:
        audio = wire.upload(wav_bytes(noise(100)))
        with pytest.raises(WireError, match=r"The model is out of breath\."):
            wire.run("process", [audio, "gradio_error"])
        with pytest.raises(WireError) as plain:
            wire.run("process", [audio, "exception"])
        assert "secret" not in str(plain.value)
        (unharmed,) = wire.run("process", [audio, "none"])
        assert wav_samples(wire.download(unharmed))[0].shape == (100, 2)


def test_damaged_results_come_back_as_damaged_as_they_are() -> None:
    samples = noise(600)
    with connected("failing") as wire:

        def result(way: str) -> tuple[Any, int]:
            return wav_samples(wire.download(wire.run("process", [wire.upload(wav_bytes(samples)), way])[0]))

        nan, _ = result("nan")
        assert np.isnan(nan[300]).all()
        assert np.isinf(nan[200]).all()
        assert result("longer")[0].shape == (1200, 2)
        assert result("shorter")[0].shape == (300, 2)
        assert result("empty")[0].shape == (0, 2)
        assert result("mono")[0].shape == (600, 1)
        assert result("other_rate")[1] == 22050
        assert wire.run("harp_process", [wire.upload(wav_bytes(samples)), "no_audio"]) == [None]
        garbage = wire.run("process", [wire.upload(wav_bytes(samples)), "garbage"])[0]
        assert wire.download(garbage).startswith(b"<html>")


def test_a_server_that_vanishes_in_the_middle_ends_its_process(gradio6: str) -> None:
    with start_endpoint(ENDPOINTS / "failing.py", gradio6) as server, Wire(server.address) as wire:
        job = wire.join("process", [wire.upload(wav_bytes(noise(100))), "vanish"])
        with pytest.raises(httpx.TransportError):  # before or after the stream of the job is open
            job.result()
        assert server.process.wait(60) == 3


def test_the_function_meets_the_callers_context(any_gradio: str) -> None:
    """gr.Info, gr.Progress, gr.Request and pyharp.progress work in the thread that runs the process function."""
    with connected("context", any_gradio) as wire:
        job = wire.join("process", ["hello"], headers={"x-who": "a musician"})
        (labels,) = job.result()
    seen = json.loads(labels["labels"][0]["label"])
    assert seen == {"text": "hello", "who": "a musician", "session": job.session, "main_thread": False}
    assert [message["log"] for message in job.messages if message["msg"] == "log"] == ["Listen!"]
    assert job.progress()[0] == (0.5, "half")


def test_an_async_function_is_an_endpoint_too(servers: Any, any_gradio: str) -> None:
    app = Path(__file__).parent / "apps" / "asynchronous.py"
    with Wire(servers(app, any_gradio).address) as wire:
        (labels,) = wire.run("process", ["now"])
        assert labels["labels"][0]["label"] == "now"
        with pytest.raises(WireError, match="cancelled"):
            wire.run("process", ["give up"])
        with pytest.raises(WireError):
            wire.run("process", ["exit"])
        (again,) = wire.run("process", ["still here"])
        assert again["labels"][0]["label"] == "still here"
