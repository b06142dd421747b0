# SPDX-License-Identifier: MIT
"""Cancelling stops the model, frees its place, and no two jobs overlap; seen in the log that the model writes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest
from support.server_log import ServerLog
from support.servers import EndpointServer
from support.sounds import noise, wav_bytes
from support.wire import Job, Wire, WireError, wait_for

STOPS_WITHIN = 5.0  # of 30; the machine may be busy
MANY_STEPS = 600
SOUND = wav_bytes(noise(100) * 0.2, subtype="PCM_16")  # Gradio 4 needs ffmpeg for others


@pytest.fixture
def server(slow: tuple[EndpointServer, ServerLog]) -> EndpointServer:
    return slow[0]


@pytest.fixture
def log(slow: tuple[EndpointServer, ServerLog]) -> ServerLog:
    return slow[1]


@pytest.fixture
def wire(server: EndpointServer) -> Iterator[Wire]:
    with Wire(server.address) as connection:
        yield connection


def start(wire: Wire, name: str, steps: int, cooperative: bool = True, headers: dict[str, str] | None = None) -> Job:
    return wire.join("process", [wire.upload(SOUND), steps, name, cooperative], headers)


def test_a_cancelled_job_stops_and_the_next_one_does_not_overlap(wire: Wire, log: ServerLog) -> None:
    first = start(wire, "first", MANY_STEPS)
    second = start(wire, "second", 3)
    log.wait_for("first", "step 1")
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
    log.wait_for("running", "step 1")
    waiting = queued.follow()
    assert next(waiting)["msg"] == "estimation"
    queued.cancel()
    waiting.close()  # Gradio 5 forgets a queued job only when its reader leaves
    running.result()
    start(wire, "after-queued", 1).result()
    assert log.events("queued") == []
    assert log.events("running")[-1] == "end"


def test_a_model_that_does_not_listen_delays_the_next_job_instead_of_overlapping(wire: Wire, log: ServerLog) -> None:
    deaf = start(wire, "deaf", 60, cooperative=False)
    log.wait_for("deaf", "step 1")
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
        log.wait_for("gone", "step 1")
        stream.close()
    assert wait_for(lambda: "cancelled" in log.events("gone"))


def test_a_harp_3_that_goes_away_stops_its_job(wire: Wire, server: EndpointServer, log: ServerLog) -> None:
    arguments = [wire.upload(SOUND), MANY_STEPS, "harp-3", True]
    event = wire.http.post(f"{wire.prefix}/call/process", json={"data": arguments}).json()["event_id"]
    with Wire(server.address) as leaving, leaving.http.stream("GET", f"{wire.prefix}/call/process/{event}"):
        log.wait_for("harp-3", "step 1")
    assert log.wait_for("harp-3", "cancelled")


def test_cancelling_by_name_stops_the_callers_job_and_nobody_elses(wire: Wire, log: ServerLog) -> None:
    job = start(wire, "named", MANY_STEPS, headers={"x-harp-client": "me"})
    log.wait_for("named", "step 1")
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
