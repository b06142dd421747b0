# SPDX-License-Identifier: MIT
"""The kit for the tests of a model: its client, its complaints, its documents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import numpy as np
import pytest
from pyharp.testing import (
    FakeClient,
    JobCancelled,
    JobFailed,
    NotReachable,
    Sound,
    StartFailed,
    assert_labels_fit,
    assert_same_sound,
    assert_sound_is_clean,
    assert_usable,
    golden,
    golden_names,
    noise,
    sine,
    strongest_hertz,
)
from support.servers import ENDPOINTS, REPOSITORY

import pyharp

#: Golden document -> its name in the contract, where that is another one.
CONTRACT = {"controls": "controls_0_3"}


def work(voice: str, reference: str | None, gain: float, mode: str) -> tuple[Any, pyharp.LabelList]:
    if mode == "fail":
        raise gr.Error("The model is tired.")
    while mode == "wait":
        pyharp.progress(0.25, "Waiting")
    samples, rate = pyharp.load_audio(voice)
    if reference is not None:
        samples = samples + pyharp.load_audio(reference)[0][: len(samples)]
    gr.Info("Nearly there")
    return pyharp.save_audio(samples * gain, rate), pyharp.LabelList([pyharp.AudioLabel(0.25, "here")])


def build() -> gr.Blocks:
    with gr.Blocks() as demo:
        pyharp.build_endpoint(
            model_card=pyharp.ModelCard("Kit", "For tests.", "me", ["example"]),
            input_components=[
                gr.Audio(type="filepath", label="Voice"),
                gr.Audio(type="filepath", label="Reference").harp_required(False),  # type: ignore[attr-defined]
                gr.Slider(0, 2, value=0.5, label="Gain"),
                gr.Dropdown(["run", "fail", "wait"], value="run", label="Mode"),
            ],
            output_components=[gr.Audio(type="filepath", label="Out"), gr.JSON(label="Labels")],
            process_fn=work,
        )
    return demo


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("gradio")))
        patch.setenv("GRADIO_SSR_MODE", "False")
        with FakeClient(build()) as client:
            yield client


def test_a_job_with_defaults_values_and_an_optional_track(client: FakeClient) -> None:
    voice = noise(0.5)
    assert_usable(client.description)
    result = client.process(voice, 44100)
    assert_same_sound(result.audio[0], voice * np.float32(0.5))
    assert_sound_is_clean(result.audio[0], voice)
    assert_labels_fit(result)
    assert result.notices == ["Nearly there"]
    assert 0 < (result.seconds_until_running or 0) <= result.seconds
    both = client.process(voice, 48000, values={"Gain": 1}, tracks={"Reference": (voice, 48000)})
    assert_same_sound(both.audio[0], 2 * voice)
    assert both.audio[0].rate == 48000


def test_wrong_labels_and_missing_tracks_are_named_before_anything_is_sent(client: FakeClient) -> None:
    with pytest.raises(ValueError, match=r"no control labelled 'Pitch'. It has: 'Gain', 'Mode'"):
        client.process(noise(0.1), values={"Pitch": 1})
    with pytest.raises(ValueError, match="no track labelled 'Gain'"):
        client.process(noise(0.1), tracks={"Gain": None})
    with pytest.raises(ValueError, match="The input 'Voice' is required"):
        client.process()


def test_a_failed_job_says_what_a_user_reads(client: FakeClient) -> None:
    with pytest.raises(JobFailed, match="The model is tired"):
        client.process(noise(0.1), values={"Mode": "fail"})


def test_a_cancelled_job_ends_and_the_next_one_runs(client: FakeClient) -> None:
    job = client.submit(noise(0.1), values={"Mode": "wait"})
    assert job.wait_until_running()
    assert next(job.follow()) == (0.25, "Waiting")
    job.cancel()
    with pytest.raises(JobCancelled):
        job.result()
    assert client.process(noise(0.1)).audio[0].samples.shape == (4410, 2)


def test_an_app_of_its_own_process(tmp_path: Path) -> None:
    with FakeClient(ENDPOINTS / "probe.py") as client:
        folder = client.served.address
        assert client.description["card"]["name"] == "Probe"
        assert client.served.activity() == set()
        assert client.served.log() is not None
    with pytest.raises(NotReachable, match="nothing answers"):
        FakeClient(folder)


def test_an_app_that_does_not_start_says_why(tmp_path: Path) -> None:
    broken = tmp_path / "app.py"
    broken.write_text("raise RuntimeError('the weights are missing')")
    with pytest.raises(StartFailed, match="RuntimeError: the weights are missing"):
        FakeClient(broken)
    with pytest.raises(StartFailed, match="There is no file"):
        FakeClient(tmp_path / "nothing.py")


def test_what_is_no_endpoint_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    with gr.Blocks() as plain:
        gr.Textbox("no endpoint")
    with FakeClient(plain) as client, pytest.raises(AssertionError, match=r"Call pyharp\.build_endpoint inside"):
        client.description["card"]


def test_assertions_name_the_fault_and_the_remedy() -> None:
    wrong = golden("controls")
    wrong["card"]["tags"] = "pitch"
    with pytest.raises(AssertionError, match=r"tags are 'pitch' instead of a list.*\n?.*Write the tags as a list"):
        assert_usable(wrong)
    assert_usable(golden("controls"))
    broken = sine(440)
    broken[7, 1] = np.nan
    with pytest.raises(AssertionError, match="1 samples that are no number"):
        assert_sound_is_clean(Sound("Out", broken, 44100, "FLOAT", b""))
    other = sine(440)
    other[100, 0] += 0.25
    with pytest.raises(AssertionError, match=r"differs in 1 of 44100 frames, first in frame 100.*at most by 0.25"):
        assert_same_sound(Sound("Out", other, 44100, "FLOAT", b""), sine(440))


def test_sounds_are_what_they_say() -> None:
    assert strongest_hertz(sine(440, channels=1), 44100) == pytest.approx(440, abs=0.5)
    assert noise(0.5, 8000, 3).shape == (4000, 3)
    np.testing.assert_array_equal(noise(), noise())


@pytest.mark.parametrize("name", golden_names())
def test_a_golden_document_is_that_of_the_contract(name: str) -> None:
    contract = REPOSITORY / "tests" / "contract" / f"{CONTRACT.get(name, name)}.json"
    assert json.dumps(golden(name)) == json.dumps(json.loads(contract.read_text()))


def test_there_is_a_golden_document_of_each_kind_and_no_other() -> None:
    assert golden_names() == ["controls", "labels", "models"]
    with pytest.raises(KeyError, match="There is no golden document 'nothing'"):
        golden("nothing")
