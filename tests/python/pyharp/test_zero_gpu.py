# SPDX-License-Identifier: MIT
"""What ZeroGPU's decorator needs of its caller is there, and a job in its process can be cancelled."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.server_log import ServerLog
from support.servers import EndpointServer, start_endpoint
from support.wire import Wire, WireError

APP = Path(__file__).parent / "apps" / "zero_gpu" / "app.py"
USER = {"x-ip-token": "somebody"}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> ServerLog:
    return ServerLog(tmp_path_factory.mktemp("zero_gpu") / "log")


@pytest.fixture(scope="module")
def server(gradio6: str, log: ServerLog) -> Iterator[EndpointServer]:
    with start_endpoint(APP, gradio6, {"HARP_TEST_LOG": str(log.path), "SPACES_ZERO_GPU": "true"}) as started:
        yield started


@pytest.fixture
def wire(server: EndpointServer) -> Iterator[Wire]:
    with Wire(server.address) as connection:
        yield connection


def seen_by(values: list[Any]) -> dict[str, Any]:
    seen: dict[str, Any] = json.loads(values[0]["labels"][0]["label"])
    return seen


def test_a_gpu_function_is_counted_for_its_user_and_reports_from_its_own_process(
    wire: Wire, server: EndpointServer
) -> None:
    job = wire.join("process", ["first", 100], USER)
    first = seen_by(job.result())
    second = seen_by(wire.join("process", ["second", 1], USER).result())
    assert first["pid"] == second["pid"] != server.process.pid
    assert [message["log"] for message in job.messages if message["msg"] == "log"] == ["Listen!"]
    assert {words for _, words in job.progress()} == {"counting"}
    assert first["job"] != second["job"], "a kept process knows which job it has"
    assert [Path(seen["file"]).parent.name for seen in (first, second)] == [first["job"], second["job"]]
    assert "a ZeroGPU Space already gives it one" in server.log_text()


def test_without_the_callers_request_the_stand_in_refuses_as_the_real_one_would(wire: Wire) -> None:
    with pytest.raises(WireError, match="does not know whose time"):
        wire.run("process", ["nobody", 1])


def test_a_job_in_the_gpu_process_hears_of_its_cancellation(wire: Wire, log: ServerLog) -> None:
    job = wire.join("process", ["long", 3000], USER)
    log.wait_for("long", "start")
    job.cancel()
    log.wait_for("long", "cancelled")
    assert seen_by(wire.join("process", ["after", 1], USER).result())["job"]
    assert log.time_of("after", "start") >= log.time_of("long", "cancelled")
