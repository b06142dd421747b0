# SPDX-License-Identifier: MIT
"""The worker protocol, with a real worker process and real shared blocks."""

from __future__ import annotations

import asyncio
import json
import platform
from collections.abc import AsyncIterator, Iterator

import harp_bridge
import numpy as np
import pytest

from .fake_gradio import Answer, FakeGradio, Request, echo
from .helpers import noise, wait_until, wav
from .worker_process import Block, Message, WorkerProcess


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    process = WorkerProcess()
    yield process
    process.stop()


def input_block(frames: int = 4410, seed: int = 1) -> Block:
    block = Block(2, frames)
    block.samples[:] = noise(frames, 2, seed).T
    return block


def start(worker: WorkerProcess, fake: FakeGradio, block: Block, job: int = 1, **more: object) -> None:
    channels, frames = block.samples.shape
    audio = [{"input": "0", "frames": frames, "channels": channels, "rate": 44100.0}]
    worker.say({"op": "process", "job": job, "address": fake.address, "values": {}, "audio": audio, **more}, block)


def finish(worker: WorkerProcess, job: int = 1) -> tuple[Message, Block]:
    need = worker.hear_until("need_block", job=job)
    block = Block(need["channels"], need["frames"])
    worker.say({"op": "block", "job": job, "output": need["output"]}, block)
    return worker.hear_until("done", job=job), block


def failure(worker: WorkerProcess, job: int = 1) -> Message:
    return worker.hear_until("failed", job=job)


