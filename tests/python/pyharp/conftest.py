# SPDX-License-Identifier: MIT
"""Fixtures for the tests that build Gradio apps inside of the process of the tests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from support.gradios import TRIED, python_of
from support.server_log import ServerLog
from support.servers import ENDPOINTS, EndpointServer, start_endpoint


@pytest.fixture(autouse=True, scope="session")
def close_loops_of_gradio() -> Iterator[None]:
    """Gradio makes several event loops per app and leaves them open; warnings about that are errors here."""
    loops: list[asyncio.AbstractEventLoop] = []
    make_loop = asyncio.new_event_loop

    def recorded() -> asyncio.AbstractEventLoop:
        loops.append(make_loop())
        return loops[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "new_event_loop", recorded)
        yield
    asyncio.set_event_loop(None)
    for loop in loops:
        if not loop.is_running():
            loop.close()


@pytest.fixture(scope="session", params=TRIED)
def any_gradio(request: pytest.FixtureRequest) -> str:
    """A Python with each Gradio that is tried."""
    return python_of(request.param)


@pytest.fixture(scope="session")
def slow(any_gradio: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[EndpointServer, ServerLog]]:
    """The endpoint slow.py, whose model writes down what it does; one server per Gradio, shared by all tests."""
    log = ServerLog(tmp_path_factory.mktemp("slow") / "log")
    with start_endpoint(ENDPOINTS / "slow.py", any_gradio, {"HARP_TEST_LOG": str(log.path)}) as server:
        yield server, log
