# SPDX-License-Identifier: MIT
"""Spaces, looked up at a Hub of our own: every state that the Hub documents, and what it must not get away with."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Progress, Settings, Space
from harp_bridge._places import hub as hub_module
from harp_bridge._places.finder import Finder
from harp_bridge._places.tokens import Secret
from harp_bridge._progress import Stages
from harp_bridge._transport.http import Pool

from .asking import answering
from .fake_gradio import FakeGradio
from .fake_hub import TOKEN, FakeHub, FakeSpace
from .helpers import noise, raises, run, until
from .places import find, impatient, save

SPACE = "some-user/a.space_1"
BASE = f"/api/spaces/{SPACE}"


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    server = FakeHub()
    yield server
    server.stop()


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


def test_a_job_in_a_sleeping_space_wakes_it_waits_and_runs(
    fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    space.stages, space.after_knock = ["SLEEPING"], ["APP_STARTING", "APP_STARTING", "RUNNING"]
    heard: list[Progress] = []
    result = harp_bridge.process(SPACE, noise(), 44100, settings=settings, on_progress=heard.append)
    assert np.array_equal(result.samples, noise())
    assert len(fake.seen("/")) == 1, "woken once"
    waking = [progress for progress in heard if progress.stage == "waking"]
    assert [progress.message for progress in waking[:1]] == ["The Space is asleep and is being woken."]
    assert "The Space is starting." in [progress.message for progress in waking]
    assert all(progress.elapsed is not None for progress in waking)
    stages = [progress.stage for progress in heard]
    assert stages.index("waking") < stages.index("uploading") < stages.index("running")


@pytest.mark.parametrize("stage", ["RUNNING", "RUNNING_BUILDING", "RUNNING_APP_STARTING", "A_STAGE_OF_NEXT_YEAR"])
def test_a_space_that_runs_is_not_waited_for(
    fake: FakeGradio, space: FakeSpace, settings: Settings, stage: str
) -> None:
    space.stages = [stage]
    heard: list[Progress] = []
    find(SPACE, settings, heard)
    assert [progress.stage for progress in heard if progress.stage == "waking"] == []
    assert not fake.seen("/")


@pytest.mark.parametrize("stage", ["BUILDING", "APP_STARTING", "STOPPED", "SLEEPING"])
def test_a_space_that_will_run_is_waited_for(
    fake: FakeGradio, space: FakeSpace, settings: Settings, stage: str
) -> None:
    space.stages = [stage, stage, "RUNNING"]
    heard: list[Progress] = []
    assert find(SPACE, settings, heard).address.base == fake.address
    assert {progress.message for progress in heard if progress.stage == "waking"} == {hub_module._STAGES[stage][1]}
    assert len(fake.seen("/")) == (1 if stage in ("STOPPED", "SLEEPING") else 0)


@pytest.mark.parametrize(
    ("stage", "code"),
    [
        ("PAUSED", "space_paused"),
        ("NO_APP_FILE", "space_failed"),
        ("CONFIG_ERROR", "space_failed"),
        ("BUILD_ERROR", "space_failed"),
        ("RUNTIME_ERROR", "space_failed"),
        ("DELETING", "space_failed"),
    ],
)
def test_each_state_that_does_not_end_by_itself_has_its_error(
    fake: FakeGradio, space: FakeSpace, settings: Settings, stage: str, code: str
) -> None:
    space.stages, space.error = [stage], "Exit code 1: no module named torch"
    with raises(code) as caught:
        find(SPACE, settings)
    assert stage in caught.value.detail and SPACE in caught.value.detail
    assert "torch" in caught.value.detail
    assert not fake.requests


def test_a_space_that_breaks_while_it_wakes_up_is_given_up_at_once(space: FakeSpace, settings: Settings) -> None:
    space.stages = ["SLEEPING", "BUILDING", "RUNTIME_ERROR"]
    with raises("space_failed"):
        find(SPACE, settings)


@pytest.mark.parametrize(("stage", "code"), [("SLEEPING", "waking_timeout"), ("STOPPED", "space_paused")])
def test_waiting_ends(space: FakeSpace, hub: FakeHub, tmp_path: Path, stage: str, code: str) -> None:
    space.stages = [stage]
    with raises(code) as caught:
        find(SPACE, impatient(tmp_path, hub_url=hub.url, hub_private=True, waking_timeout=0.05))
    assert stage in caught.value.detail


def test_a_hub_that_stumbles_does_not_end_the_waiting(hub: FakeHub, space: FakeSpace, settings: Settings) -> None:
    ok = b'{"stage": "BUILDING", "hardware": {"current": null}}'
    hub.broken[f"{BASE}/runtime"] = [
        (200, ok), (503, b""), (503, b""), (429, b""), (200, b"<html>"), (200, ok.replace(b"BUILDING", b"RUNNING")),
    ]  # fmt: skip
    find(SPACE, settings)
    assert len(hub.broken[f"{BASE}/runtime"]) == 1


def test_an_app_that_is_not_quite_there_when_its_space_runs_is_waited_for(
    fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    space.stages = ["SLEEPING", "RUNNING"]
    answers = [503, 502, 503, 503, 502]
    usual = fake._config

    async def config(request: object, answer: object) -> None:
        if answers:
            await answering(answers.pop(), b"")(request, answer)  # type: ignore[arg-type]
        else:
            await usual(request, answer)  # type: ignore[arg-type]

    fake.routes["/config"] = config  # type: ignore[assignment]
    assert find(SPACE, settings).address.base == fake.address
    assert not answers


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
        return ["10.0.0.7"]

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


def test_many_jobs_wait_for_one_waking_and_all_hear_of_it(
    hub: FakeHub, fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    space.stages = ["SLEEPING", "BUILDING", "RUNNING"]
    heard: list[list[Progress]] = [[] for _ in range(5)]

    async def work() -> None:
        pool = Pool(settings)
        finder = Finder(pool, settings)
        await asyncio.gather(*(finder.find(SPACE, Stages(one.append)) for one in heard))
        assert (await finder.find(SPACE, Stages(None))).remembered
        assert not finder._searches
        await pool.aclose()

    run(work())
    assert hub.paths().count(f"{BASE}/host") == 1 and len(fake.seen("/")) == 1 and len(fake.seen("/config")) == 1
    assert all("waking" in {progress.stage for progress in one} for one in heard)


def test_cancelling_one_waiting_job_ends_neither_the_waiting_of_others_nor_leaves_any_of_its_own(
    space: FakeSpace, settings: Settings
) -> None:
    space.stages = ["SLEEPING"]

    async def work() -> None:
        pool = Pool(settings)
        finder = Finder(pool, settings)
        heard: list[Progress] = []
        first = asyncio.create_task(finder.find(SPACE, Stages(heard.append)))
        second = asyncio.create_task(finder.find(SPACE, Stages(heard.append)))
        await until(lambda: heard, "waking is told")
        begin = time.monotonic()
        first.cancel()
        await asyncio.wait([first])
        assert time.monotonic() - begin < 0.5
        space.stages = ["RUNNING"]
        await second
        assert not finder._searches
        await pool.aclose()

    run(work())


def test_a_space_that_fell_asleep_since_it_was_found_is_woken_again(
    fake: FakeGradio, space: FakeSpace, settings: Settings
) -> None:
    async def work() -> None:
        async with harp_bridge.Client(settings) as client:
            await client.describe(SPACE)
            fake.routes["/config"] = answering(503, b"")
            space.stages, space.after_knock = ["SLEEPING"], ["RUNNING"]
            await asyncio.gather(client.describe(SPACE), _wakes(fake))

    async def _wakes(fake: FakeGradio) -> None:
        await until(lambda: fake.seen("/"), "the Space is woken")
        del fake.routes["/config"]

    run(work())
