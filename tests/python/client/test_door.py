# SPDX-License-Identifier: MIT
"""What is redirected at the door of an app is followed within rules; what is refused there has its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from harp_bridge import Settings
from harp_bridge._places.address import Address, parse_address
from harp_bridge._places.door import _moved
from harp_bridge._places.tokens import Secret

from .asking import answering
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import raises
from .places import find, impatient, save


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return impatient(tmp_path)


def redirecting(fake: FakeGradio, path: str, location: str, status: int = 307) -> None:
    async def handler(request: Request, answer: Answer) -> None:
        await answer.send(status, b"", location=location)

    fake.routes[path] = handler


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("typed", ["{origin}", "{origin}/?__theme=dark", "{bare}/"])
def test_an_app_that_lives_at_a_sub_path_is_found_from_the_root(
    fake: FakeGradio, settings: Settings, typed: str, status: int
) -> None:
    redirecting(fake, "/config", "/models/one/config", status)
    fake.routes["/models/one/config"] = fake._config
    found = find(typed.format(origin=fake.address, bare=fake.address.removeprefix("http://")), settings)
    assert found.address.base == found.link.base == f"{fake.address}/models/one"
    assert [request.path for request in fake.requests] == ["/config", "/models/one/config"]


def test_a_slash_that_a_server_wants_at_the_end_moves_nothing(fake: FakeGradio, settings: Settings) -> None:
    redirecting(fake, "/config", "/config/")
    fake.routes["/config/"] = fake._config
    found = find(fake.address, settings)
    assert found.address.base == fake.address
    assert found.link.known["/config"].status == 200


def test_an_address_with_a_sub_path_and_a_trailing_slash_is_taken_as_it_is(settings: Settings) -> None:
    below = FakeGradio(root="/models/one")
    try:
        assert find(below.address + "/", settings).link.base == below.address
        assert [request.path for request in below.requests] == ["/config"]
    finally:
        below.stop()


@pytest.mark.parametrize(
    ("base", "location", "expected"),
    [
        ("http://lab.example", "https://lab.example/config", "https://lab.example"),
        ("http://lab.example:8080", "https://lab.example:8443/app/config", "https://lab.example:8443/app"),
        ("https://lab.example", "/app/config", "https://lab.example/app"),
        ("https://lab.example", "https://lab.example:443/app/config?x=1", "https://lab.example/app"),
        ("https://lab.example/app", "config/", "https://lab.example/app"),
        ("https://lab.example", "http://lab.example/config", None),
        ("https://lab.example", "https://lab.example:8443/config", None),
        ("https://lab.example", "https://www.lab.example/config", None),
        ("https://lab.example", "//evil.example/config", None),
        ("https://lab.example", "https://me:pw@lab.example/app/config", None),
        ("https://lab.example", "/login?next=/config", None),
        ("https://lab.example", "/a/../../config", "https://lab.example"),
        ("https://lab.example", "/%2e%2e/config", None),
        ("https://lab.example", "file:///config", None),
        ("https://lab.example", "https://[::1/config", None),
        ("https://lab.example", "https://lab.example:99999/config", None),
        ("https://lab.example", "", None),
    ],
)
def test_redirects_stay_on_the_host_and_never_give_up_encryption(
    base: str, location: str, expected: str | None
) -> None:
    place = parse_address(base + "#name")
    assert isinstance(place, Address)
    if expected is None:
        with raises("not_gradio") as caught:
            _moved(place, location)
        assert "pw@" not in caught.value.detail
    else:
        moved = _moved(place, location)
        assert (moved.base, moved.endpoint) == (expected, "name")


def test_redirects_end(fake: FakeGradio, settings: Settings) -> None:
    for number in range(10):
        redirecting(fake, "/x" * number + "/config", "/x" * (number + 1) + "/config")
    with raises("not_gradio") as caught:
        find(fake.address, settings)
    assert "more than 3 times" in caught.value.detail
    assert len(fake.requests) == 4


def test_a_redirect_to_itself_ends(fake: FakeGradio, settings: Settings) -> None:
    redirecting(fake, "/config", "/config")
    with raises("not_gradio"):
        find(fake.address, settings)


def test_a_redirect_to_another_host_gets_neither_token_nor_cookie(fake: FakeGradio, settings: Settings) -> None:
    other = FakeGradio()
    try:
        save(settings, fake.address, Secret(token="a-lab-token"))
        redirecting(fake, "/config", other.address + "/config")
        with raises("not_gradio") as caught:
            find(fake.address, settings)
        assert other.address in caught.value.detail
        assert fake.requests[0].headers["authorization"] == "Bearer a-lab-token"
        assert not other.requests
    finally:
        other.stop()


@pytest.mark.parametrize(("status", "code"), [(401, "login_required"), (403, "login_required"), (429, "rate_limited")])
def test_what_is_refused_at_the_door_has_its_name(fake: FakeGradio, settings: Settings, status: int, code: str) -> None:
    fake.routes["/config"] = answering(status, b"<html>")
    with raises(code):
        find(fake.address, settings)