async def never(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
    yield {"msg": "process_starts", "eta": None}
    await asyncio.sleep(3600)


def test_the_first_word_is_ready_and_stdout_stays_empty(worker: WorkerProcess) -> None:
    ready = {"ev": "ready", "protocol": 1, "version": harp_bridge.__version__, "python": platform.python_version()}
    assert worker.hear() == ready
    worker.say({"op": "quit"})
    assert worker.leave() == (0, b"", b"")


def test_an_endpoint_is_described(worker: WorkerProcess, fake: FakeGradio) -> None:
    worker.say({"op": "describe", "job": 7, "address": fake.address})
    described = worker.hear_until("described", job=7)
    assert described["description"] == harp_bridge.describe(fake.address).to_json()
    worker.say({"op": "describe", "job": 8, "address": "ftp://x"})
    failed = failure(worker, 8)
    assert (failed["code"], failed["message"]) == ("address_invalid", "")
    assert failed["detail"]


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


@pytest.mark.parametrize("stage", ["connecting", "uploading", "queued", "running", "downloading", "need_block"])
def test_a_job_is_cancelled_at_any_stage(worker: WorkerProcess, fake: FakeGradio, stage: str) -> None:
    async def hang(request: Request, answer: Answer) -> None:
        await asyncio.sleep(3600)

    async def half(request: Request, answer: Answer) -> None:
        content = wav(noise(100_000))
        await answer.head(200, {"content-length": str(len(content))})
        await answer.raw(content[: len(content) // 2])
        await asyncio.sleep(3600)

    async def waits(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "estimation", "rank": 5, "queue_size": 6, "rank_eta": None}
        await asyncio.sleep(3600)

    routes = {"connecting": ("/config", hang), "uploading": ("/gradio_api/upload", hang), "downloading": ("file", half)}
    if stage in routes:
        fake.routes[routes[stage][0]] = routes[stage][1]
    fake.events = {"queued": waits, "running": never}.get(stage, echo)
    start(worker, fake, input_block(400_000))
    if stage == "need_block":
        worker.hear_until("need_block")
    else:
        worker.hear_until("progress", stage=stage)
    fake.routes["/gradio_api/cancel"] = hang  # the answer does not wait for the server
    worker.say({"op": "cancel", "job": 1})
    worker.hear_until("ended", job=1)
    assert worker.maps() == []
    assert worker.open_blocks() == []
    if stage in ("queued", "running"):
        fake.wait_for("/gradio_api/cancel")
    fake.routes.clear()
    fake.events = echo
    block = input_block()
    start(worker, fake, block, job=2)
    assert np.array_equal(finish(worker, 2)[1].samples, block.samples)


def test_cancelling_a_job_that_has_just_ended_is_answered(worker: WorkerProcess, fake: FakeGradio) -> None:
    start(worker, fake, input_block())
    finish(worker)
    worker.say({"op": "cancel", "job": 1})
    worker.hear_until("ended", job=1)


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


def test_pings_are_answered_all_along_while_long_audio_is_worked_on(worker: WorkerProcess, fake: FakeGradio) -> None:
    frames = 44100 * 120
    start(worker, fake, input_block(frames))
    waiting, number, result = False, 0, None
    while True:
        if not waiting:
            number += 1
            waiting = True
            worker.say({"op": "ping", "n": number})
        message = worker.hear()
        if message["ev"] == "pong":
            waiting = False
        elif message["ev"] == "need_block":
            result = Block(message["channels"], message["frames"])
            worker.say({"op": "block", "job": 1, "output": "0"}, result)
        elif message["ev"] == "done":
            break
        else:
            assert message["ev"] in ("ready", "progress"), message
    assert result is not None
    assert number > 20


def test_a_program_that_goes_away_ends_the_worker_and_the_server_hears_of_it(
    worker: WorkerProcess, fake: FakeGradio
) -> None:
    fake.events = never
    start(worker, fake, input_block())
    worker.hear_until("progress", stage="running")
    worker.hang_up()
    assert worker.leave() == (0, b"", b"")
    fake.wait_for("/gradio_api/cancel")


def test_quit_ends_the_jobs_and_the_worker_even_when_the_server_is_deaf(
    worker: WorkerProcess, fake: FakeGradio
) -> None:
    async def deaf(request: Request, answer: Answer) -> None:
        await asyncio.sleep(3600)

    fake.events = never
    fake.routes["/gradio_api/cancel"] = deaf
    start(worker, fake, input_block())
    worker.hear_until("progress", stage="running")
    worker.say({"op": "quit"})
    worker.hear_until("ended", job=1)
    assert worker.leave()[0] == 0


@pytest.mark.parametrize(
    "line",
    [
        b"nonsense\n",
        b"[1]\n",
        b'{"op":"dance"}\n',
        b'{"op":"process"}\n',
        b'{"op":"cancel","job":"1"}\n',
        b'{"op":"process","job":1,"address":"x","audio":[],"fds":1}\n',
        b'{"op":"ping","fds":-1}\n',
    ],
)
def test_what_is_not_in_the_protocol_ends_the_worker(worker: WorkerProcess, line: bytes) -> None:
    worker.hear_until("ready")
    worker.say_bytes(line)
    code, out, _ = worker.leave()
    assert (code, out) == (0, b"")


@pytest.mark.parametrize(
    ("audio", "code"),
    [
        ([], "required_input_missing"),
        ([{"input": "0", "frames": 0, "channels": 2, "rate": 44100}], "region_empty"),
        ([{"input": "9", "frames": 10, "channels": 2, "rate": 44100}], "control_unknown"),
        ([{"input": "0", "frames": 10_000_000, "channels": 2, "rate": 44100}], "internal"),
        ([{"input": "0", "frames": -1, "channels": 2, "rate": 44100}], "internal"),
        ([{"input": "0", "channels": 2, "rate": 44100}], "internal"),
        ("text", "internal"),
    ],
)
def test_a_request_that_does_not_fit_fails_and_the_worker_lives_on(
    worker: WorkerProcess, fake: FakeGradio, audio: object, code: str
) -> None:
    message = {"op": "process", "job": 1, "address": fake.address, "values": {}, "audio": audio}
    worker.say(message, Block(2, 100))
    assert failure(worker)["code"] == code
    assert fake.audio_bytes == 0
    wait_until(lambda: worker.open_blocks() == [], "the descriptors are closed")
    worker.say({"op": "ping", "n": 3})
    worker.hear_until("pong", n=3)


def test_a_flood_of_progress_does_not_pile_up(worker: WorkerProcess, fake: FakeGradio) -> None:
    """The program does not read for a while; what it then gets is bounded and holds the newest."""

    async def chatter(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        for number in range(20_000):
            event = {"msg": "progress", "progress_data": [{"progress": number / 20_000, "desc": "x" * 200}]}
            yield b"data: " + json.dumps(event).encode() + b"\n\n"
        server.chattered = True  # type: ignore[attr-defined]
        async for message in echo(server, data):
            yield message

    fake.events = chatter
    start(worker, fake, input_block())
    worker.hear_until("progress", stage="running")
    wait_until(lambda: fake.seen("/gradio_api/file=/tmp/fake/0/in put.wav"), "the job has come to the download")
    finish(worker)
    progress = [message for message in worker.heard if message["ev"] == "progress"]
    assert len(progress) < 10_000
    fractions = [message["fraction"] for message in progress if message["stage"] == "running" and "fraction" in message]
    assert fractions == sorted(fractions)
