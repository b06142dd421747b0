# SPDX-License-Identifier: MIT
"""What goes to a server: in which format, how often, and what the user is told about it."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Audio, Client, FloatArray, Progress, Settings, _sending
from harp_bridge._settings import UploadFormat
from harp_bridge._sound.digest import sample
from harp_bridge._threads import Stop
from harp_bridge._transport.memory import Shelf, UploadMemory

from .asking import BRISK, recorded, sent
from .fake_gradio import AUDIO_TO_AUDIO, Answer, FakeGradio, Request, echo
from .helpers import noise, raises, run
from .test_gradio_client import complete

UPLOAD = "/gradio_api/upload"


def process(
    fake: FakeGradio, samples: FloatArray, upload_format: UploadFormat, rate: float = 44100
) -> harp_bridge.Result:
    settings = replace(BRISK, upload_format=upload_format)
    return harp_bridge.process(fake.address, samples, rate, settings=settings)


# --- formats ----------------------------------------------------------------------------------------------------------


def test_flac_keeps_what_was_recorded_with_24_bit_and_says_nothing(fake: FakeGradio) -> None:
    result = process(fake, recorded(200_000), "flac24")
    samples, kind = sent(fake)
    assert kind == "FLAC PCM_24"
    assert np.array_equal(samples, recorded(200_000))
    assert np.array_equal(result.samples, recorded(200_000))
    assert result.notes == []
    assert fake.seen(UPLOAD)[0].headers["transfer-encoding"] == "chunked"
    assert len(next(iter(fake.files.values()))) < 200_000 * 6.1


@pytest.mark.parametrize("frames", [1, 100, 4096, 70_000])
def test_flac_of_finer_samples_is_rounded_and_the_result_says_so(fake: FakeGradio, frames: int) -> None:
    samples = np.clip(noise(frames), -1.0, 1.0)
    result = process(fake, samples, "flac24")
    assert len(result.samples) == frames
    assert np.max(np.abs(result.samples - samples)) <= 1.2e-7
    assert result.notes == ["The audio was rounded to 24 bit, to send it in less time."]


@pytest.mark.parametrize(
    ("samples", "rate"),
    [(noise(1000), 44100), (np.full((1000, 2), np.nan, np.float32), 44100), (recorded(1000), 384_000)],
    ids=["too loud", "no number", "too fast"],
)
def test_what_does_not_fit_into_flac_goes_as_float(fake: FakeGradio, samples: FloatArray, rate: float) -> None:
    process(fake, samples, "flac24", rate)
    back, kind = sent(fake)
    assert kind == "WAV FLOAT"
    assert np.array_equal(back, samples, equal_nan=True)


def test_sixteen_bit_for_a_server_that_keeps_no_more_and_the_result_says_so(fake: FakeGradio) -> None:
    fake.config["version"] = "4.44.1"
    samples = noise(70_000)
    result = harp_bridge.process(fake.address, samples, 44100, settings=BRISK)
    back, kind = sent(fake)
    assert kind == "WAV PCM_16"
    assert np.max(np.abs(back - np.clip(samples, -1, 1))) <= 1.1 / 2**15
    assert any("16 bit and cut off at full scale" in note for note in result.notes)
    exact = (np.random.default_rng(3).integers(-(2**15), 2**15, (5000, 2)) / 2**15).astype(np.float32)
    result = harp_bridge.process(fake.address, exact, 44100, settings=BRISK)
    assert np.array_equal(sent(fake)[0], exact)
    assert not any("rounded" in note for note in result.notes)


def test_a_server_that_wants_the_length_first_gets_it(fake: FakeGradio) -> None:
    usual = fake._upload

    async def picky(request: Request, answer: Answer) -> None:
        if "content-length" not in request.headers:
            await answer.json(411, {"detail": "Length Required"})
        else:
            await usual(request, answer)

    fake.routes[UPLOAD] = picky
    assert np.array_equal(process(fake, recorded(), "flac24").samples, recorded())
    assert sent(fake)[1] == "FLAC PCM_24"


# --- not sent twice ---------------------------------------------------------------------------------------------------


def uploads_of(fake: FakeGradio, *jobs: FloatArray, settings: Settings = BRISK, between: object = None) -> list[int]:
    """How many uploads there were after each job of one client."""

    async def work() -> list[int]:
        counts = []
        async with Client(settings) as client:
            for samples in jobs:
                result = await client.process(fake.address, samples, 44100)
                assert np.array_equal(result.samples, samples)
                counts.append(len(fake.seen(UPLOAD)))
                if callable(between):
                    between()
        return counts

    return run(work())


def test_the_same_audio_is_not_sent_twice(fake: FakeGradio) -> None:
    other = noise()
    other[-1, -1] += 0.25
    planar = np.ascontiguousarray(noise().T).T
    assert uploads_of(fake, noise(), noise(), other, planar, other) == [1, 1, 2, 2, 2]


def test_nothing_is_read_twice_where_a_look_at_some_places_tells(
    fake: FakeGradio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Equal regions of a song are all as long, and seldom the same."""
    looked: list[bool] = []
    whole = _sending.digest
    monkeypatch.setattr(_sending, "digest", lambda audio, stop: looked.append(True) or whole(audio, stop))
    bars = [noise(30_000, seed=seed) for seed in range(4)]
    assert uploads_of(fake, *bars) == [1, 2, 3, 4]
    assert len(looked) <= 4  # once each, while the model works
    almost = noise(30_000)
    almost[3000, 0] += 0.25  # between two of the places
    assert sample(Audio(almost, 44100.0)) == sample(Audio(noise(30_000), 44100.0))
    assert uploads_of(fake, noise(30_000), almost) == [5, 6]
    for places in (almost, noise(300), noise(3), noise(30_000)[::-1]):
        assert sample(Audio(places, 44100.0)) == sample(Audio(np.asfortranarray(places), 44100.0))


