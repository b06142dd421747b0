# SPDX-License-Identifier: MIT
"""Regions that go through a real worker process in real shared blocks."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator

import harp_bridge
import numpy as np
import pytest

from .fake_gradio import FakeGradio, echo
from .helpers import noise, wait_until, wav
from .worker_jobs import failure, finish, input_block, never, start
from .worker_process import Block, WorkerProcess


def test_a_region_goes_through_and_comes_back_bit_for_bit(worker: WorkerProcess, fake: FakeGradio) -> None:
    block = input_block(100_000)
    start(worker, fake, block, values={"1": 7})
    done, result = finish(worker)
    assert np.array_equal(result.samples, block.samples)
    assert done["audio"] == [{"output": "0", "label": "Out", "rate": 44100, "frames": 100_000, "channels": 2}]
    assert (done["data"], done["notes"]) == ([], [])
    joined = fake.seen("/gradio_api/queue/join")[-1].json()["data"]
    assert isinstance(joined, list)
    assert joined[1] == 7
    stages = list(dict.fromkeys(message["stage"] for message in worker.heard if message["ev"] == "progress"))
    assert stages == ["connecting", "uploading", "queued", "running", "downloading", "checking"]


def test_done_comes_after_the_last_mapping_is_gone(worker: WorkerProcess, fake: FakeGradio) -> None:
    for job in range(1, 6):
        start(worker, fake, input_block(), job)
        finish(worker, job)
        assert worker.maps() == []
        assert worker.open_blocks() == []


def test_an_input_is_mapped_for_reading_alone(worker: WorkerProcess, fake: FakeGradio) -> None:
    fake.events = never
    start(worker, fake, input_block())
    worker.hear_until("progress", stage="running")
    assert [line.split()[1] for line in worker.maps()] == ["r--s"]


def test_several_outputs_data_and_notes(worker: WorkerProcess, fake: FakeGradio) -> None:
    fake.controls = {
        "inputs": [{"type": "audio_track", "label": "In"}],
        "outputs": [
            {"type": "audio_track", "label": "Drums"},
            {"type": "json", "label": "Onsets"},
            {"type": "audio_track", "label": "Rest"},
        ],
    }
    broken = noise(500, 1)
    broken[3] = np.nan
    fake.files |= {"/drums": wav(noise(1000), 48000), "/rest": wav(broken)}
    labels = {"meta": {"_type": "pyharp.LabelList"}, "labels": [{"t": 1.5, "label": "\ud800 on", "duration": 0}]}

    async def stems(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        output = [{"path": "/drums"}, labels, {"path": "/rest"}]
        yield {"msg": "process_completed", "success": True, "output": {"data": output}}

    fake.events = stems
    start(worker, fake, input_block())
    blocks = []
    for _ in range(2):
        need = worker.hear_until("need_block")
        blocks.append(Block(need["channels"], need["frames"]))
        worker.say({"op": "block", "job": 1, "output": need["output"]}, blocks[-1])
    done = worker.hear_until("done")
    assert [(entry["output"], entry["label"], entry["rate"]) for entry in done["audio"]] == [
        ("0", "Drums", 48000),
        ("2", "Rest", 44100),
    ]
    assert np.array_equal(blocks[0].samples.T, noise(1000))
    assert blocks[1].samples[0, 3] == 0.0
    assert done["notes"] == ['1 unusable samples of "Rest" were replaced by silence.']
    assert (done["data"][0]["kind"], done["data"][0]["labels"][0]["t"]) == ("labels", 1.5)


def test_how_much_audio_is_wanted_reaches_a_model_without_audio_input(worker: WorkerProcess, fake: FakeGradio) -> None:
    fake.controls = {
        "inputs": [
            {"type": "text_box", "label": "Prompt", "value": ""},
            {"type": "slider", "label": "Duration (s)", "minimum": 1, "maximum": 30, "step": 0.5, "value": 5},
        ],
        "outputs": [{"type": "audio_track", "label": "Out"}],
    }
    fake.files["/tone"] = wav(noise(500))
    given: list[list[object]] = []

    async def tone(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        given.append(data)
        yield {"msg": "process_completed", "success": True, "output": {"data": [{"path": "/tone"}]}}

    fake.events = tone
    for job, more in enumerate([{"duration": 7.5}, {"duration": 99}, {"duration": None}, {}], 1):
        worker.say({"op": "process", "job": job, "address": fake.address, "values": {"0": "a"}, "audio": [], **more})
        _, block = finish(worker, job)
        assert np.array_equal(block.samples.T, noise(500))
    assert given == [["a", 7.5], ["a", 30], ["a", 5], ["a", 5]]
    for job, wrong in enumerate(["long", -1, 1e999, True], 5):
        worker.say({"op": "process", "job": job, "address": fake.address, "values": {}, "audio": [], "duration": wrong})
        assert failure(worker, job)["code"] in ("internal", "control_out_of_range")
    assert len(given) == 4


def test_documents_take_turns(worker: WorkerProcess, fake: FakeGradio) -> None:
    """More jobs than an endpoint is given at once: the one of another document does not wait for all of the first."""
    running: list[object] = []
    go_on = threading.Event()

    async def work(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        running.append(data)
        await asyncio.to_thread(go_on.wait, 60)
        async for message in echo(server, data):
            yield message

    fake.events = work
    at_once = harp_bridge.Settings().parallel_jobs
    for job in range(1, at_once + 3):
        start(worker, fake, input_block(), job, group="a large song")
    wait_until(lambda: len(running) == at_once, "as many as may run do so")
    waiting: set[int] = set()
    while len(waiting) < 2:
        message = worker.hear()
        if message.get("stage") == "queued" and message.get("rank") is not None:
            waiting.add(message["job"])
    start(worker, fake, input_block(), 99, group="a jingle")
    assert worker.hear_until("progress", job=99, stage="queued")["rank"] < 2
    go_on.set()
    ended: set[int] = set()
    while len(ended) < at_once + 3:
        message = worker.hear()
        if message["ev"] == "need_block":
            block = Block(message["channels"], message["frames"])
            worker.say({"op": "block", "job": message["job"], "output": message["output"]}, block)
        elif message["ev"] == "done":
            ended.add(message["job"])


def test_jobs_run_at_the_same_time_and_do_not_mix(worker: WorkerProcess, fake: FakeGradio) -> None:
    fake.events = never
    start(worker, fake, input_block(), job=100)
    worker.hear_until("progress", job=100, stage="running")
    fake.events = echo
    blocks = {job: input_block(20_000, seed=job) for job in range(1, 7)}
    for job, block in blocks.items():
        start(worker, fake, block, job)
    results: dict[int, Block] = {}
    finished: set[int] = set()
    while len(finished) < len(blocks):
        message = worker.hear()
        if message["ev"] == "need_block":
            results[message["job"]] = Block(message["channels"], message["frames"])
            worker.say({"op": "block", "job": message["job"], "output": "0"}, results[message["job"]])
        elif message["ev"] == "done":
            finished.add(message["job"])
        else:
            assert message["ev"] in ("ready", "progress"), message
    for job, block in blocks.items():
        assert np.array_equal(results[job].samples, block.samples)


def test_a_block_that_is_refused_ends_the_job_with_that_code(worker: WorkerProcess, fake: FakeGradio) -> None:
    start(worker, fake, input_block())
    worker.hear_until("need_block")
    worker.say({"op": "no_block", "job": 1, "output": "0", "code": "out_of_memory"})
    assert failure(worker)["code"] == "out_of_memory"
    assert worker.maps() == []


def test_a_block_that_is_too_small_is_an_error_not_a_crash(worker: WorkerProcess, fake: FakeGradio) -> None:
    start(worker, fake, input_block())
    worker.hear_until("need_block")
    worker.say({"op": "block", "job": 1, "output": "0"}, Block(1, 10))
    assert failure(worker)["code"] == "internal"
    worker.say({"op": "ping", "n": 1})
    worker.hear_until("pong", n=1)


def test_the_servers_words_arrive(worker: WorkerProcess, fake: FakeGradio) -> None:
    async def boom(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "log", "log": "careful", "level": "warning"}
        yield {"msg": "process_completed", "success": False, "output": {"error": "Boom."}}

    fake.events = boom
    start(worker, fake, input_block())
    failed = failure(worker)
    assert (failed["code"], failed["message"]) == ("server_error", "Boom.")
    (said,) = [message for message in worker.heard if message.get("message") == "careful"]
    assert (said["stage"], said["level"], said["elapsed"]) == ("running", "warning", pytest.approx(0.0, abs=30.0))


def test_a_flood_of_progress_does_not_pile_up(worker: WorkerProcess, fake: FakeGradio) -> None:
    """The program does not read for a while; what it then gets is bounded and holds the newest."""

    async def chatter(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        for number in range(20_000):
            event = {"msg": "progress", "progress_data": [{"progress": number / 20_000, "desc": "x" * 200}]}
            yield b"data: " + json.dumps(event).encode() + b"\n\n"
        async for message in echo(server, data):
            yield message

    fake.events = chatter
    start(worker, fake, input_block())
    worker.hear_until("progress", stage="running")
    wait_until(lambda: fake.seen(f"/gradio_api/file={fake.folder}/0/in put.wav"), "the job has come to the download")
    finish(worker)
    progress = [message for message in worker.heard if message["ev"] == "progress"]
    assert len(progress) < 10_000
    fractions = [message["fraction"] for message in progress if message["stage"] == "running" and "fraction" in message]
    assert fractions == sorted(fractions)
