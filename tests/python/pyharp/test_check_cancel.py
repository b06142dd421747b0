# SPDX-License-Identifier: MIT
"""Whether cancelled work has stopped: judged by the job itself, wherever it runs, and by nothing else."""

from __future__ import annotations

import importlib
import os
import re
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gradio as gr
import pytest
from pyharp._child_process import ChildProcess
from pyharp.check import check
from pyharp.check._cancelling import _watch
from pyharp.check._failures import failure
from pyharp.check._trials import Trial
from pyharp.testing import FakeClient, JobCancelled, JobFailed, noise
from pyharp.testing._hosting import JOB
from support.wire import wait_for

import pyharp

APPS = Path(__file__).parent / "apps"
#: Seconds of sound; the check sends less, but for the job that it cancels.
LONG = 5.0


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "gradio"))
    monkeypatch.setenv("GRADIO_SSR_MODE", "False")
    monkeypatch.syspath_prepend(str(APPS))


def test_threads_of_the_app_itself_are_not_the_job_and_a_refusal_is_no_fault() -> None:
    report = check(APPS / "with_threads.py", patience=10)
    assert report.exit_code(strict=True) == 0, report.text(verbose=True)
    assert "cancel: the work stops, and the next job runs" in report.done
    assert "jobs: 3 of 3 as promised" in report.done
    (refused,) = [finding for finding in report.findings if finding.code == "refused"]
    assert refused.level == "note"
    assert refused.what.endswith("tells the musician why: Select at least a tenth of a second.")


@pytest.fixture
def handed_on() -> Iterator[tuple[gr.Blocks, threading.Event]]:
    """An app that hands its work on long sound to a thread of its own, and the end of that work."""
    may_end, pool = threading.Event(), ThreadPoolExecutor(1)

    def work(path: str) -> str:
        may_end.wait(60)
        return path

    def process(audio: str) -> str:
        samples, rate = pyharp.load_audio(audio)
        if len(samples) < LONG * rate:
            return audio
        result = pool.submit(work, audio)
        while not result.done():
            pyharp.check_cancelled()
            time.sleep(0.005)
        return result.result()

    with gr.Blocks() as demo:
        pyharp.build_endpoint(
            pyharp.ModelCard("Pool"), [gr.Audio(type="filepath", label="In")], [gr.Audio(type="filepath")], process
        )
    yield demo, may_end
    may_end.set()
    pool.shutdown()


def test_work_that_a_cancelled_job_left_to_another_thread_is_seen(
    handed_on: tuple[gr.Blocks, threading.Event],
) -> None:
    demo, may_end = handed_on
    with FakeClient(demo) as client:
        running = client.submit(noise(LONG))
        assert running.wait_until_running()
        wait_for(lambda: "work" in str(client.served.activity()))
        running.cancel()
        with pytest.raises(JobCancelled):
            running.result()
        assert _watch(client, set(), time.monotonic(), 0.2) == (None, True)
        may_end.set()
        assert _watch(client, set(), time.monotonic(), 60)[1] is False


def test_by_its_address_alone_nothing_is_said_about_the_work_that_a_cancelled_job_left(
    handed_on: tuple[gr.Blocks, threading.Event],
) -> None:
    demo, _ = handed_on
    with FakeClient(demo) as client:
        report = check(client.address, patience=60)
    # The work goes on in its thread, which the check cannot know.
    assert report.ok, report.text(verbose=True)
    assert "cancel: the next job runs; from outside nobody sees whether the work stopped" in report.done
    assert "the work stops" not in report.text(verbose=True)
    assert "stops after cancel" not in report.seconds


def test_an_isolated_job_is_judged_by_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    with FakeClient(importlib.import_module("isolated_sleeper").demo) as client:
        running = client.submit(noise(600.0, 100, 1), 100)
        assert running.wait_until_running()
        found = wait_for(lambda: re.search(r"process (\d+) of job", str(client.served.activity())))
        with monkeypatch.context() as patch:
            patch.setattr(ChildProcess, "_signal", lambda *ignored: None)
            running.cancel()
            with pytest.raises(JobCancelled):
                running.result()
            assert _watch(client, set(), time.monotonic(), 0.2) == (None, True), "the process goes on"
            assert {what for _, what in client.served.activity() or ()} == {JOB}
            os.killpg(int(found[1]), signal.SIGKILL)
            assert _watch(client, set(), time.monotonic(), 60)[1] is False
        running = client.submit(noise(600.0, 100, 1), 100)
        assert running.wait_until_running()
        wait_for(lambda: "process" in str(client.served.activity()))
        running.cancel()
        assert _watch(client, set(), time.monotonic(), 60)[1] is False


BY_APP = 'Traceback (most recent call last):\n  File "/app/app.py", line 3, in process\n'
BY_PYHARP = BY_APP + '  File "/lib/pyharp/_results.py", line 3, in _path\n'


@pytest.mark.parametrize(
    ("essential", "said", "log", "meant", "level"),
    [
        (False, "Too short.", BY_APP + "gradio.exceptions.Error: 'Too short.'\n", True, "note"),
        (False, "Too short.", "", True, "note"),
        (True, "Too short.", BY_APP + "gradio.exceptions.Error: 'Too short.'\n", True, "fault"),
        (False, "index 3 is out of bounds", BY_APP + "IndexError: index 3 is out of bounds\n", False, "warning"),
        (False, "index 3 is out of bounds", "", False, "warning"),
        (False, "The model returned int.", BY_PYHARP + "gradio.exceptions.Error: 'The model'\n", True, "warning"),
        (False, "The model returned int.", "", True, "warning"),
        (False, "", "", False, "warning"),
    ],
)
def test_only_what_an_app_says_itself_about_an_unusual_job_is_a_note(
    essential: bool, said: str, log: str, meant: bool, level: str
) -> None:
    assert failure(Trial("code", "with 10 ms of sound", None, essential=essential), said, log, meant).level == level


def test_only_a_gr_error_is_told_as_meant_for_the_user() -> None:
    def refuse(sound: str) -> str:
        raise gr.Error("Too short.")

    def crash(sound: str) -> str:
        raise IndexError("index 3 is out of bounds")

    for function, meant in ((refuse, True), (crash, False)):
        with gr.Blocks() as demo:
            track, out = gr.Audio(type="filepath"), gr.Audio(type="filepath")
            pyharp.build_endpoint(pyharp.ModelCard("Fails"), [track], [out], function)
        with FakeClient(demo) as client, pytest.raises(JobFailed) as failed:
            client.process(noise(0.1, 44100, 1), 44100)
        assert failed.value.meant is meant, failed.value
