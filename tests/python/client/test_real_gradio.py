# SPDX-License-Identifier: MIT
"""Jobs on real Gradio servers, generations 5 and 6."""

from __future__ import annotations

import asyncio
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Client, Progress

from .helpers import contract, noise, raises, run, until
from .real_gradio import RealGradio


def test_the_description_is_the_golden_one(gradio: RealGradio) -> None:
    golden = {**contract("description.json"), "address": gradio.address}
    assert harp_bridge.describe(gradio.address + "/").to_json() == golden


@pytest.mark.parametrize("channels", [1, 2])
def test_an_identity_returns_the_audio_bit_for_bit(gradio: RealGradio, channels: int) -> None:
    samples = noise(50_000, channels)
    result = harp_bridge.process(gradio.address, samples, 48000)
    assert np.array_equal(result.samples, samples)
    assert result.rate == 48000
    assert [entry.label for entry in result.audio] == ["Output Audio"]


def test_values_arrive_as_they_were_set(gradio: RealGradio) -> None:
    values = {"Shift": -5.0, "Prompt": "values", "Flag": False, "Choice": "Nice C", "N": 4}
    harp_bridge.process(gradio.address, noise(), 44100, values=values)
    (started,) = gradio.happened("started", prompt="values")
    assert started["values"] == [-5, False, "c", 4]
    assert started["types"] == ["int"]


def test_the_models_own_progress_arrives_exactly(gradio: RealGradio) -> None:
    heard: list[Progress] = []
    harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "progress"}, on_progress=heard.append)
    own = [
        (entry.fraction, entry.message) for entry in heard if entry.stage == "running" and entry.fraction is not None
    ]
    assert list(dict.fromkeys(own)) == [(0.25, "at 0.25"), (0.5, "at 0.5"), (0.75, "at 0.75")]
    stages = list(dict.fromkeys(entry.stage for entry in heard))
    assert stages == ["connecting", "uploading", "queued", "running", "downloading", "checking", "done"]
    for stage in ("uploading", "downloading"):
        fractions = [entry.fraction or 0.0 for entry in heard if entry.stage == stage]
        assert fractions == sorted(fractions)
        assert (fractions[0], fractions[-1]) == (0.0, 1.0)
    ranks = [(entry.rank, entry.queue_size) for entry in heard if entry.rank is not None]
    assert ranks[0] == (0, 1)


def test_what_the_model_says_arrives(gradio: RealGradio) -> None:
    heard: list[Progress] = []
    harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "words"}, on_progress=heard.append)
    said = [(entry.message, entry.level) for entry in heard if entry.stage == "running" and entry.message]
    assert list(dict.fromkeys(said)) == [("a good word", "info"), ("a warning word", "warning")]


def test_the_text_of_an_error_arrives(gradio: RealGradio) -> None:
    with raises("server_error") as caught:
        harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "error"})
    assert caught.value.message == "The strings are out of tune."
    with raises("server_error") as caught:
        harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "exception"})
    assert "inner workings" not in str(caught.value)


def test_a_model_that_returns_no_audio_is_named_as_such(gradio: RealGradio) -> None:
    with raises("result_missing"):
        harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "nothing"})


def test_labels_arrive(gradio: RealGradio) -> None:
    result = harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "labels"})
    (labels,) = result.data
    assert (labels.label, labels.kind) == ("Output Labels", "labels")
    assert labels.labels[0]["amplitude"] == 0.25
    assert labels.labels[0]["color"] == 2164195328
    assert labels.labels[0]["label_type"] == "AudioLabel"
    assert result.notes == []


def test_a_cancelled_job_stops_on_the_server(gradio: RealGradio) -> None:
    async def work() -> float:
        async with Client() as client:
            job = asyncio.create_task(client.process(gradio.address, noise(), 44100, values={"Prompt": "slow stop"}))
            await until(lambda: gradio.happened("step", prompt="slow stop"), "the model runs")
            loop = asyncio.get_running_loop()
            begin = loop.time()
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            took = loop.time() - begin
            await until(lambda: gradio.happened("stopped", prompt="slow stop"), "the model stops")
            return took

    assert run(work()) < 5.0  # the model would go on for thirty
    assert not gradio.happened("finished", prompt="slow stop")


def test_a_cancelled_queued_job_never_starts_and_the_running_one_goes_on(gradio: RealGradio) -> None:
    async def work() -> None:
        async with Client() as client:
            first = asyncio.create_task(client.process(gradio.address, noise(), 44100, values={"Prompt": "slow first"}))
            await until(lambda: gradio.happened("step", prompt="slow first"), "the first job runs")
            queued = asyncio.Event()

            def heard(progress: Progress) -> None:
                if progress.rank is not None:
                    queued.set()

            second = asyncio.create_task(
                client.process(gradio.address, noise(), 44100, values={"Prompt": "slow second"}, on_progress=heard)
            )
            await queued.wait()
            second.cancel()
            with pytest.raises(asyncio.CancelledError):
                await second
            steps = len(gradio.happened("step", prompt="slow first"))
            await until(lambda: len(gradio.happened("step", prompt="slow first")) > steps + 5, "the first job goes on")
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            await until(lambda: gradio.happened("stopped", prompt="slow first"), "the first job stops")
            await client.process(gradio.address, noise(), 44100, values={"Prompt": "third"})

    run(work())
    assert gradio.happened("finished", prompt="third")
    assert not gradio.happened("started", prompt="slow second")


def test_closing_the_client_tells_the_server_of_jobs_that_were_just_cancelled(gradio: RealGradio) -> None:
    async def work() -> None:
        async with Client() as client:
            job = asyncio.create_task(client.process(gradio.address, noise(), 44100, values={"Prompt": "slow close"}))
            await until(lambda: gradio.happened("step", prompt="slow close"), "the model runs")
            job.cancel()
            await asyncio.wait([job])

    run(work())
    gradio.wait_for("stopped", prompt="slow close")


@pytest.mark.parametrize("generation", ["5", "6"])
def test_a_server_that_is_killed_in_the_middle_is_noticed_at_once(generation: str, tmp_path: Path) -> None:
    server = RealGradio(generation, tmp_path)

    async def work() -> float:
        async with Client() as client:
            job = asyncio.create_task(client.process(server.address, noise(), 44100, values={"Prompt": "slow kill"}))
            await until(lambda: server.happened("step", prompt="slow kill"), "the model runs")
            begin = asyncio.get_running_loop().time()
            server.kill()
            with raises("server_lost"):
                await job
            return asyncio.get_running_loop().time() - begin

    try:
        assert run(work()) < 10.0  # far below the silence limit
    finally:
        server.stop()