def test_a_server_that_was_started_anew_is_sent_everything_again(fake: FakeGradio) -> None:
    def restart() -> None:
        fake.config["app_id"] = int(str(fake.config["app_id"])) + 1
        fake.files.clear()

    assert uploads_of(fake, noise(), noise(), between=restart) == [1, 2]


def test_a_server_that_has_thrown_the_file_away_is_sent_it_again(fake: FakeGradio) -> None:
    assert uploads_of(fake, noise(), noise(), between=fake.files.clear) == [1, 2]


def test_a_server_that_does_not_say_which_run_it_is_gets_everything_each_time(fake: FakeGradio) -> None:
    del fake.config["app_id"]
    assert uploads_of(fake, noise(), noise()) == [1, 2]


@pytest.mark.parametrize("why", ["nobody could tell that it was started anew", "the transport sends it again"])
def test_where_nothing_is_remembered_nothing_is_looked_at(
    fake: FakeGradio, monkeypatch: pytest.MonkeyPatch, why: str
) -> None:
    monkeypatch.setattr(_sending, "digest", lambda audio, stop: pytest.fail("the audio was read once more"))
    settings = BRISK
    if why == "the transport sends it again":
        settings = replace(BRISK, transport="gradio_client")
        complete(fake)
    else:
        del fake.config["app_id"]
    harp_bridge.process(fake.address, noise(), 44100, settings=settings)


def test_old_uploads_are_forgotten(fake: FakeGradio) -> None:
    settings = replace(BRISK, upload_age=0.0)
    assert uploads_of(fake, noise(), noise(), settings=settings) == [1, 2]


