# SPDX-License-Identifier: MIT
"""Spaces, looked up at a Hub of our own."""

from __future__ import annotations

import json

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Settings

from .asking import answering
from .fake_gradio import FakeGradio
from .helpers import noise, raises

ROUTE = "/api/spaces/some-user/a.space_1/host"
SPACE = "some-user/a.space_1"


def settings(fake: FakeGradio) -> Settings:
    return Settings(hub_url=fake.address, retry_pauses=(0.01,))


@pytest.mark.parametrize("typed", [SPACE, "https://huggingface.co/spaces/some-user/a.space_1/tree/main"])
def test_a_space_is_found_where_the_hub_says(fake: FakeGradio, typed: str) -> None:
    fake.routes[ROUTE] = answering(200, json.dumps({"subdomain": "x", "host": fake.address}).encode())
    result = harp_bridge.process(typed, noise(), 44100, settings=settings(fake))
    assert np.array_equal(result.samples, noise())
    assert result.description.address == fake.address
    assert [request.path for request in fake.requests][:2] == [ROUTE, "/config"]


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (401, b'{"error": "Invalid username or password."}', "login_required"),
        (404, b'{"error": "Sorry, we can\'t find the page you are looking for."}', "host_unreachable"),
        (503, b"", "host_unreachable"),
        (200, b"<html>", "host_unreachable"),
        (200, b"{}", "host_unreachable"),
        (200, b'{"host": null}', "host_unreachable"),
        (200, b'{"host": "other/space"}', "host_unreachable"),
        (200, b'{"host": "http://8.8.8.8"}', "insecure_address"),
        (200, b'{"host": "file:///etc/passwd"}', "address_invalid"),
    ],
)
def test_each_reply_of_the_hub_that_leads_nowhere(fake: FakeGradio, status: int, body: bytes, code: str) -> None:
    fake.routes[ROUTE] = answering(status, body)
    with raises(code) as caught:
        harp_bridge.process(SPACE, noise(), 44100, settings=settings(fake))
    assert caught.value.detail
    assert {request.path for request in fake.requests} == {ROUTE}
