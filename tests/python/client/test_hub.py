# SPDX-License-Identifier: MIT
"""Spaces, looked up at a Hub of our own: what it says is used, and what it must not get away with."""

from __future__ import annotations

from pathlib import Path

import hypothesis
import pytest
from harp_bridge import HarpError, Settings, Space
from harp_bridge._places import hub as hub_module
from harp_bridge._places.credentials import Credentials
from harp_bridge._places.finder import Finder
from harp_bridge._places.tokens import Secret
from harp_bridge._transport.connections import Pool
from hypothesis import given
from hypothesis import strategies as st

from .fake_gradio import FakeGradio
from .fake_hub import TOKEN, FakeHub, FakeSpace
from .helpers import raises, run
from .places import find, impatient, save

SPACE = "some-user/a.space_1"
BASE = f"/api/spaces/{SPACE}"


@pytest.fixture
def settings(hub: FakeHub, tmp_path: Path) -> Settings:
    return impatient(tmp_path, hub_url=hub.url, hub_private=True)


@pytest.fixture
def space(hub: FakeHub, fake: FakeGradio) -> FakeSpace:
    hub.spaces[SPACE] = FakeSpace(fake.address, knocked=lambda: bool(fake.seen("/")))
    return hub.spaces[SPACE]


@pytest.mark.parametrize("typed", [SPACE, f"https://huggingface.co/spaces/{SPACE}/tree/main?x=1", f"{SPACE}#process"])
def test_a_space_is_found_where_the_hub_says(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings, typed: str
) -> None:
    found = find(typed, settings)
    assert (found.address.base, found.address.endpoint) == (fake.address, "process" if "#" in typed else "")
    assert hub.paths() == [f"{BASE}/host", f"{BASE}/runtime"]
    assert [request.path for request in fake.requests] == ["/config"]


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, b'{"error": "Invalid username or password."}', "space_unknown"),
        (403, b'{"error": "Access denied"}', "login_required"),
        (404, b"<html>Sorry, we can't find the page you are looking for.</html>", "space_unknown"),
        (429, b"<html>Too many requests</html>", "rate_limited"),
        (500, b"", "host_unreachable"),
        (503, b"<html>", "host_unreachable"),
        (200, b"<html>", "host_unreachable"),
        (200, b"{}", "host_unreachable"),
        (200, b"[]", "host_unreachable"),
        (200, b'{"host": null}', "host_unreachable"),
        (200, b'{"host": "other/space"}', "host_unreachable"),
        (200, b'{"host": "file:///etc/passwd"}', "host_unreachable"),
        (302, b"", "host_unreachable"),
    ],
)
def test_each_reply_of_the_hub_that_leads_nowhere(
    hub: FakeHub, fake: FakeGradio, settings: Settings, status: int, body: bytes, code: str
) -> None:
    hub.broken[f"{BASE}/host"] = [(status, body)]
    with raises(code) as caught:
        find(SPACE, settings)
    assert caught.value.detail
    assert set(hub.paths()) == {f"{BASE}/host"} and not fake.requests


def test_a_hub_that_is_not_there_is_named(tmp_path: Path) -> None:
    with raises("host_unreachable") as caught:
        find(SPACE, impatient(tmp_path, hub_url="http://127.0.0.1:9"))
    assert "the Hub at http://127.0.0.1:9" in caught.value.detail


