# SPDX-License-Identifier: MIT
"""Jobs on real Gradio servers, generations 5 and 6, over our own transport and over Gradio's Python client."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import get_args

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Client, Progress, Settings
from harp_bridge._settings import TransportName

from .helpers import contract, noise, raises, run, until
from .real_gradio import RealGradio


@pytest.fixture(params=["direct", "gradio_client"])
def over(request: pytest.FixtureRequest) -> Settings:
    """The same must be true over each transport."""
    return Settings(transport=request.param)


def test_the_description_is_the_golden_one(gradio: RealGradio, over: Settings) -> None:
    golden = {**contract("description.json"), "address": gradio.address}
    assert harp_bridge.describe(gradio.address + "/", settings=over).to_json() == golden


@pytest.mark.parametrize("channels", [1, 2])
def test_an_identity_returns_the_audio_bit_for_bit(gradio: RealGradio, over: Settings, channels: int) -> None:
    samples = noise(50_000, channels)
    result = harp_bridge.process(gradio.address, samples, 48000, settings=over)
    assert np.array_equal(result.samples, samples)
    assert result.rate == 48000
    assert [entry.label for entry in result.audio] == ["Output Audio"]


def test_values_arrive_as_they_were_set(gradio: RealGradio, over: Settings) -> None:
    values = {"Shift": -5.0, "Prompt": f"values {over.transport}", "Flag": False, "Choice": "Nice C", "N": 4}
    harp_bridge.process(gradio.address, noise(), 44100, values=values, settings=over)
    (started,) = gradio.happened("started", prompt=f"values {over.transport}")
    assert started["values"] == [-5, False, "c", 4]
    assert started["types"] == ["int"]


def test_the_models_own_progress_arrives_exactly(gradio: RealGradio, over: Settings) -> None:
    heard: list[Progress] = []
    harp_bridge.process(
        gradio.address, noise(), 44100, values={"Prompt": "progress"}, on_progress=heard.append, settings=over
    )
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


def test_what_the_model_says_arrives(gradio: RealGradio, over: Settings) -> None:
    heard: list[Progress] = []
    harp_bridge.process(
        gradio.address, noise(), 44100, values={"Prompt": "words"}, on_progress=heard.append, settings=over
    )
    said = [(entry.message, entry.level) for entry in heard if entry.stage == "running" and entry.message]
    assert list(dict.fromkeys(said)) == [("a good word", "info"), ("a warning word", "warning")]


def test_the_text_of_an_error_arrives(gradio: RealGradio, over: Settings) -> None:
    with raises("server_error") as caught:
        harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "error"}, settings=over)
    assert caught.value.message == "The strings are out of tune."
    with raises("server_error") as caught:
        harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "exception"}, settings=over)
    assert "inner workings" not in str(caught.value)


def test_a_model_that_returns_no_audio_is_named_as_such(gradio: RealGradio, over: Settings) -> None:
    with raises("result_missing"):
        harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "nothing"}, settings=over)


def test_labels_arrive(gradio: RealGradio, over: Settings) -> None:
    result = harp_bridge.process(gradio.address, noise(), 44100, values={"Prompt": "labels"}, settings=over)
    (labels,) = result.data
    assert (labels.label, labels.kind) == ("Output Labels", "labels")
    assert labels.labels[0]["amplitude"] == 0.25
    assert labels.labels[0]["color"] == 2164195328
    assert labels.labels[0]["label_type"] == "AudioLabel"
    assert result.notes == []


def test_a_cancelled_job_stops_on_the_server(gradio: RealGradio, over: Settings) -> None:
    async def work() -> None:
        async with Client(over) as client:
            job = asyncio.create_task(
                client.process(gradio.address, noise(), 44100, values={"Prompt": f"slow stop {over.transport}"})
            )
            await until(lambda: gradio.happened("step", prompt=f"slow stop {over.transport}"), "the model runs")
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            # The model would go on for longer than this is waited for.
            await until(lambda: gradio.happened("stopped", prompt=f"slow stop {over.transport}"), "the model stops")

    run(work())
    assert not gradio.happened("finished", prompt=f"slow stop {over.transport}")


def test_a_cancelled_queued_job_never_starts_and_the_running_one_goes_on(gradio: RealGradio, over: Settings) -> None:
    async def work() -> None:
        async with Client(over) as client:
            first = asyncio.create_task(
                client.process(gradio.address, noise(), 44100, values={"Prompt": f"slow first {over.transport}"})
            )
            await until(lambda: gradio.happened("step", prompt=f"slow first {over.transport}"), "the first job runs")
            queued = asyncio.Event()

            def heard(progress: Progress) -> None:
                if progress.rank is not None:
                    queued.set()

            second = asyncio.create_task(
                client.process(
                    gradio.address,
                    noise(),
                    44100,
                    values={"Prompt": f"slow second {over.transport}"},
                    on_progress=heard,
                )
            )
            await queued.wait()
            second.cancel()
            with pytest.raises(asyncio.CancelledError):
                await second
            await until(lambda: not client._background, "the server knows that nobody waits for the second job")
            steps = len(gradio.happened("step", prompt=f"slow first {over.transport}"))
            await until(
                lambda: len(gradio.happened("step", prompt=f"slow first {over.transport}")) > steps + 5,
                "the first job goes on",
            )
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            await until(
                lambda: gradio.happened("stopped", prompt=f"slow first {over.transport}"), "the first job stops"
            )
            await client.process(gradio.address, noise(), 44100, values={"Prompt": f"third {over.transport}"})

    run(work())
    assert gradio.happened("finished", prompt=f"third {over.transport}")
    assert not gradio.happened("started", prompt=f"slow second {over.transport}")


def test_closing_the_client_tells_the_server_of_jobs_that_were_just_cancelled(
    gradio: RealGradio, over: Settings
) -> None:
    async def work() -> None:
        async with Client(over) as client:
            job = asyncio.create_task(
                client.process(gradio.address, noise(), 44100, values={"Prompt": f"slow close {over.transport}"})
            )
            await until(lambda: gradio.happened("step", prompt=f"slow close {over.transport}"), "the model runs")
            job.cancel()
            await asyncio.wait([job])

    run(work())
    gradio.wait_for("stopped", prompt=f"slow close {over.transport}")


@pytest.mark.parametrize("generation", ["5", "6"])
def test_a_server_that_is_killed_in_the_middle_is_noticed_at_once(generation: str, tmp_path: Path) -> None:
    """Long before the silence would be noticed, which is later than any test may last."""
    transports = get_args(TransportName)
    server = RealGradio(generation, tmp_path, limit=len(transports))

    async def job(transport: TransportName) -> None:
        async with Client(Settings(transport=transport, idle_timeout=3600.0, reply_timeout=3600.0)) as client:
            with raises("server_lost"):
                await client.process(server.address, noise(), 44100, values={"Prompt": f"slow kill {transport}"})

    async def work() -> None:
        jobs = asyncio.gather(*map(job, transports))
        for transport in transports:
            prompt = f"slow kill {transport}"
            await until(lambda prompt=prompt: server.happened("step", prompt=prompt), "the model runs")  # type: ignore[misc]
        server.kill()
        await jobs

    try:
        run(work())
    finally:
        server.stop()
