# SPDX-License-Identifier: MIT
"""Our endpoints through our client and through gradio_client, on each version of Gradio and under every API name."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import gradio_client
import harp_bridge
import numpy as np
import pytest
from support.server_log import ServerLog
from support.servers import EndpointServer
from support.sounds import noise, wav_bytes, wav_samples

MANY_STEPS = 2000  # of 0.05 s: longer than any test waits
NAMES = ("harp_process", "process", "wav2wav")


def is_gradio_4(server: EndpointServer) -> bool:
    """Gradio 4 makes 16 bit of every file, and needs ffmpeg for anything else."""
    return "gradio-4" in str(server.process.args)


@pytest.fixture
def foreign(
    slow: tuple[EndpointServer, ServerLog], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[gradio_client.Client]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # it leaves its downloads there
    client = gradio_client.Client(slow[0].address, token=False, verbose=False, analytics_enabled=False)
    yield client
    client.close()


@pytest.mark.parametrize("function", NAMES)
def test_our_client_gets_the_same_samples(function: str, slow: tuple[EndpointServer, ServerLog]) -> None:
    samples = noise(20_000)
    address = f"{slow[0].address}#{function}"
    result = harp_bridge.process(address, samples, 44100, values={"Steps": 1, "Name": "exact"})
    assert result.rate == 44100
    if function == "harp_process" or not is_gradio_4(slow[0]):
        # Under our own API names the sound is a file to Gradio: exact on Gradio 4 as well.
        np.testing.assert_array_equal(result.samples, samples)
    else:
        np.testing.assert_allclose(result.samples, np.clip(samples, -1, 1), atol=2 / 32768)


@pytest.mark.parametrize("function", NAMES)
def test_gradio_client_gets_the_same_file(
    function: str, slow: tuple[EndpointServer, ServerLog], foreign: gradio_client.Client, tmp_path: Path
) -> None:
    sent = tmp_path / "sent.wav"
    sent.write_bytes(wav_bytes(noise(20_000) * 0.2, subtype="PCM_16" if is_gradio_4(slow[0]) else "FLOAT"))
    back = Path(foreign.predict(gradio_client.handle_file(str(sent)), 1, "foreign", True, api_name=f"/{function}"))
    np.testing.assert_array_equal(wav_samples(back.read_bytes())[0], wav_samples(sent.read_bytes())[0])
    if not is_gradio_4(slow[0]):
        assert back.read_bytes() == sent.read_bytes()


@pytest.mark.parametrize("function", NAMES)
def test_a_job_cancelled_by_our_client_stops_before_the_next_one(
    function: str, slow: tuple[EndpointServer, ServerLog]
) -> None:
    server, log = slow
    address, name = f"{server.address}#{function}", f"ours-{function}"

    async def steps() -> None:
        async with harp_bridge.Client() as client:
            values = {"Steps": MANY_STEPS, "Name": name}
            job = asyncio.create_task(client.process(address, noise(100), 44100, values=values))
            await asyncio.to_thread(log.wait_for, name, "step 1")
            job.cancel()
            with pytest.raises(asyncio.CancelledError):
                await job
            values = {"Steps": 2, "Name": f"after-{name}"}
            await client.process(address, noise(100), 44100, values=values)

    asyncio.run(steps())
    stopped_before(log, name)


@pytest.mark.parametrize("function", NAMES)
def test_a_job_cancelled_by_gradio_client_stops_before_the_next_one(
    function: str, slow: tuple[EndpointServer, ServerLog], foreign: gradio_client.Client, tmp_path: Path
) -> None:
    log, name = slow[1], f"theirs-{function}"
    (tmp_path / "sent.wav").write_bytes(wav_bytes(noise(100) * 0.2, subtype="PCM_16"))
    sent = gradio_client.handle_file(str(tmp_path / "sent.wav"))
    job = foreign.submit(sent, MANY_STEPS, name, True, api_name=f"/{function}")
    log.wait_for(name, "step 1")
    job.cancel()
    foreign.predict(sent, 2, f"after-{name}", True, api_name=f"/{function}")
    stopped_before(log, name)


def stopped_before(log: ServerLog, name: str) -> None:
    """The job of that name was cancelled in the middle, and the one after it began when it had stopped."""
    assert log.events(name)[-1] == "cancelled"
    assert len(log.events(name)) < MANY_STEPS
    assert log.time_of(f"after-{name}", "start") >= log.last_time(name)
    assert log.events(f"after-{name}")[-1] == "end"
