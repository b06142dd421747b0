# SPDX-License-Identifier: MIT
"""The worker protocol, with a real worker process."""

from __future__ import annotations

import json
import platform

import harp_bridge
import pytest
from support.hosted import hosted

from .fake_gradio import FakeGradio
from .helpers import CONTRACT, contract, wait_until
from .worker_jobs import failure, input_block, start
from .worker_process import Block, WorkerProcess

GOLDEN = CONTRACT / "models.json"


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
