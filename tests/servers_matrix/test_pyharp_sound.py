# SPDX-License-Identifier: MIT
"""Exact sound, twenty users at once, errors and context: the tests of `make test`, on every Gradio from 5 on."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyharp_gradios import SINCE_5, python_of
from support.servers import ENDPOINTS, EndpointServer, start_endpoint
from test_processing import *  # noqa: F403


@pytest.fixture(scope="module", params=SINCE_5)
def gradio_python(request: pytest.FixtureRequest) -> str:
    return python_of(request.param)


@pytest.fixture(scope="session")
def gradio6() -> str:
    return sys.executable


@pytest.fixture(scope="module")
def servers() -> Iterator[Callable[..., EndpointServer]]:
    running: dict[tuple[str, str], EndpointServer] = {}

    def server(app: str | Path, python: str = sys.executable) -> EndpointServer:
        path = app if isinstance(app, Path) else ENDPOINTS / f"{app}.py"
        key = (str(path), python)
        if key not in running:
            running[key] = start_endpoint(path, python)
        return running[key]

    yield server
    for started in running.values():
        started.stop()
