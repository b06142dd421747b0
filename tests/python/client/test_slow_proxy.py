# SPDX-License-Identifier: MIT
"""The proxy that stands for distance: what it delays, what it limits, what it counts."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import harp_bridge
import httpx
import numpy as np
import pytest
from support.slow_proxy import SlowProxy

from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise


def took(work: object) -> float:
    begin = time.monotonic()
    assert callable(work)
    work()
    return time.monotonic() - begin


def test_what_goes_through_arrives_unchanged(fake: FakeGradio) -> None:
    with SlowProxy(fake.address, rtt=0.004, up=2e8, down=2e8) as far:
        assert np.array_equal(harp_bridge.process(far.address, noise(50_000), 44100).samples, noise(50_000))
        assert far.bytes_up > 400_000
        assert far.bytes_down > 400_000


def test_a_new_connection_costs_its_round_trips_and_an_open_one_costs_one(fake: FakeGradio) -> None:
    with SlowProxy(fake.address, rtt=0.1, round_trips=1) as far, httpx.Client(trust_env=False) as http:
        assert took(lambda: http.get(f"{far.address}/config")) >= 0.29
        assert took(lambda: http.get(f"{far.address}/config")) >= 0.09
        assert far.connections == 1


@pytest.mark.parametrize("direction", ["up", "down"])
def test_the_bottleneck_is_shared(fake: FakeGradio, direction: str) -> None:
    body = bytes(100_000)
    fake.files["/big"] = body
    limits = {direction: 4e6}
    with SlowProxy(fake.address, **limits) as far, httpx.Client(trust_env=False) as http:  # type: ignore[arg-type]
        url = f"{far.address}/gradio_api/file=/big"
        content = body if direction == "up" else b""
        assert took(lambda: http.request("GET", url, content=content).raise_for_status()) >= 0.19


def test_every_connection_can_be_cut(fake: FakeGradio) -> None:
    async def hang(request: Request, answer: Answer) -> None:
        await asyncio.sleep(3600)

    fake.routes["/config"] = hang
    with SlowProxy(fake.address) as far, ThreadPoolExecutor() as threads:
        waiting = threads.submit(httpx.get, f"{far.address}/config", timeout=60, trust_env=False)
        fake.wait_for("/config")
        assert far.cut() == 1
        with pytest.raises((httpx.NetworkError, httpx.RemoteProtocolError)):
            waiting.result(30)
