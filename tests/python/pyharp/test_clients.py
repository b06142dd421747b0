# SPDX-License-Identifier: MIT
"""Our endpoints through our client and through gradio_client, on each version of Gradio and under every API name."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio_client
import harp_bridge
import numpy as np
import pytest
from pyharp._smf import written
from support.server_log import ServerLog
from support.servers import EndpointServer
from support.sounds import noise, wav_bytes, wav_samples
from together import address_of

import pyharp

MANY_STEPS = 2000  # of 0.05 s: longer than any test waits
NAMES = ("harp_process", "process", "wav2wav")


def is_gradio_4(server: EndpointServer) -> bool:
    """Gradio 4 makes 16 bit of every file, and needs ffmpeg for anything else."""
    return "gradio-4" in str(server.process.args)


@pytest.fixture
def foreign_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], gradio_client.Client]]:
    """Connects gradio_client to an address."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # it leaves its downloads there
    clients: list[gradio_client.Client] = []

    def connect(address: str) -> gradio_client.Client:
        clients.append(gradio_client.Client(address, token=False, verbose=False, analytics_enabled=False))
        return clients[-1]

    yield connect
    for client in clients:
        client.close()


@pytest.fixture
def foreign(
    slow: tuple[EndpointServer, ServerLog], foreign_to: Callable[[str], gradio_client.Client]
) -> gradio_client.Client:
    return foreign_to(slow[0].address)


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


SCORE = written(pyharp.Midi.from_notes([(60, 0.0, 0.5, 90)]))
CONTROLS = {
    "Shift": -3.5,
    "Count": 7,
    "Text": "new",
    "Key": "s3cret",
    "Flag": False,
    "Choice": "a",
    "Tone": "warm",
    "Several": ["y"],
    "Sides": [],
}


def test_our_client_carries_every_kind_of_value(any_gradio: str) -> None:
    voice, other = noise(20_000), noise(5000, seed=2)
    result = harp_bridge.process(
        address_of("everything", any_gradio),
        voice,
        44100,
        audio={"Reference": harp_bridge.Audio(other, 48000)},
        values=CONTROLS,
        files={"Notes": SCORE, "Files": [b"one", b"two"]},
    )
    assert [(stem.label, stem.rate) for stem in result.audio] == [("Vocals", 44100), ("Rest", 48000)]
    np.testing.assert_array_equal(result.audio[0].samples, voice)
    np.testing.assert_array_equal(result.audio[1].samples, other)
    back: dict[str, Any] = {entry.label: entry for entry in result.data}
    assert {label: entry.kind for label, entry in back.items()} == {
        "Melody": "midi", "Report": "file", "Words": "text", "Values": "json", "Marks": "labels"
    }  # fmt: skip
    assert back["Melody"].content == SCORE
    assert back["Report"].content == b"a note"
    assert back["Words"].text == "NEW"
    assert back["Values"].value["files"] == ["one", "two"]
    assert back["Values"].value["controls"] == [*CONTROLS.values(), "#ff8800", 7]  # the last two are not shown
    assert [(mark["t"], mark["label"]) for mark in back["Marks"].labels] == [(0.5, "x")]
    assert result.notes == []


def test_gradio_client_carries_every_kind_of_value(
    any_gradio: str, foreign_to: Callable[[str], gradio_client.Client], tmp_path: Path
) -> None:
    sound = wav_bytes(noise(20_000))
    for name, content in {"voice.wav": sound, "in.mid": SCORE, "a.txt": b"one", "b.json": b"two"}.items():
        (tmp_path / name).write_bytes(content)
    voice, score, *files = (
        gradio_client.handle_file(str(tmp_path / name)) for name in ("voice.wav", "in.mid", "a.txt", "b.json")
    )
    client = foreign_to(address_of("everything", any_gradio))
    sent = [voice, None, score, files, *CONTROLS.values(), "#ff8800"]
    vocals, rest, melody, report, words, values, marks = client.predict(*sent, api_name="/harp_process")
    assert Path(vocals).read_bytes() == sound
    assert rest is None
    assert Path(melody).read_bytes() == SCORE
    assert [Path(file).read_bytes() for file in report] == [b"a note"]
    assert words == "NEW"
    assert values["files"] == ["one", "two"]
    assert values["controls"] == [*CONTROLS.values(), "#ff8800", 7]
    assert [(mark["t"], mark["label"]) for mark in marks["labels"]] == [(0.5, "x")]


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
