# SPDX-License-Identifier: MIT
"""Spaces, looked up at a Hub of our own: what it says is used, and what it must not get away with."""

from __future__ import annotations

from pathlib import Path

import harp_bridge
import hypothesis
import pytest
from harp_bridge import HarpError, Settings, Space
from harp_bridge._errors import fail
from harp_bridge._places import hub as hub_module
from harp_bridge._places.credentials import Credentials
from harp_bridge._places.finder import Finder
from harp_bridge._places.tokens import Secret
from harp_bridge._transport.connections import Pool
from hypothesis import given
from hypothesis import strategies as st

from .fake_gradio import Answer, FakeGradio, Request
from .fake_hub import TOKEN, FakeHub, FakeSpace
from .helpers import noise, raises, run
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


def sent(fake: FakeGradio) -> list[str | None]:
    """The secret that each request to the Space carried."""
    return [request.headers.get("authorization") for request in fake.requests]


def test_a_space_that_is_there_for_everybody_never_hears_the_token_of_the_hub(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    save(settings, hub.url, Secret(token=TOKEN))
    harp_bridge.process(SPACE, noise(), 44100, settings=settings)
    assert set(sent(fake)) == {None}
    assert {asked.authorization for asked in hub.asked} == {None}, "nor does the Hub, which was not asked in secret"


@pytest.mark.parametrize(("hardware", "secret"), [("zero-a10g", f"Bearer {TOKEN}"), ("t4-small", None)])
def test_a_space_that_counts_time_on_shared_graphics_cards_hears_whose_it_is(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings, hardware: str, secret: str | None
) -> None:
    space.hardware = hardware
    save(settings, hub.url, Secret(token=TOKEN))
    harp_bridge.process(SPACE, noise(), 44100, settings=settings)
    assert set(sent(fake)) == {secret}


def closed(fake: FakeGradio, status: int, opens: set[str]) -> None:
    """The Space answers like this to whoever does not carry one of these."""

    async def config(request: Request, answer: Answer) -> None:
        carried = {request.headers.get("authorization", ""), request.headers.get("cookie", "")}
        await (fake._config(request, answer) if carried & opens else answer.send(status, b"Sorry"))

    fake.routes["/config"] = config


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_space_that_refuses_strangers_is_asked_again_with_the_token(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings, status: int
) -> None:
    save(settings, hub.url, Secret(token=TOKEN))
    closed(fake, status, {f"Bearer {TOKEN}"})
    harp_bridge.process(SPACE, noise(), 44100, settings=settings)
    assert sent(fake)[0] is None
    assert set(sent(fake)[1:]) == {f"Bearer {TOKEN}"}


@pytest.mark.parametrize(("status", "code"), [(401, "token_refused"), (403, "token_refused"), (404, "not_gradio")])
def test_a_token_that_does_not_help_is_not_sent_again(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings, status: int, code: str
) -> None:
    save(settings, hub.url, Secret(token=TOKEN))
    closed(fake, status, set())

    async def work() -> dict[str, str]:
        async with harp_bridge.Client(settings) as client:
            with raises(code):
                await client.describe(SPACE)
            return client._finder.credentials.headers(fake.address)

    assert run(work()) == {}
    assert sent(fake) == [None, f"Bearer {TOKEN}"]


def test_a_space_with_a_login_of_its_own_gets_the_password_and_not_the_token(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    save(settings, hub.url, Secret(token=TOKEN))
    save(settings, fake.address, Secret(user="me", password="correct horse"))
    closed(fake, 401, {"access-token-abc=mine"})

    async def login(request: Request, answer: Answer) -> None:
        await answer.send(200, b"{}", set_cookie="access-token-abc=mine")

    fake.routes["/login"] = login
    harp_bridge.process(SPACE, noise(), 44100, settings=settings)
    at_the_door = [request.path for request in fake.requests if request.headers.get("authorization")]
    assert set(at_the_door) <= {"/config"}, "tried once where nothing else was known to help"
    assert fake.seen("/login")


def test_a_hub_that_counts_the_requests_of_strangers_is_asked_with_the_token(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    save(settings, hub.url, Secret(token=TOKEN))
    usual = hub.answer

    def strict(path: str, authorization: str | None) -> tuple[int, bytes]:
        return usual(path, authorization) if authorization else (429, b"")

    hub.answer = strict  # type: ignore[method-assign]
    find(SPACE, settings)
    assert {asked.authorization for asked in hub.asked} == {None, f"Bearer {TOKEN}"}
    assert set(sent(fake)) == {None}, "that says nothing about the Space"


def test_what_cannot_be_seen_is_said_to_be_missing_or_private_with_the_way_to_log_in() -> None:
    error = fail("space_unknown")
    assert "no such Space" in error.sentence and "or it is private" in error.sentence
    assert "Check its name" in error.next_step and "harp-bridge token set huggingface.co" in error.next_step


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
        hub.spaces[SPACE] = FakeSpace(host, private=True)
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
