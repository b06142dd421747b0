# SPDX-License-Identifier: MIT
"""Servers that lie, flood, or try to lead the client somewhere else."""

from __future__ import annotations

import asyncio
import gzip
import struct
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Settings

from .asking import process
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import float_wav_claiming, noise, raises, wait_until, wav

SMALL = Settings(retry_pauses=(0.01,), reply_limit=200_000, result_floor=100_000)


def returning(fake: FakeGradio, value: object) -> None:
    async def events(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_completed", "success": True, "output": {"data": [value]}}

    fake.events = events


def returning_file(fake: FakeGradio, content: bytes) -> None:
    fake.files["/result"] = content
    returning(fake, {"path": "/result", "meta": {"_type": "gradio.FileData"}})


def invalid(fake: FakeGradio, content: bytes, code: str = "result_invalid", settings: Settings = SMALL) -> str:
    returning_file(fake, content)
    with raises(code) as caught:
        process(fake, settings)
    return str(caught.value.detail)


# --- where the result is fetched from ---------------------------------------------------------------------------------


@pytest.fixture
def elsewhere() -> object:
    other = FakeGradio()
    yield other
    other.stop()


def test_the_url_and_the_names_of_the_server_are_not_used(fake: FakeGradio, elsewhere: FakeGradio) -> None:
    path = "/odd dir/ü?#%2e%2e/out;.wav"
    returning(
        fake,
        {"path": path, "url": f"{elsewhere.address}/x.wav", "orig_name": "../../../evil.sh", "is_stream": True},
    )

    async def file(request: Request, answer: Answer) -> None:
        await answer.send(200, wav(noise()))

    fake.routes["file"] = file
    result = process(fake)
    assert np.array_equal(result.samples, noise())
    assert elsewhere.requests == []
    assert fake.requests[-1].path == f"/gradio_api/file={path}"


@pytest.mark.parametrize(
    "path", ["http://127.0.0.1:{port}/x.wav", "//127.0.0.1:{port}/x.wav", "@127.0.0.1:{port}/", "/../../../x"]
)
def test_a_path_cannot_lead_to_another_host(fake: FakeGradio, elsewhere: FakeGradio, path: str) -> None:
    returning(fake, {"path": path.format(port=elsewhere.port)})
    with raises("result_invalid"):
        process(fake)
    assert elsewhere.requests == []


@pytest.mark.parametrize("what", ["file", "/config", "/gradio_api/queue/join", "/gradio_api/upload"])
def test_a_redirect_to_another_origin_is_not_followed(fake: FakeGradio, elsewhere: FakeGradio, what: str) -> None:
    async def away(request: Request, answer: Answer) -> None:
        await answer.send(302, b"", location=f"{elsewhere.address}{request.path}")

    fake.routes[what] = away
    with pytest.raises(harp_bridge.HarpError) as caught:
        process(fake)
    assert caught.value.code in ("result_invalid", "not_gradio", "server_error", "upload_refused")
    assert elsewhere.requests == []


@pytest.mark.parametrize(("hops", "arrives"), [(3, True), (4, False)])
def test_redirects_of_a_file_on_the_same_origin_are_followed_three_times(
    fake: FakeGradio, hops: int, arrives: bool
) -> None:
    async def hop(request: Request, answer: Answer) -> None:
        if len(fake.seen(request.path)) <= hops:
            await answer.send(307, b"", location=request.path)
        else:
            await fake._file(request, answer)

    fake.routes["file"] = hop
    if arrives:
        assert np.array_equal(process(fake).samples, noise())
    else:
        with raises("result_invalid"):
            process(fake)
    assert len([request for request in fake.requests if "/file=" in request.path]) == 4


# --- floods and bombs -------------------------------------------------------------------------------------------------


async def endless(answer: Answer, piece: bytes = b"x" * 65536) -> None:
    while True:
        await answer.raw(piece)


@pytest.mark.parametrize(
    ("route", "code"),
    [("/config", "not_gradio"), ("/gradio_api/upload", "upload_refused"), ("/gradio_api/queue/join", "not_harp")],
)
def test_a_reply_without_end_is_cut_off(fake: FakeGradio, route: str, code: str) -> None:
    async def flood(request: Request, answer: Answer) -> None:
        await answer.head(200, {"connection": "close"})
        await endless(answer)

    fake.routes[route] = flood
    with raises(code):
        process(fake, SMALL)


def test_an_event_without_end_is_cut_off(fake: FakeGradio) -> None:
    async def flood(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield b"data: "
        while True:
            yield b"x" * 65536

    fake.events = flood
    with raises("result_invalid") as caught:
        process(fake, SMALL)
    assert "longer than 200000" in caught.value.detail
    fake.wait_for("/gradio_api/cancel")


@pytest.mark.parametrize("event", [b"data: nonsense\n\n", b"data: [1]\n\n", b"data: " + b"[" * 90_000 + b"\n\n"])
def test_an_event_that_is_nonsense_ends_the_job(fake: FakeGradio, event: bytes) -> None:
    async def nonsense(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield event
        await asyncio.sleep(3600)

    fake.events = nonsense
    with raises("result_invalid"):
        process(fake, SMALL)


def test_a_file_without_end_is_cut_off(fake: FakeGradio) -> None:
    async def flood(request: Request, answer: Answer) -> None:
        await answer.head(200, {"connection": "close"})
        await answer.raw(wav(noise()))
        await endless(answer)

    fake.routes["file"] = flood
    with raises("result_too_large"):
        process(fake, SMALL)


def test_a_file_that_is_announced_as_huge_is_not_even_begun(fake: FakeGradio) -> None:
    async def huge(request: Request, answer: Answer) -> None:
        await answer.head(200, {"content-length": str(1 << 40)})
        await asyncio.sleep(3600)

    fake.routes["file"] = huge
    with raises("result_too_large"):
        process(fake, SMALL)


@pytest.mark.parametrize("route", ["/config", "file"])
def test_compressed_replies_are_refused(fake: FakeGradio, route: str) -> None:
    async def bomb(request: Request, answer: Answer) -> None:
        await answer.send(200, gzip.compress(bytes(1 << 20)), content_encoding="gzip")

    fake.routes[route] = bomb
    with raises("not_gradio" if route == "/config" else "result_invalid") as caught:
        process(fake, SMALL)
    assert "compressed" in caught.value.detail
    assert {request.headers["accept-encoding"] for request in fake.requests} == {"identity"}


def test_audio_that_unpacks_to_far_more_than_it_weighs_is_refused(fake: FakeGradio) -> None:
    bomb = wav(np.zeros((3_000_000, 2), np.float32), format="FLAC", subtype="PCM_16")
    assert len(bomb) < 60_000
    invalid(fake, bomb, "result_too_large")


@pytest.mark.parametrize(
    "stem",
    [wav(noise(60_000)), wav(np.zeros((60_000, 2), np.float32), format="FLAC", subtype="PCM_16")],
    ids=["as files", "as samples"],
)
def test_several_outputs_share_one_limit(fake: FakeGradio, stem: bytes) -> None:
    outputs = [{"type": "audio_track", "label": f"Stem {i}"} for i in range(8)]
    fake.controls = {"inputs": [{"type": "audio_track", "label": "In"}], "outputs": outputs}
    fake.files["/stem"] = stem

    async def stems(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_completed", "success": True, "output": {"data": [{"path": "/stem"}] * 8}}

    fake.events = stems
    with raises("result_too_large"):
        process(fake, SMALL)
    result = process(fake)
    assert [entry.label for entry in result.audio] == [f"Stem {i}" for i in range(8)]


# --- files that are not what they say ---------------------------------------------------------------------------------


def test_a_web_page_is_no_audio(fake: FakeGradio) -> None:
    assert "like any kind of audio file" in invalid(fake, b"<html><body>Please log in</body></html>")
    assert "unreadable audio" in invalid(fake, b"OggS" + bytes(100))
    invalid(fake, b"")
    invalid(fake, b"RIFF")


@pytest.mark.parametrize(("channels", "rate"), [(0, 44100), (33, 44100), (1024, 44100), (2, 7999), (2, 1 << 31)])
def test_a_shape_that_no_region_has_is_refused(fake: FakeGradio, channels: int, rate: int) -> None:
    invalid(fake, float_wav_claiming(channels, rate))


def test_a_file_without_frames_is_missing_audio(fake: FakeGradio) -> None:
    invalid(fake, wav(noise(0)), "result_missing")


def test_a_wav_that_claims_to_be_long_gives_what_is_there(fake: FakeGradio) -> None:
    data = bytearray(wav(noise(1000)))
    struct.pack_into("<I", data, data.index(b"data") + 4, 0x7FFFFFFF)
    returning_file(fake, bytes(data))
    assert np.array_equal(process(fake, SMALL).samples, noise(1000))


def test_a_flac_that_claims_to_be_endless_costs_no_memory(fake: FakeGradio) -> None:
    data = bytearray(wav(np.clip(noise(5000), -0.9, 0.9), format="FLAC", subtype="PCM_16"))
    data[21] |= 0x0F
    data[22:26] = b"\xff\xff\xff\xff"
    returning_file(fake, bytes(data))
    try:
        frames = len(process(fake, SMALL).samples)
    except harp_bridge.ResultError as error:
        assert error.code == "result_invalid"
    else:
        assert frames == 5000


def test_a_broken_flac_is_refused(fake: FakeGradio) -> None:
    data = wav(np.clip(noise(50_000), -0.9, 0.9), format="FLAC", subtype="PCM_16")
    invalid(fake, data[:60], settings=SMALL)


def test_samples_that_are_no_sound_become_silence_and_are_reported(fake: FakeGradio) -> None:
    samples = noise(1000)
    samples[10, 0], samples[20, 1], samples[30, 0] = np.nan, -np.inf, 1e30
    returning_file(fake, wav(samples))
    result = process(fake, SMALL)
    samples[[10, 20, 30], [0, 1, 0]] = 0.0
    assert np.array_equal(result.samples, samples)
    assert result.notes == ['3 unusable samples of "Out" were replaced by silence.']


def test_a_status_that_is_no_success_is_no_file(fake: FakeGradio) -> None:
    async def denied(request: Request, answer: Answer) -> None:
        await answer.send(403, wav(noise()))

    fake.routes["file"] = denied
    with raises("result_invalid") as caught:
        process(fake, SMALL)
    assert "403" in caught.value.detail


def test_no_job_leaves_a_file_behind(fake: FakeGradio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr("harp_bridge._transport.spool._IN_MEMORY", 1000)

    def descriptors() -> int:
        return len(list(Path("/proc/self/fd").iterdir()))

    before = descriptors()
    assert np.array_equal(process(fake).samples, noise())
    invalid(fake, wav(noise(30_000))[:-1000] + b"", "result_too_large", Settings(result_floor=1000))
    invalid(fake, float_wav_claiming(1024, 44100, 10_000))
    assert list(tmp_path.iterdir()) == []
    wait_until(lambda: descriptors() <= before, "also the server has closed its ends")


def test_no_password_of_the_environment_is_sent(
    fake: FakeGradio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HF_TOKEN", "hf_0123456789abcdef")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    process(fake)
    for request in fake.requests:
        assert "authorization" not in request.headers
        assert "hf_" not in str(request.headers)
