# SPDX-License-Identifier: MIT
"""Servers that lie and flood. Where each attack that is known from other clients is tried:

| what a server does | what must not happen then |
|---|---|
| file names and paths with ../ | test_no_name_that_a_server_chose_becomes_a_name_on_this_computer |
| its http address | test_a_token_of_another_server_is_not_sent_anywhere_in_a_request |
| it calls itself a Space | test_a_server_that_calls_itself_a_space_does_not_get_the_token_of_the_hub |
| `is_stream` and `url` of a result | test_the_url_and_the_names_of_the_server_are_not_used |
| addresses as paths | test_a_path_does_not_lead_to_another_host |
| addresses as uploads | test_the_path_of_an_upload_does_not_lead_to_another_host |
| addresses in its configuration | test_the_configuration_does_not_lead_to_another_host |
| redirects | test_a_redirect_to_another_origin_is_not_followed |
| redirects that are spelt oddly | test_a_redirect_in_disguise_is_not_followed |
| redirects to plain http | test_a_redirect_from_an_encrypted_server_to_plain_http_is_not_followed |
| redirects in a circle | test_redirects_of_a_file_on_the_same_origin_do_not_go_on_for_ever |
| compressed bodies | test_nothing_is_unpacked |
| a reply without end | test_a_reply_without_end_is_cut_off |
| a head without end | test_a_head_without_end_is_cut_off |
| an event without end | test_an_event_without_end_is_cut_off |
| a file without end | test_a_file_without_end_is_cut_off |
| JSON that is small and heavy | test_no_document_is_too_much_to_read |
| a byte now and then | test_whoever_asks_what_a_server_is_does_not_wait_for_ever |
| events without end | test_a_job_that_lives_for_ever_ends_at_last |
| a web page with status 200 | test_a_web_page_is_no_audio |
| a FLAC of silence | test_audio_that_unpacks_to_far_more_than_it_weighs_is_refused |
| a FLAC of 2^36 frames | test_a_flac_that_claims_to_be_endless_costs_no_memory |
| a WAV that claims to be longer | test_a_wav_that_claims_to_be_long_gives_what_is_there |
| a WAV that does not say how long it is | test_a_wav_that_was_never_closed_gives_what_is_there |
| 1024 channels, 2^31 Hz | test_a_shape_that_no_region_has_is_refused |
| NaN, infinity, 1e30 | test_samples_that_are_no_sound_become_silence_and_are_reported |
| a certificate that nobody vouches for | test_a_certificate_that_nobody_vouches_for_is_refused |
| being another computer | test_nothing_is_sent_to_another_computer_without_a_yes |
| knowing one session | test_whoever_knows_one_session_cannot_tell_another |
"""

from __future__ import annotations

import asyncio
import gzip
import json
import re
import struct
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Settings, SyncClient

from .asking import BRISK, answering, describe, process, returning
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import float_wav_claiming, noise, raises, wait_until, wav

BOMB = gzip.compress(bytes(1 << 20))
SMALL = Settings(retry_pauses=(0.01,), reply_limit=200_000, result_floor=100_000)


def returning_file(fake: FakeGradio, content: bytes) -> None:
    fake.files["/result"] = content
    returning(fake, {"path": "/result", "meta": {"_type": "gradio.FileData"}})


def invalid(fake: FakeGradio, content: bytes, code: str = "result_invalid", settings: Settings = SMALL) -> str:
    returning_file(fake, content)
    with raises(code) as caught:
        process(fake, settings)
    return str(caught.value.detail)


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


ROUTES = {
    "/config": "not_gradio",
    "/gradio_api/upload": "upload_refused",
    "/gradio_api/queue/join": "not_harp",
    "/gradio_api/queue/data": "not_harp",
    "file": "result_invalid",
}


@pytest.mark.parametrize(
    ("route", "encoding"),
    [*((route, "gzip") for route in ROUTES), *(("file", name) for name in ("deflate", "br", "zstd", "identity, gzip"))],
)
def test_nothing_is_unpacked(fake: FakeGradio, route: str, encoding: str) -> None:
    """Half a megabyte would become half a gigabyte."""

    async def bomb(request: Request, answer: Answer) -> None:
        await answer.send(200, BOMB, content_encoding=encoding)

    fake.routes[route] = bomb
    with raises(ROUTES[route]) as caught:
        process(fake, SMALL)
    assert "compressed" in caught.value.detail
    assert {request.headers["accept-encoding"] for request in fake.requests} == {"identity"}


