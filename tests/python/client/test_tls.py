# SPDX-License-Identifier: MIT
"""Encrypted servers: certificates are checked and named, a Space is reached the way the real ones are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Settings
from harp_bridge._places.tokens import Secret

from .fake_gradio import Answer, FakeGradio, Request
from .fake_hub import TOKEN, FakeHub, FakeSpace
from .helpers import noise, raises
from .places import find, impatient, save
from .tls_front import EXPIRED, GOOD, TlsFront

LAB = {"lab.test": "127.0.0.1", "other.test": "127.0.0.1", "user-one.hf.space": "127.0.0.1"}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return impatient(tmp_path, hosts=LAB)


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the person who looks after this computer had added the certificate."""
    (tmp_path / "trusted.pem").write_text(GOOD)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))


@pytest.fixture
def front(fake: FakeGradio) -> Iterator[TlsFront]:
    server = TlsFront(fake.port)
    yield server
    server.stop()


@pytest.mark.usefixtures("trusted")
def test_a_job_runs_over_https_and_carries_the_token_of_that_server(
    fake: FakeGradio, front: TlsFront, settings: Settings
) -> None:
    address = f"https://lab.test:{front.port}"
    save(settings, address, Secret(token="a-lab-token"))
    result = harp_bridge.process(address, noise(), 44100, settings=settings)
    assert np.array_equal(result.samples, noise())
    assert {request.headers.get("authorization") for request in fake.requests} == {"Bearer a-lab-token"}


def test_a_certificate_that_nobody_vouches_for_is_refused(
    fake: FakeGradio, front: TlsFront, settings: Settings
) -> None:
    save(settings, f"https://lab.test:{front.port}", Secret(token="a-lab-token"))
    with raises("certificate_invalid") as caught:
        find(f"https://lab.test:{front.port}", settings)
    assert "self-signed" in caught.value.detail
    assert not fake.requests


@pytest.mark.usefixtures("trusted")
def test_a_certificate_for_another_name_is_refused(fake: FakeGradio, front: TlsFront, settings: Settings) -> None:
    with raises("certificate_invalid") as caught:
        find(f"https://other.test:{front.port}", settings)
    assert "other.test" in caught.value.detail
    assert not fake.requests


def test_a_certificate_that_has_ended_is_refused(
    fake: FakeGradio, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trusted.pem").write_text(EXPIRED)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
    front = TlsFront(fake.port, EXPIRED)
    try:
        with raises("certificate_invalid") as caught:
            find(f"https://lab.test:{front.port}", settings)
        assert "expired" in caught.value.detail
    finally:
        front.stop()


@pytest.mark.usefixtures("trusted")
def test_http_that_is_redirected_to_https_goes_there_with_everything(
    fake: FakeGradio, front: TlsFront, settings: Settings
) -> None:
    plain = FakeGradio()
    try:

        async def upgrade(request: Request, answer: Answer) -> None:
            await answer.send(301, b"", location=f"https://lab.test:{front.port}/config")

        plain.routes["/config"] = upgrade
        save(settings, f"https://lab.test:{front.port}", Secret(token="a-lab-token"))
        result = harp_bridge.process(f"http://lab.test:{plain.port}", noise(), 44100, settings=settings)
        assert result.description.address == f"https://lab.test:{front.port}"
        assert [request.path for request in plain.requests] == ["/config"]
        assert "authorization" not in plain.requests[0].headers
        assert fake.requests[-1].headers["authorization"] == "Bearer a-lab-token"
    finally:
        plain.stop()


@pytest.mark.usefixtures("trusted")
def test_a_private_space_is_reached_with_nothing_but_what_the_hub_says(
    fake: FakeGradio, front: TlsFront, tmp_path: Path
) -> None:
    hub = FakeHub()
    try:
        host = f"https://user-one.hf.space:{front.port}"
        hub.spaces["user/one"] = FakeSpace(host, private=True, subdomain="user-one")
        settings = impatient(tmp_path, hosts=LAB, hub_url=hub.url)
        save(settings, hub.url, Secret(token=TOKEN))
        for typed in ("user/one", host):  # a project that is opened again knows the host only
            fake.requests.clear()
            result = harp_bridge.process(typed, noise(), 44100, settings=settings)
            assert np.array_equal(result.samples, noise())
            assert {request.headers.get("authorization") for request in fake.requests} == {f"Bearer {TOKEN}"}
    finally:
        hub.stop()
