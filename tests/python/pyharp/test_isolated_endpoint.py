# SPDX-License-Identifier: MIT
"""An endpoint whose function runs in a child process, through a server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support.server_log import ServerLog
from support.servers import EndpointServer, start_endpoint
from support.sounds import noise, wav_bytes, wav_samples
from support.wire import Job, Wire, WireError, wait_for

APPS = Path(__file__).parent / "apps"
APP = APPS / "isolated.py"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> ServerLog:
    return ServerLog(tmp_path_factory.mktemp("isolated") / "log")


@pytest.fixture(scope="module")
def server(any_gradio: str, log: ServerLog) -> Iterator[EndpointServer]:
    log.path.unlink(missing_ok=True)
    with start_endpoint(APP, any_gradio, {"HARP_TEST_LOG": str(log.path)}) as started:
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
    wait_for(lambda: "this goes to the log of the server" in server.log_text())
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
    wait_for(lambda: not Path(f"/proc/{program}").exists())
    (labels,) = start(wire, "report").result()
    assert log.time_of("report", "start")
    assert json.loads(labels["labels"][0]["label"])["jobs"] == 1, "a new child"
    assert not list(server.log.parent.rglob("half-*.wav"))
    assert "end" not in log.events("hang")


def test_a_decorated_function_runs_in_a_child_too(any_gradio: str) -> None:
    samples = noise(500) * np.float32(0.2)
    with start_endpoint(APPS / "decorated_isolated.py", any_gradio) as other, Wire(other.address) as wire:
        sound = wire.upload(wav_bytes(samples))
        first, second = (wire.run("harp_process", [sound, name]) for name in ("first", "second"))
        np.testing.assert_array_equal(wav_samples(wire.download(first[0]))[0], samples * 2)
        assert first[1].split() == ["first", second[1].split()[1]], "one child for both"
        assert int(first[1].split()[1]) != other.process.pid
        with pytest.raises(WireError) as hidden:
            wire.run("harp_process", [sound, "fail"])
        assert "secret" not in str(hidden.value)
        assert "a secret of the model" in other.log_text()