def test_a_failed_job_that_is_tried_again_sends_nothing_again(
    fake: FakeGradio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However soon the model fails: what recognises the audio may not even be known yet."""
    usual, whole = fake.events, _sending.digest
    failed = threading.Event()

    def slow(audio: Audio, stop: Stop) -> bytes:
        assert failed.wait(60)
        time.sleep(0.2)
        return whole(audio, stop)

    monkeypatch.setattr(_sending, "digest", slow)

    async def fails(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        failed.set()
        yield {"msg": "process_completed", "success": False, "output": {"error": "Out of memory."}}

    async def work() -> None:
        async with Client(BRISK) as client:
            fake.events = fails
            with raises("server_error"):
                await client.process(fake.address, noise(100), 44100)
            fake.events = usual
            await client.process(fake.address, noise(100), 44100)

    run(work())
    assert len(fake.seen(UPLOAD)) == 1
    assert [request.method for request in fake.seen("/gradio_api/queue/join")] == ["POST"] * 3


def test_a_model_that_is_quicker_than_a_look_at_its_audio_is_no_reason_to_send_it_again(
    fake: FakeGradio, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _sending.digest
    ended = threading.Event()

    async def quick(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        async for message in echo(server, data):
            yield message
        ended.set()

    def slow(audio: Audio, stop: Stop) -> bytes:
        assert ended.wait(60)
        time.sleep(0.2)
        return whole(audio, stop)

    fake.events = quick
    monkeypatch.setattr(_sending, "digest", slow)
    assert uploads_of(fake, noise(100), noise(100)) == [1, 1]


def test_what_is_remembered_is_bounded() -> None:
    memory = UploadMemory(Settings(upload_memory=3))
    shelf = Shelf("http://a", "1", "float", 8)
    for number in range(10):
        memory.keep(shelf, bytes([number]), f"/{number}", ())
    kept = [memory.find(shelf, bytes([number])) for number in range(10)]
    assert kept == [None] * 7 + [("/7", ()), ("/8", ()), ("/9", ())]
    memory.keep(Shelf("http://a", "", "float", 8), b"x", "/x", ())
    assert not memory.may_hold(Shelf("http://a", "", "float", 8))


# --- files and progress -----------------------------------------------------------------------------------------------


FILES = {
    "card": {},
    "inputs": [
        {"type": "audio_track", "label": "In", "required": True},
        {"type": "midi_track", "label": "Score", "required": False},
    ],
    "outputs": [{"type": "audio_track", "label": "Out"}],
}


def test_files_go_along_by_label_or_id_as_path_or_bytes(fake: FakeGradio, tmp_path: Path) -> None:
    fake.controls = FILES
    midi = b"MThd\0\0\0\6" + bytes(300_000)
    path = tmp_path / "my secret song.mid"
    path.write_bytes(midi)

    async def work() -> None:
        async with Client(BRISK) as client:
            for files in ({"Score": path}, {"1": str(path)}, {"Score": midi}):
                await client.process(fake.address, noise(), 44100, files=files)

    run(work())
    arguments = [request.json()["data"] for request in fake.seen("/gradio_api/queue/join")[1:]]
    assert all(isinstance(entry, list) and fake.files[entry[1]["path"]] == midi for entry in arguments)
    assert {entry[1]["orig_name"] for entry in arguments} == {"Score.mid"}  # type: ignore[index]
    assert not any(b"secret" in request.body for request in fake.seen(UPLOAD))
    assert len(fake.seen(UPLOAD)) == 2  # the audio once, the file once


@pytest.mark.parametrize(("name", "code"), [("gone.mid", "file_unreadable"), ("", "file_unreadable")])
def test_a_file_that_cannot_be_read_is_named_before_the_model_runs(
    fake: FakeGradio, tmp_path: Path, name: str, code: str
) -> None:
    fake.controls = FILES
    with raises(code) as caught:
        harp_bridge.process(fake.address, noise(), 44100, files={"Score": tmp_path / name}, settings=BRISK)
    assert str(tmp_path) in caught.value.detail
    assert fake.audio_bytes == 0


def test_what_is_packed_on_the_way_tells_its_bytes_without_a_total(fake: FakeGradio) -> None:
    heard: list[Progress] = []
    settings = replace(BRISK, upload_format="flac24")
    harp_bridge.process(fake.address, recorded(100_000), 44100, on_progress=heard.append, settings=settings)
    sending = [entry for entry in heard if entry.stage == "uploading"]
    assert {entry.total_bytes for entry in sending} == {None}
    assert (sending[-1].done_bytes, sending[-1].fraction) == (len(next(iter(fake.files.values()))), 1.0)


def test_an_upload_tells_its_bytes(fake: FakeGradio) -> None:
    fake.controls = {**AUDIO_TO_AUDIO, "inputs": [{"type": "audio_track", "label": name} for name in ("In", "Side")]}
    heard: list[Progress] = []
    side = {"Side": Audio(noise(60_000, 1), 48000)}
    harp_bridge.process(fake.address, noise(100_000), 44100, audio=side, on_progress=heard.append, settings=BRISK)
    sending = [entry for entry in heard if entry.stage == "uploading"]
    assert {entry.total_bytes for entry in sending} == {100_000 * 8 + 60_000 * 4 + 2 * 58}
    assert [entry.done_bytes for entry in sending] == sorted(entry.done_bytes or 0 for entry in sending)
    assert (sending[0].done_bytes, sending[-1].done_bytes) == (0, sending[-1].total_bytes)
    assert (sending[0].fraction, sending[-1].fraction) == (0.0, 1.0)
    receiving = [entry for entry in heard if entry.stage == "downloading"]
    assert receiving[-1].done_bytes == receiving[-1].total_bytes == 100_000 * 8 + 58