@pytest.mark.parametrize(
    "host",
    [
        "https://127.0.0.1",
        "https://localhost",
        "https://10.0.0.1:7860",
        "https://8.8.8.8",
        "https://[::1]",
        "https://router",
        "http://some-user.hf.space",
        "some-user.hf.space",
        "https://some-user.hf.space/elsewhere",
        "https://some-user.hf.space#other",
        "https://me:secret@some-user.hf.space",
        "https://inside.hf.space",
    ],
)
def test_a_hub_that_lies_about_the_host_is_not_believed(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    async def look_up(name: str) -> list[str]:
        return ["9.9.9.9", "10.0.0.7"] if name == "inside.hf.space" else ["9.9.9.9"]

    monkeypatch.setattr(hub_module, "look_up", look_up)
    hub.spaces[SPACE] = FakeSpace(host)
    with raises("host_unreachable") as caught:
        find(SPACE, impatient(tmp_path, hub_url=hub.url))
    assert "secret" not in str(caught.value)
    assert hub.paths() == [f"{BASE}/host"], "nothing was done with that host"


def test_a_private_space_needs_the_token_and_gets_it(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    space.private = True
    with raises("space_unknown") as caught:
        find(SPACE, settings)
    assert "token set" in caught.value.next_step
    save(settings, hub.url, Secret(token="hf_" + "SomebodyElse0123456789"))
    with raises("token_refused"):
        find(SPACE, settings)
    save(settings, hub.url, Secret(token=TOKEN))
    find(SPACE, settings)
    assert {request.headers.get("authorization") for request in fake.requests} == {f"Bearer {TOKEN}"}


def test_the_token_of_the_hub_stays_away_from_hosts_that_the_hub_did_not_name(
    hub: FakeHub, fake: FakeGradio, settings: Settings
) -> None:
    save(settings, hub.url, Secret(token=TOKEN))
    find(fake.address, settings)
    assert [request.headers.get("authorization") for request in fake.requests] == [None]


def test_the_token_of_the_hub_stays_away_from_a_domain_that_is_not_for_spaces(hub: FakeHub, tmp_path: Path) -> None:
    settings = impatient(tmp_path, hub_url=hub.url, hosts={"a.hf.space": "9.9.9.9", "a.elsewhere.example": "9.9.9.9"})
    save(settings, hub.url, Secret(token=TOKEN))

    async def headers_for(host: str) -> dict[str, str]:
        hub.spaces[SPACE] = FakeSpace(host)
        pool = Pool(settings)
        finder = Finder(pool, settings)
        address = await finder.hub.host(Space(SPACE))
        await pool.aclose()
        return finder.credentials.headers(address.origin)

    assert run(headers_for("https://a.hf.space")) == {"authorization": f"Bearer {TOKEN}"}
    assert run(headers_for("https://a.elsewhere.example")) == {}


def test_the_address_of_a_space_is_traced_back_to_the_space(hub: FakeHub, tmp_path: Path) -> None:
    settings = impatient(tmp_path, hub_url=hub.url, hosts={"some-user-a.hf.space": "9.9.9.9"})
    hub.spaces[SPACE] = FakeSpace("https://some-user-a.hf.space", ["PAUSED"], subdomain="some-user-a")
    for typed in ("https://some-user-a.hf.space/?x=1", "some-user-a.hf.space"):
        with raises("space_paused"):
            find(typed, settings)
    assert hub.paths()[0] == "/api/spaces/by-subdomain/some-user-a"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@hypothesis.settings(max_examples=60)
@given(
    st.fixed_dictionaries({}, optional={"host": JSON | st.sampled_from(["https://", "https://a.hf.space", "//x"])}),
    st.fixed_dictionaries({}, optional={"stage": JSON | st.just("RUNNING"), "hardware": JSON, "errorMessage": JSON}),
)
def test_whatever_the_hub_says_is_a_host_and_a_state_or_an_error(
    host: dict[str, object], runtime: dict[str, object]
) -> None:
    settings = Settings(hosts={"a.hf.space": "9.9.9.9"}, token_file="/nowhere/tokens.json")

    class Told(hub_module.Hub):
        async def _ask(self, path: str, name: str) -> dict[str, object]:
            return host if path.endswith("/host") else runtime

    async def work() -> None:
        hub = Told(Pool(settings), settings, Credentials(settings))
        try:
            address = await hub.host(Space(SPACE))
            assert address.base == "https://a.hf.space"
        except HarpError as error:
            assert error.code == "host_unreachable"
        try:
            state = await hub.state(Space(SPACE))
            assert state.words
        except HarpError as error:
            assert error.code == "host_unreachable"

    run(work())
