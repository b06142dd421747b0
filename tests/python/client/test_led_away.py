# SPDX-License-Identifier: MIT
"""Servers that would lead the client, its token, its audio or its files somewhere else.

Every test has a second server, which must never hear a thing, and a token that belongs to the first one alone.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Settings, SyncClient
from harp_bridge._places.tokens import Secret

from .asking import returning
from .cli import harp, names
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises, wav
from .places import impatient, save
from .tls_front import GOOD, TlsFront

TOKEN = "the-token-of-this-server-0123456789"
HUB_TOKEN = "hf_" + "TheTokenOfTheHub0123456789"


@pytest.fixture
def elsewhere() -> Iterator[FakeGradio]:
    """Another server, which must not even be connected to."""
    other = FakeGradio()
    yield other
    other.stop()
    assert other.connections == 0
    assert other.requests == []


@pytest.fixture
def settings(fake: FakeGradio, tmp_path: Path) -> Settings:
    """With a token for the server that is asked."""
    found = impatient(tmp_path)
    save(found, fake.address, Secret(token=TOKEN))
    return found


def process(fake: FakeGradio, settings: Settings) -> harp_bridge.Result:
    result = harp_bridge.process(fake.address, noise(), 44100, settings=settings)
    assert fake.requests
    assert {request.headers.get("authorization") for request in fake.requests} == {f"Bearer {TOKEN}"}
    return result


def whole(request: Request) -> str:
    """Everything that a request says."""
    return f"{request.method} {request.path} {request.query} {request.headers} {request.body!r}"


# --- names and addresses in what comes back ---------------------------------------------------------------------------


def test_the_url_and_the_names_of_the_server_are_not_used(
    fake: FakeGradio, elsewhere: FakeGradio, settings: Settings
) -> None:
    path = "/odd dir/ü?#%2e%2e/out;.wav"
    lies = {"url": f"{elsewhere.address}/x.wav", "orig_name": "../../../evil.sh", "is_stream": True}
    returning(fake, {"path": path, **lies})

    async def file(request: Request, answer: Answer) -> None:
        await answer.send(200, wav(noise()))

    fake.routes["file"] = file
    assert np.array_equal(process(fake, settings).samples, noise())
    assert fake.requests[-1].path == f"/gradio_api/file={path}"


@pytest.mark.parametrize(
    "path",
    [
        "http://127.0.0.1:{port}/x.wav",
        "//127.0.0.1:{port}/x.wav",
        "@127.0.0.1:{port}/",
        "\\\\127.0.0.1:{port}\\x.wav",
        "/../../../x",
        "\r\nHost: 127.0.0.1:{port}\r\n",
    ],
)
def test_a_path_does_not_lead_to_another_host(
    fake: FakeGradio, elsewhere: FakeGradio, settings: Settings, path: str
) -> None:
    returning(fake, {"path": path.format(port=elsewhere.port)})
    with raises("result_invalid"):
        process(fake, settings)
    assert all("/file=" in request.path for request in fake.requests if "127.0.0.1" in request.path)


def test_the_path_of_an_upload_does_not_lead_to_another_host(
    fake: FakeGradio, elsewhere: FakeGradio, settings: Settings
) -> None:
    """It is given back to the server that chose it, also when the next job asks whether the file is still there."""

    async def upload(request: Request, answer: Answer) -> None:
        fake.files[f"{elsewhere.address}/x.wav"] = wav(noise())
        await answer.json(200, [f"{elsewhere.address}/x.wav"])

    fake.routes["/gradio_api/upload"] = upload
    with SyncClient(settings) as client:
        for _ in range(2):
            client.process(fake.address, noise(), 44100)
    assert [request.method for request in fake.requests if "/file=http" in request.path] == ["GET", "HEAD", "GET"]


@pytest.mark.parametrize("key", ["root", "root_path", "space_id", "api_prefix", "host", "url"])
def test_the_configuration_does_not_lead_to_another_host(
    fake: FakeGradio, elsewhere: FakeGradio, settings: Settings, key: str
) -> None:
    fake.config[key] = elsewhere.address
    if key == "api_prefix":
        with raises("not_gradio"):
            process(fake, settings)
    else:
        process(fake, settings)


def test_no_name_that_a_server_chose_becomes_a_name_on_this_computer(fake: FakeGradio, tmp_path: Path) -> None:
    evil = "../../evil\x00/\\..\\evil.sh"
    kinds = ["audio_track", "audio_track", "midi_track", "generic_file", "json"]
    fake.controls = {
        "card": {"name": evil},
        "inputs": [{"type": "audio_track", "label": evil}],
        "outputs": [{"type": kind, "label": evil} for kind in kinds],
    }
    file = {"path": "/x/../../evil.sh", "orig_name": evil, "url": evil}
    fake.files |= {"/a": wav(noise()), "/m": b"MThd" + bytes(10), "/s": b"#!/bin/sh\n"}
    values = [{**file, "path": path} for path in ("/a", "/a", "/m", "/s")]
    returning(fake, *values, {"meta": {"_type": "pyharp.LabelList"}, "labels": []})
    inner = tmp_path / "one" / "two"
    inner.mkdir(parents=True)
    (inner / "song.wav").write_bytes(wav(noise()))
    harp("process", fake.address, inner / "song.wav")
    assert names(tmp_path) == ["one"]
    assert names(tmp_path / "one") == ["two"]
    made = [name for name in names(inner) if name != "song.wav"]
    assert len(made) == 5
    assert all(name.startswith("song-") and name.endswith((".wav", ".mid", ".txt", ".json")) for name in made)


# --- redirects --------------------------------------------------------------------------------------------------------

ROUTES = ["/config", "/gradio_api/upload", "/gradio_api/queue/join", "/gradio_api/queue/data", "file"]


@pytest.mark.parametrize(
    ("route", "status"), [*((route, 302) for route in ROUTES), *(("file", n) for n in (301, 303, 307, 308))]
)
def test_a_redirect_to_another_origin_is_not_followed(
    fake: FakeGradio, elsewhere: FakeGradio, settings: Settings, route: str, status: int
) -> None:
    async def away(request: Request, answer: Answer) -> None:
        await answer.send(status, b"", location=f"{elsewhere.address}{request.path}")

    fake.routes[route] = away
    with pytest.raises(harp_bridge.HarpError) as caught:
        process(fake, settings)
    assert caught.value.code in ("result_invalid", "not_gradio", "not_harp", "server_error", "upload_refused")


@pytest.mark.parametrize(
    "location",
    [
        "//127.0.0.1:{port}/x",
        "http:\\\\127.0.0.1:{port}\\x",
        "http://127.0.0.1:{own}@127.0.0.1:{port}/x",
        "http://127.0.0.1:{own}\\@127.0.0.1:{port}/x",
        "HTTP://127.0.0.1:{port}/x",
        "http://localhost:{own}/x",
        "https://127.0.0.1:{own}/x",
        "ftp://127.0.0.1:{own}/x",
        "file:///etc/passwd",
        "http://127.0.0.1:99999/x",
        "http://[::1/x",
        "",
    ],
)
@pytest.mark.parametrize("route", ["/config", "file"])
def test_a_redirect_in_disguise_is_not_followed(
    fake: FakeGradio, elsewhere: FakeGradio, settings: Settings, route: str, location: str
) -> None:
    async def away(request: Request, answer: Answer) -> None:
        await answer.send(302, b"", location=location.format(port=elsewhere.port, own=fake.port))

    fake.routes[route] = away
    with raises("not_gradio" if route == "/config" else "result_invalid"):
        process(fake, settings)
    assert fake.seen("/x") == []


def test_a_redirect_from_an_encrypted_server_to_plain_http_is_not_followed(
    fake: FakeGradio, elsewhere: FakeGradio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trusted.pem").write_text(GOOD)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    front = TlsFront(fake.port)
    settings = impatient(tmp_path, hosts={"lab.test": "127.0.0.1"})
    save(settings, f"https://lab.test:{front.port}", Secret(token=TOKEN))

    async def down(request: Request, answer: Answer) -> None:
        await answer.send(302, b"", location=f"http://lab.test:{elsewhere.port}{request.path}")

    fake.routes["file"] = down
    try:
        with raises("result_invalid"):
            harp_bridge.process(f"https://lab.test:{front.port}", noise(), 44100, settings=settings)
    finally:
        front.stop()
    assert fake.requests[-1].headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(("hops", "arrives"), [(3, True), (4, False)])
def test_redirects_of_a_file_on_the_same_origin_do_not_go_on_for_ever(
    fake: FakeGradio, settings: Settings, hops: int, arrives: bool
) -> None:
    async def hop(request: Request, answer: Answer) -> None:
        if len(fake.seen(request.path)) <= hops:
            await answer.send(307, b"", location=request.path)
        else:
            await fake._file(request, answer)

    fake.routes["file"] = hop
    if arrives:
        assert np.array_equal(process(fake, settings).samples, noise())
    else:
        with raises("result_invalid"):
            process(fake, settings)
    assert len([request for request in fake.requests if "/file=" in request.path]) == 4


# --- secrets ----------------------------------------------------------------------------------------------------------


def test_a_token_of_another_server_is_not_sent_anywhere_in_a_request(fake: FakeGradio, tmp_path: Path) -> None:
    settings = impatient(tmp_path)
    save(settings, settings.hub_url, Secret(token=HUB_TOKEN))
    save(settings, "https://lab.example", Secret(token=TOKEN))
    save(settings, f"http://localhost:{fake.port}", Secret(token=TOKEN))
    harp_bridge.process(fake.address, noise(), 44100, settings=settings)
    assert len(fake.requests) > 5
    for request in fake.requests:
        assert HUB_TOKEN[3:] not in whole(request) and TOKEN not in whole(request)
        assert not {"authorization", "x-hf-authorization", "cookie"} & set(request.headers)


def test_a_server_that_calls_itself_a_space_does_not_get_the_token_of_the_hub(fake: FakeGradio, tmp_path: Path) -> None:
    settings = impatient(tmp_path)
    save(settings, settings.hub_url, Secret(token=HUB_TOKEN))
    fake.config |= {"space_id": "user/space", "root": "https://user-space.hf.space"}
    harp_bridge.process(fake.address, noise(), 44100, settings=settings)
    assert all(HUB_TOKEN[3:] not in whole(request) for request in fake.requests)


def test_no_password_of_the_environment_is_sent(
    fake: FakeGradio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HF_TOKEN", "hf_0123456789abcdef")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    harp_bridge.process(fake.address, noise(), 44100)
    for request in fake.requests:
        assert "authorization" not in request.headers
        assert "hf_" not in str(request.headers)


def test_whoever_knows_one_session_cannot_tell_another(fake: FakeGradio) -> None:
    """Cancelling needs no login: the name of its session is all that protects a job."""
    for _ in range(2):
        random.seed(7)
        np.random.seed(7)
        with SyncClient() as client:
            for _ in range(3):
                client.process(fake.address, noise(), 44100)
    sessions = [str(request.json()["session_hash"]) for request in fake.seen("/gradio_api/queue/join")]
    assert len(sessions) == 2 * (1 + 3)
    assert len(set(sessions)) == len(sessions)
    for session in sessions:
        assert len(bytes.fromhex(session)) >= 16
