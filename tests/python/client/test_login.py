# SPDX-License-Identifier: MIT
"""Apps that ask for a user name and a password: real ones on Gradio 5 and 6, and a scripted one that misbehaves."""

from __future__ import annotations

from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Settings
from harp_bridge._doctor.examine import examine
from harp_bridge._places.tokens import Secret

from .asking import answering
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises, run
from .places import find, impatient, save
from .real_gradio import RealGradio

ME = Secret(user="me", password="correct horse/ü")


def test_a_real_app_behind_a_login_works_once_the_password_is_saved(gradio: RealGradio, tmp_path: Path) -> None:
    settings = impatient(tmp_path)
    with raises("login_required") as caught:
        harp_bridge.describe(gradio.locked, settings=settings)
    assert f"harp-bridge token set {gradio.locked} --user NAME" in caught.value.detail

    save(settings, gradio.locked, Secret(user="me", password="wrong horse"))
    with raises("token_refused") as caught:
        harp_bridge.describe(gradio.locked, settings=settings)
    assert "wrong horse" not in str(caught.value)

    save(settings, gradio.locked, ME)
    samples = np.round(noise() * 0.2 * 32767) / 32768
    result = harp_bridge.process(gradio.locked, samples.astype(np.float32), 44100, settings=settings)
    assert np.array_equal(result.samples, samples.astype(np.float32))

    report = run(examine(gradio.locked, settings))
    assert report.worst == "ok", report.text()
    text = report.text()
    assert "password of me" in text and "horse" not in text
    assert f"Gradio {5 if gradio.gradio == '5' else 6}." in text and "nobody is waiting" in text


def test_one_login_serves_all_jobs_of_a_client_and_a_lost_one_is_renewed(fake: FakeGradio, tmp_path: Path) -> None:
    settings = impatient(tmp_path)
    save(settings, fake.address, ME)
    door = _LoginPage(fake)

    async def work() -> None:
        async with harp_bridge.Client(settings) as client:
            for _ in range(3):
                await client.describe(fake.address)
            assert door.logins == 1
            door.cookie = "access-token-abc=second"  # the server was started anew and knows nobody
            await client.describe(fake.address)
            assert door.logins == 2

    run(work())
    assert {request.headers.get("cookie") for request in fake.seen("/gradio_api/queue/join")} == {
        "access-token-abc=first",
        "access-token-abc=second",
    }


class _LoginPage:
    """Makes the scripted server ask for a login."""

    def __init__(self, fake: FakeGradio) -> None:
        self.logins = 0
        self.cookie = "access-token-abc=first"
        usual = fake._config

        async def config(request: Request, answer: Answer) -> None:
            if request.headers.get("cookie") == self.cookie:
                await usual(request, answer)
            else:
                await answer.json(401, {"detail": {"error": "Not authenticated"}})

        async def login(request: Request, answer: Answer) -> None:
            self.logins += 1
            assert request.method == "POST"
            assert request.body == b"username=me&password=correct+horse%2F%C3%BC"
            await answer.send(200, b'{"success": true}', set_cookie=f"{self.cookie}; HttpOnly; Path=/; SameSite=lax")

        fake.routes |= {"/config": config, "/login": login}


@pytest.mark.parametrize(
    ("status", "headers", "code"),
    [
        (400, {}, "token_refused"),
        (401, {}, "token_refused"),
        (404, {}, "login_required"),
        (302, {"location": "http://127.0.0.1:1/"}, "login_required"),
        (200, {}, "login_required"),
        (200, {"set_cookie": "other=cookie"}, "login_required"),
        (200, {"set_cookie": "access-token-x=wrong"}, "token_refused"),
        (200, {"set_cookie": "=;;=; access-token"}, "login_required"),
    ],
)
def test_a_login_that_leads_nowhere(
    fake: FakeGradio, tmp_path: Path, status: int, headers: dict[str, str], code: str
) -> None:
    settings = impatient(tmp_path)
    save(settings, fake.address, ME)
    _LoginPage(fake)

    async def login(request: Request, answer: Answer) -> None:
        await answer.send(status, b"{}", **headers)

    fake.routes["/login"] = login
    with raises(code):
        find(fake.address, settings)
    assert len(fake.seen("/login")) == 1


def test_a_token_is_not_tried_as_a_password_and_said_to_be_refused(fake: FakeGradio, tmp_path: Path) -> None:
    settings = impatient(tmp_path)
    save(settings, fake.address, Secret(token="a-lab-token"))
    fake.routes["/config"] = answering(401, b"")
    with raises("token_refused"):
        find(fake.address, settings)
    assert not fake.seen("/login")
    assert fake.seen("/config")[0].headers["authorization"] == "Bearer a-lab-token"


def test_a_password_does_not_travel_unencrypted_beyond_the_private_network(fake: FakeGradio, tmp_path: Path) -> None:
    far = Settings(**{**vars(impatient(tmp_path)), "insecure_http": True, "hosts": {"far.test": "127.0.0.1"}})
    near = f"http://near.test:{fake.port}"
    save(far, near, ME)
    _LoginPage(fake)
    settings = Settings(**{**vars(far), "hosts": {"near.test": "127.0.0.1"}})
    assert find(near, settings).address.base == near

    from harp_bridge._places.address import Address
    from harp_bridge._places.credentials import Credentials
    from harp_bridge._places.login import sign_in
    from harp_bridge._transport.connections import Pool
    from harp_bridge._transport.link import Link

    async def work() -> None:
        pool = Pool(settings)
        address = Address(f"http://far.test:{fake.port}", "far.test", False)
        save(settings, address.base, ME)
        try:
            await sign_in(Link(pool, address.base, settings), address, "9.9.9.9", Credentials(settings))
        finally:
            await pool.aclose()

    with raises("insecure_address"):
        run(work())
