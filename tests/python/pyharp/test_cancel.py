# SPDX-License-Identifier: MIT
"""Cancelling stops the model, frees its place, and no two jobs overlap; seen in the log that the model writes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from support.servers import ENDPOINTS, EndpointServer, start_endpoint
from support.sounds import noise, wav_bytes
from support.wire import Job, Wire, WireError, wait_for

STOPS_WITHIN = 5.0  # of 30; the machine may be busy
MANY_STEPS = 600


class ServerLog:
    """The lines that slow.py writes: `<name> <event> <seconds>`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def events(self, name: str) -> list[str]:
        return [event for who, event, _ in self._lines() if who == name]

    def time_of(self, name: str, event: str) -> float:
        return next(when for who, what, when in self._lines() if (who, what) == (name, event))

    def last_time(self, name: str) -> float:
        return max(when for who, _, when in self._lines() if who == name)

    def _lines(self) -> list[tuple[str, str, float]]:
        text = self.path.read_text() if self.path.exists() else ""
        parts = [line.split(" ", 1) for line in text.splitlines(keepends=True) if line.endswith("\n")]
        return [(name, *_event_and_time(rest)) for name, rest in parts]


def _event_and_time(rest: str) -> tuple[str, float]:
    event, when = rest.strip().rsplit(" ", 1)
    return event, float(when)


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> ServerLog:
    return ServerLog(tmp_path_factory.mktemp("slow") / "log")


@pytest.fixture(scope="module")
def server(gradio_python: str, log: ServerLog) -> Iterator[EndpointServer]:
    log.path.unlink(missing_ok=True)
    with start_endpoint(ENDPOINTS / "slow.py", gradio_python, {"HARP_TEST_LOG": str(log.path)}) as started:
        yield started


@pytest.fixture
def wire(server: EndpointServer) -> Iterator[Wire]:
    with Wire(server.address) as connection:
        yield connection


def start(wire: Wire, name: str, steps: int, cooperative: bool = True, headers: dict[str, str] | None = None) -> Job:
    return wire.join("process", [wire.upload(wav_bytes(noise(100))), steps, name, cooperative], headers)


def wait_for_step(log: ServerLog, name: str) -> None:
    wait_for(lambda: "step 1" in log.events(name))


def test_a_cancelled_job_stops_and_the_next_one_does_not_overlap(wire: Wire, log: ServerLog) -> None:
    first = start(wire, "first", MANY_STEPS)
    second = start(wire, "second", 3)
    wait_for_step(log, "first")
    asked = time.monotonic()
    first.cancel()
    with pytest.raises(WireError):
        first.result()
    assert wait_for(lambda: "cancelled" in log.events("first"))
    assert log.time_of("first", "cancelled") - asked < STOPS_WITHIN
    second.result()
    assert log.time_of("second", "start") >= log.last_time("first")
    assert log.events("second")[-1] == "end"


def test_a_queued_job_that_is_cancelled_never_starts(wire: Wire, log: ServerLog) -> None:
    running, queued = start(wire, "running", 20), start(wire, "queued", 3)
    wait_for_step(log, "running")
    waiting = queued.follow()
    assert next(waiting)["msg"] == "estimation"
    queued.cancel()
    waiting.close()  # Gradio 5 forgets a queued job only when its reader leaves
    running.result()
    start(wire, "after-queued", 1).result()
    assert log.events("queued") == []
    assert log.events("running")[-1] == "end"


def test_a_model_that_does_not_listen_delays_the_next_job_instead_of_overlapping(wire: Wire, log: ServerLog) -> None:
    deaf = start(wire, "deaf", 100, cooperative=False)
    wait_for_step(log, "deaf")
    deaf.cancel()
    answered = time.monotonic()
    start(wire, "patient", 2).result()
    assert log.events("deaf")[-1] == "end"
    assert answered < log.time_of("deaf", "end")
    assert log.time_of("patient", "start") >= log.time_of("deaf", "end")


def test_a_client_that_goes_away_stops_its_job(wire: Wire, server: EndpointServer, log: ServerLog) -> None:
    with Wire(server.address) as leaving, suppress(httpx.StreamError):
        gone = start(leaving, "gone", MANY_STEPS)
        stream = gone.follow()
        next(message for message in stream if message["msg"] == "process_starts")
        wait_for_step(log, "gone")
        stream.close()
    assert wait_for(lambda: "cancelled" in log.events("gone"))


def test_cancelling_by_name_stops_the_callers_job_and_nobody_elses(wire: Wire, log: ServerLog) -> None:
    job = start(wire, "named", MANY_STEPS, headers={"x-harp-client": "me"})
    wait_for_step(log, "named")
    wire.call("cancel", [], headers={"x-harp-client": "somebody else"})
    wire.call("cancel", [])
    steps = len(log.events("named"))
    wait_for(lambda: len(log.events("named")) > steps + 4)
    wire.call("cancel", [], headers={"x-harp-client": "me"})
    with pytest.raises(WireError, match="cancelled"):
        job.result()
    assert wait_for(lambda: "cancelled" in log.events("named"))


def test_progress_and_words_arrive_while_the_job_runs(wire: Wire) -> None:
    job = start(wire, "told", 8)
    job.result()
    assert job.progress()
    assert set(job.progress()) <= {(step / 8, f"Step {step + 1} of 8") for step in range(8)}