@pytest.mark.parametrize("route", ["/config", "file"])
def test_a_head_without_end_is_cut_off(fake: FakeGradio, route: str) -> None:
    async def flood(request: Request, answer: Answer) -> None:
        await answer.raw(b"HTTP/1.1 200 OK\r\nx-more: ")
        await endless(answer)

    fake.routes[route] = flood
    with raises("not_gradio" if route == "/config" else "server_lost"):
        process(fake, SMALL)


@pytest.mark.parametrize("part", ["head", "body", "events"])
def test_whoever_asks_what_a_server_is_does_not_wait_for_ever(fake: FakeGradio, part: str) -> None:
    """A byte now and then is enough to keep each single wait short."""

    async def drips(request: Request, answer: Answer) -> None:
        if part == "events":
            await answer.head(200, {"transfer-encoding": "chunked"})
        elif part == "body":
            await answer.head(200, {"connection": "close"})
        else:
            await answer.raw(b"HTTP/1.1 200 OK\r\nx-more: ")
        while True:
            if part == "events":
                await answer.event({"msg": "heartbeat"})
            else:
                await answer.raw(b"x")
            await asyncio.sleep(0.02)

    fake.routes["/gradio_api/queue/data" if part == "events" else "/config"] = drips
    with raises("no_sign_of_life"):
        describe(
            fake,
            Settings(
                reply_timeout=0.5,
                idle_timeout=1.0,
                silence_notice=0.5,
                tick=0.05,
                drip_factor=2.0,
                description_limit=3.0,
            ),
        )


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 90_000,
        b'{"a":' * 90_000,
        b'{"version": "6.0.0", "dependencies": [' + b"[]," * 3_000_000 + b"[]]}",
        b'{"version": "6.0.0", "dependencies": [' + b"{}," * 200_000 + b"{}]}",
        b'{"version": "6.0.0", "dependencies": ' + b"9" * 100_000 + b"}",
    ],
    ids=["lists in lists", "objects in objects", "many values", "many functions", "a long number"],
)
def test_no_document_is_too_much_to_read(fake: FakeGradio, body: bytes) -> None:
    fake.routes["/config"] = answering(200, body)
    with raises("not_gradio"):
        describe(fake)


@pytest.mark.parametrize(
    "path", ["\ud800", "x" * 5000, "x" * 70_000, "\x00", "\n", ".", "/a/../b", "%2e%2e/%2e%2e", ""]
)
@pytest.mark.parametrize("of", ["the result", "the upload"])
def test_no_path_is_too_odd(fake: FakeGradio, path: str, of: str) -> None:
    if of == "the result":
        returning(fake, {"path": path})
        with pytest.raises(harp_bridge.HarpError) as caught:
            process(fake)
        assert caught.value.code in ("result_invalid", "result_missing")
        return
    fake.routes["/gradio_api/upload"] = answering(200, json.dumps([path]).encode())
    fake.files["/result"] = wav(noise())
    returning(fake, {"path": "/result"})
    with SyncClient(BRISK) as client:
        for _ in range(2):  # the second one asks whether the first upload is still there
            try:
                client.process(fake.address, noise(), 44100)
            except harp_bridge.HarpError as error:
                assert error.code == "upload_refused"


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


def test_a_wav_that_was_never_closed_gives_what_is_there(fake: FakeGradio) -> None:
    data = bytearray(wav(noise(1000)))
    struct.pack_into("<I", data, 4, 8)
    struct.pack_into("<I", data, data.index(b"data") + 4, 0)
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


def test_every_attack_of_the_table_has_its_test() -> None:
    assert __doc__ is not None
    named = re.findall(r"\| (test_\w+) \|", __doc__)
    assert len(named) == len(__doc__.strip().splitlines()) - 4
    sources = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in named if f"def {name}(" not in sources] == []
