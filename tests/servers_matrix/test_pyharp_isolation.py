# SPDX-License-Identifier: MIT
"""A function in a child process: the tests of `make test`, on every Gradio."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pyharp_gradios import APPS, GRADIOS, python_of
from support.server_log import ServerLog
from support.servers import EndpointServer, start_endpoint
from test_isolated_endpoint import *  # noqa: F403


@pytest.fixture(scope="module", params=GRADIOS)
def server(request: pytest.FixtureRequest, log: ServerLog) -> Iterator[EndpointServer]:
    log.path.unlink(missing_ok=True)
    environment = {"HARP_TEST_LOG": str(log.path)}
    with start_endpoint(APPS / "isolated.py", python_of(request.param), environment) as started:
        yield started
