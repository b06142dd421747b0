# SPDX-License-Identifier: MIT
"""Cancelling stops the model, frees its place, and no two jobs overlap, under every API name.

Seen in the log that the model writes. How soon it stops is for `make bench`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

import httpx
import pytest
from support.server_log import ServerLog
from support.servers import EndpointServer
from support.sounds import noise, wav_bytes
from support.wire import Job, Wire, WireError, wait_for

MANY_STEPS = 2000  # of 0.05 s: longer than any test waits
#: Generation -> the function that does its work; the newest first.
NAMES = {"1": "harp_process", "0.3": "process", "0.1": "wav2wav"}  # 0.2 has that of 0.3
BY_NAME = {"0.3": ("process", "cancel"), "0.1": ("wav2wav", "wav2wav-cancel")}
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


def start(
    wire: Wire,
    name: str,
    steps: int,
    cooperative: bool = True,
    headers: dict[str, str] | None = None,
    function: str = "process",
) -> Job:
    return wire.join(function, [wire.upload(SOUND), steps, name, cooperative], headers)


@pytest.mark.parametrize("generation", NAMES)
def test_a_cancelled_job_stops_and_the_next_ones_do_not_overlap(generation: str, wire: Wire, log: ServerLog) -> None:
    name = f"first-{generation}"
    first = start(wire, name, MANY_STEPS, function=NAMES[generation])
    queued = {function: start(wire, f"{name}-{function}", 3, function=function) for function in NAMES.values()}
    log.wait_for(name, "step 1")
    first.cancel()
    with pytest.raises(WireError):
        first.result()
    log.wait_for(name, "cancelled")
    assert len(log.events(name)) < MANY_STEPS
    for job in queued.values():
        job.result()
    spans = sorted((log.first_time(who), log.last_time(who)) for who in [name, *(f"{name}-{f}" for f in queued)])
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(log.events(f"{name}-{function}")[-1] == "end" for function in queued)


def test_a_queued_job_that_is_cancelled_never_starts(wire: Wire, log: ServerLog) -> None:
    running, queued = start(wire, "running", MANY_STEPS), start(wire, "queued", 3)
    log.wait_for("running", "step 1")
    waiting = queued.follow()
    assert next(waiting)["msg"] == "estimation"
    queued.cancel()
    waiting.close()  # Gradio 5 forgets a queued job only when its reader leaves
    wait_for(lambda: wire.http.get(f"{wire.prefix}/queue/status").json()["queue_size"] == 0)
    steps = len(log.events("running"))
    wait_for(lambda: len(log.events("running")) > steps + 4)
    running.cancel()
    start(wire, "after-queued", 1).result()
    assert log.events("queued") == []


def test_a_model_that_does_not_listen_delays_the_next_job_instead_of_overlapping(wire: Wire, log: ServerLog) -> None:
    deaf = start(wire, "deaf", 100, cooperative=False)
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


@pytest.mark.parametrize("generation", BY_NAME)
def test_cancelling_by_name_stops_the_callers_job_and_nobody_elses(generation: str, wire: Wire, log: ServerLog) -> None:
    name, (works, cancels) = f"named-{generation}", BY_NAME[generation]
    job = start(wire, name, MANY_STEPS, headers={"x-harp-client": "me"}, function=works)
    log.wait_for(name, "step 1")
    wire.call(cancels, [], headers={"x-harp-client": "somebody else"})
    wire.call(cancels, [])
    steps = len(log.events(name))
    wait_for(lambda: len(log.events(name)) > steps + 4)
    wire.call(cancels, [], headers={"x-harp-client": "me"})
    with pytest.raises(WireError, match="cancelled"):
        job.result()
    log.wait_for(name, "cancelled")


def test_progress_and_words_arrive_while_the_job_runs(wire: Wire) -> None:
    job = start(wire, "told", 40)
    job.result()
    assert job.progress()
    assert set(job.progress()) <= {(step / 40, f"Step {step + 1} of 40") for step in range(40)}
