# SPDX-License-Identifier: MIT
"""Servers for the tests of the client."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .fake_gradio import FakeGradio
from .fake_hub import FakeHub
from .real_gradio import RealGradio
from .worker_process import WorkerProcess


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # A task that nobody waited for, or a socket that nobody closed, only warns.
    for item in items:
        if Path(item.fspath).parent == Path(__file__).parent:
            item.add_marker(pytest.mark.filterwarnings("error"))


@pytest.fixture(autouse=True, scope="session")
def no_settings_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tokens that somebody saved here belong to no test, in this process or in one that it starts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("settings")))
        yield


@pytest.fixture
def hub() -> Iterator[FakeHub]:
    server = FakeHub()
    yield server
    server.stop()


@pytest.fixture
def fake() -> Iterator[FakeGradio]:
    server = FakeGradio()
    yield server
    server.stop()


@pytest.fixture(scope="session", params=["5", "6"], ids=["gradio5", "gradio6"])
def gradio(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealGradio]:
    """A real server, shared by all tests that leave it running."""
    server = RealGradio(request.param, tmp_path_factory.mktemp("gradio"))
    yield server
    server.stop()


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    process = WorkerProcess()
    yield process
    process.stop()
