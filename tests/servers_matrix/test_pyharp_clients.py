# SPDX-License-Identifier: MIT
"""Both clients, every way to cancel, and no overlap: the tests of `make test`, on every Gradio."""

from __future__ import annotations

import asyncio
import statistics
from collections.abc import Iterator

import pytest
from pyharp_gradios import GRADIOS, python_of
from support.server_log import ServerLog
from support.servers import ENDPOINTS, EndpointServer, start_endpoint
from test_cancel import *  # noqa: F403
from test_clients import *  # noqa: F403

from tests.benchmarks.endpoint import stop_times

Slow = tuple[EndpointServer, ServerLog]


@pytest.fixture(scope="module", params=GRADIOS)
def slow(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slow]:
    log = ServerLog(tmp_path_factory.mktemp("slow") / "log")
    environment = {"HARP_TEST_LOG": str(log.path)}
    with start_endpoint(ENDPOINTS / "slow.py", python_of(request.param), environment) as server:
        yield server, log


def test_the_model_stops_within_100_ms_of_the_cancel(slow: Slow, record_property: pytest.FixtureRequest) -> None:
    """The median of seven; the model looks every 50 ms. On a busy machine measure with `make bench` instead."""
    times = asyncio.run(stop_times(slow[0].address, slow[1], 7))
    print("stopped after", ", ".join(f"{seconds * 1000:.0f}" for seconds in times), "ms")
    assert statistics.median(times) < 0.1
