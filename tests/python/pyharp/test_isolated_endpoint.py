# SPDX-License-Identifier: MIT
"""An endpoint whose function runs in a child process, through a server of the oldest and the newest Gradio."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.server_log import ServerLog
from support.servers import EndpointServer, start_endpoint
from support.wire import Job, Wire, WireError, wait_for

APP = Path(__file__).parent / "apps" / "isolated.py"
STOPS_WITHIN = 5.0


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> ServerLog:
    return ServerLog(tmp_path_factory.mktemp("isolated") / "log")


@pytest.fixture(scope="module", params=["gradio4", "gradio6"] if os.environ.get("HARP_EVERY_GRADIO") else ["gradio6"])
def server(request: pytest.FixtureRequest, log: ServerLog) -> Iterator[EndpointServer]:
    log.path.unlink(missing_ok=True)
    python = str(request.getfixturevalue(request.param))
    with start_endpoint(APP, python, {"HARP_TEST_LOG": str(log.path)}) as started:
        yield started


@pytest.fixture
def wire(server: EndpointServer) -> Iterator[Wire]:
    with Wire(server.address) as connection:
        yield connection


def start(wire: Wire, deed: str, headers: dict[str, str] | None = None) -> Job:
    return wire.join("process", [deed, deed], headers)


def test_messages_progress_and_request_come_through(wire: Wire, server: EndpointServer) -> None:
    job = start(wire, "report", {"x-who": "a musician"})
    (labels,) = job.result()
    seen = json.loads(labels["labels"][0]["label"])
    assert (seen["who"], seen["session"]) == ("a musician", job.session)
    assert seen["pid"] != server.process.pid
    talk = start(wire, "talk")
    talk.result()
    told = [(message["level"], message["log"]) for message in talk.messages if message["msg"] == "log"]
    assert told == [("info", "Listen!"), ("warning", "Careful!")]
    assert talk.progress()[-1] == (0.5, "half")
    assert "this goes to the log of the server" in server.log_text()
    with pytest.raises(WireError, match=r"The model is out of breath\."):
        start(wire, "fail").result()


def test_a_cancelled_job_is_gone_with_its_programs_and_files(
    wire: Wire, server: EndpointServer, log: ServerLog
) -> None:
    job = start(wire, "hang")
    wait_for(lambda: any(event.startswith("program:") for event in log.events("hang")))
    program = next(event for event in log.events("hang") if event.startswith("program:")).split(":")[1]
    assert list(server.log.parent.rglob("half-*.wav"))
    job.cancel()
    wait_for(lambda: not Path(f"/proc/{program}").exists(), STOPS_WITHIN)
    (labels,) = start(wire, "report").result()
    assert log.time_of("report", "start")
    assert json.loads(labels["labels"][0]["label"])["jobs"] == 1, "a new child"
    assert not list(server.log.parent.rglob("half-*.wav"))
    assert "end" not in log.events("hang")
