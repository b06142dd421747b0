# SPDX-License-Identifier: MIT
"""The worker protocol, with a real worker process and real shared blocks."""

from __future__ import annotations

import asyncio
import base64
import json
import platform
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import harp_bridge
import numpy as np
import pytest
from support.hosted import hosted

from .asking import returning
from .fake_gradio import Answer, FakeGradio, Request, echo
from .helpers import CONTRACT, contract, noise, wait_until, wav
from .worker_process import Block, Message, WorkerProcess


@pytest.fixture
def worker() -> Iterator[WorkerProcess]:
    process = WorkerProcess()
    yield process
    process.stop()


GOLDEN = CONTRACT / "models.json"


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


def test_a_list_of_models_is_fetched_and_what_is_none_is_said(worker: WorkerProcess) -> None:
    with hosted(GOLDEN.read_bytes()) as address:
        worker.say({"op": "models", "job": 3, "address": address})
        assert worker.hear_until("models", job=3)["list"] == contract("normalised/models.json")
    with hosted(b"<html>") as page:
        for job, address in enumerate((page, "what is this", "http://192.168.1.5/models.json", str(GOLDEN)), 4):
            worker.say({"op": "models", "job": job, "address": address})
            failed = failure(worker, job)
            assert failed["code"] == "models_invalid"
            assert failed["detail"]


def test_notes_about_a_list_are_fit_to_be_shown(worker: WorkerProcess) -> None:
    wrong = {"name": "x", "address": "https://" + "a" * 2000, "inputs": [], "outputs": []}
    with hosted(json.dumps({"version": 1, "models": [wrong]}).encode()) as address:
        worker.say({"op": "models", "job": 3, "address": address})
        (note,) = worker.hear_until("models", job=3)["list"]["notes"]
    assert note.startswith("Entry 1 was left out: address ")
    assert len(note) <= 500


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


def test_files_that_the_user_chose_go_along_and_files_come_back(
    worker: WorkerProcess, fake: FakeGradio, tmp_path: Path
) -> None:
    score, recipes = tmp_path / "my song.mid", [tmp_path / "one.txt", tmp_path / "two ü.txt"]
    score.write_bytes(b"MThd" + bytes(20))
    for number, recipe in enumerate(recipes):
        recipe.write_text(f"salt {number}")
    fake.config["dependencies"] = [{"id": 3, "api_name": "harp_controls"}, {"id": 8, "api_name": "harp_process"}]
    fake.controls = {
        "protocol": 1,
        "process": "harp_process",
        "card": {},
        "inputs": [
            {"type": "audio_track", "label": "In"},
            {"type": "midi_track", "label": "Score"},
            {"type": "generic_file", "label": "Recipes", "multiple": True},
            {"type": "generic_file", "label": "Notes", "required": False},
        ],
        "outputs": [{"type": "midi_track", "label": "Melody"}, {"type": "generic_file", "label": "Report"}],
    }
    fake.files |= {"/melody": b"MThd" + bytes(30), "/report": b"A report.\n"}
    given: list[object] = []

    async def work(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        given.extend(data)
        output = [{"path": "/melody", "orig_name": "../x.mid"}, {"path": "/report"}]
        yield {"msg": "process_completed", "success": True, "output": {"data": output}}

    fake.events = work
    start(worker, fake, input_block(), files={"1": [str(score)], "2": [str(path) for path in recipes]})
    done = worker.hear_until("done")

    def arrived(value: object) -> bytes:
        assert isinstance(value, dict)
        return fake.files[value["path"]]

    _, melody_in, recipes_in, notes_in = given
    assert arrived(melody_in) == score.read_bytes()
    assert isinstance(recipes_in, list)
    assert [arrived(entry) for entry in recipes_in] == [b"salt 0", b"salt 1"]
    assert notes_in is None
    assert str(tmp_path).encode() not in b"".join(request.body for request in fake.requests)
    melody, report = done["data"]
    assert (melody["kind"], melody["output"], melody["name"]) == ("midi", "0", "Melody.mid")
    assert base64.b64decode(melody["content"]) == fake.files["/melody"]
    assert (report["kind"], report["output"], report["name"]) == ("file", "1", "Report.txt")
    assert base64.b64decode(report["content"]) == b"A report.\n"
    assert (done["audio"], done["notes"]) == ([], [])


def test_a_file_that_the_worker_cannot_send_back_is_left_out_with_a_note(
    worker: WorkerProcess, fake: FakeGradio
) -> None:
    fake.controls = {
        "inputs": [{"type": "audio_track", "label": "In"}],
        "outputs": [{"type": "generic_file", "label": "Huge"}, {"type": "generic_file", "label": "Small"}],
    }
    fake.files |= {"/huge": bytes(9 << 20), "/small": b"words"}
    returning(fake, {"path": "/huge"}, {"path": "/small"})
    start(worker, fake, input_block())
    done = worker.hear_until("done")
    assert [entry["label"] for entry in done["data"]] == ["Small"]
    assert done["notes"] == ['The file "Huge" of 9.4 MB is too large to be shown here.']


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"1": ["/no/such/file.mid"]}, "file_unreadable"),
        ({"1": []}, "required_input_missing"),
        ({"1": ["/etc/hostname", "/etc/hostname"]}, "control_out_of_range"),
        ({"7": ["/etc/hostname"]}, "control_unknown"),
        ({"1": "/etc/hostname"}, "internal"),
        ({"1": [7]}, "internal"),
        ([], "internal"),
    ],
)
def test_files_that_do_not_fit_end_the_job_before_the_model_runs(
    worker: WorkerProcess, fake: FakeGradio, files: object, code: str
) -> None:
    inputs = [{"type": "audio_track", "label": "In"}, {"type": "midi_track", "label": "Score"}]
    fake.controls = {"inputs": inputs, "outputs": [{"type": "audio_track", "label": "Out"}]}
    start(worker, fake, input_block(), files=files)
    assert failure(worker)["code"] == code
    assert [entry.json()["fn_index"] for entry in fake.seen("/gradio_api/queue/join")] in ([], [3])
    assert worker.open_blocks() == []


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


@pytest.mark.parametrize("told", [True, False], ids=["alone", "stopped"])
def test_the_last_word_of_a_cancelled_job_says_whether_the_model_may_go_on(
    worker: WorkerProcess, fake: FakeGradio, told: bool
) -> None:
    async def works(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        if not told:  # one that works in steps stops between two of them
            yield {"msg": "process_generating", "success": True, "output": {"data": [None]}}
        yield {"msg": "progress", "progress_data": [{"progress": 0.5}]}
        await asyncio.sleep(3600)

    fake.events = works
    start(worker, fake, input_block())
    worker.hear_until("progress", stage="running", fraction=0.5)
    worker.say({"op": "cancel", "job": 1})
    ended = worker.hear_until("ended", job=1)
    assert ("go on working" in ended.get("note", "")) == told


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
