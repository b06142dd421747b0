# SPDX-License-Identifier: MIT
"""Functions in child processes: what is refused, what survives the way there, and how they end."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest
from gradio.context import LocalContext
from pyharp._child_process import ChildProcess
from pyharp._isolation import InProcess
from pyharp._jobs import Job, running_job
from pyharp._target import Target
from support.environment import environment_with
from support.servers import REPOSITORY
from support.wire import wait_for

import pyharp
from pyharp import _isolation

APPS = Path(__file__).parent / "apps"


def runs(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Any]]:
    """The model of apps/deeds.py in a child process, one child for all tests unless one of them ends it."""
    folder = tmp_path_factory.mktemp("isolation")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(APPS))
        patch.setenv("HARP_TEST_LOG", str(folder / "log"))
        patch.setenv("GRADIO_TEMP_DIR", str(folder / "files"))
        isolated = pyharp.in_process("deeds:process")
        assert isinstance(isolated, InProcess)
        yield isolated
        isolated.close()


@pytest.fixture
def folder(model: Callable[..., Any]) -> Path:
    return Path(os.environ["HARP_TEST_LOG"]).parent


def seen_by(model: Callable[..., Any], *args: Any) -> dict[str, Any]:
    (label,) = model("report", "report", *args).labels
    seen: dict[str, Any] = json.loads(label.label)
    return seen


def local_function() -> Callable[..., Any]:
    def local() -> None: ...

    return local


class Running:
    """A job in a thread of its own."""

    def __init__(self, model: Callable[..., Any], *args: Any) -> None:
        self.job = Job()
        self.outcome: list[Any] = []
        self._context = copy_context()
        self._context.run(running_job.set, self.job)
        self.job.start_clock(600)
        self._thread = threading.Thread(target=self._work, args=(model, args), daemon=True)
        self._thread.start()

    def _work(self, model: Callable[..., Any], args: tuple[Any, ...]) -> None:
        try:
            self.outcome.append(self._context.run(model, *args))
        except BaseException as error:
            self.outcome.append(error)

    def end(self) -> Any:
        self._thread.join(240)
        (outcome,) = self.outcome
        return outcome


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda: None, r"Write it as a function with `def`"),
        (local_function(), r"local is defined inside of another function.*Move it to the top level"),
        (Path("x").exists, r"exists is a method of an object"),
        (logging.StreamHandler(), r"A StreamHandler cannot run in a process of its own"),
        ("process", r'Write "module:function"'),
        ("my model:process", r'Write "module:function"'),
    ],
)
def test_what_another_process_cannot_find_is_refused_in_words(function: Any, words: str) -> None:
    with pytest.raises(pyharp.EndpointError, match=words):
        pyharp.in_process(function)


GUARDED = 'if __name__ == "__main__":\n    demo.launch()\n'


@pytest.mark.parametrize(
    ("ending", "words"),
    [
        ("demo.launch()\n", "line 7 starts the server"),
        ("", "it has no such guard"),
        ("with demo:\n    pyharp.serve(demo)\n" + GUARDED, "line 8 starts the server"),
        (GUARDED, ""),
        ("def main():\n    demo.launch()\nif '__main__' == __name__:\n    main()\n", ""),
        ("if __name__ != '__main__':\n    pass\n", "it has no such guard"),
    ],
)
def test_a_script_that_would_start_a_second_server_is_refused_in_words(ending: str, words: str, tmp_path: Path) -> None:
    script = tmp_path / "app.py"
    start = "import pyharp\n\n\ndef process(audio):\n    return audio\n\n"
    script.write_text(start + ending)
    names: dict[str, Any] = {"__name__": "__main__", "__file__": str(script)}
    exec(compile(start, str(script), "exec"), names)
    if words:
        with pytest.raises(pyharp.EndpointError, match=rf"app\.py again.*{words}.*if __name__ =="):
            pyharp.in_process(names["process"])
    else:
        assert isinstance(pyharp.in_process(names["process"]), InProcess)


def test_a_child_keeps_what_it_has_loaded_and_sees_its_job(model: Callable[..., Any]) -> None:
    request = gr.Request(headers={"x-who": "a musician"}, session_hash="s")
    first, second = seen_by(model, request), seen_by(model)
    assert first["pid"] == first["loaded_in"] == first["group"] == second["pid"] != os.getpid()
    assert second["jobs"] == first["jobs"] + 1
    assert first["main_thread"]
    assert (first["who"], first["session"], second["who"]) == ("a musician", "s", None)
    assert first["job"] != second["job"]
    assert first["input"] == ""
    assert model.__module__ == InProcess.__module__  # named by a string, its module was not imported here
    assert "deeds" not in sys.modules


def test_errors_keep_their_words(model: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(gr.Error, match=r"The model is out of breath\."):
        model("fail", "fail")
    with pytest.raises(RuntimeError, match="a number was odd"):
        model("stumble", "stumble")
    assert "in stumble" in caplog.text
    with pytest.raises(pyharp.Cancelled):
        model("give_up", "give_up")
    with pytest.raises(gr.Error) as shown:
        model("long_error", "long_error")
    assert shown.value.duration is None
    assert seen_by(model)["jobs"] >= 5, "none of this ends the child"


def test_what_does_not_survive_the_way_is_an_error_of_that_job_alone(
    model: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = type("Stranger", (), {"__module__": "nowhere"})
    monkeypatch.setitem(sys.modules, "nowhere", SimpleNamespace(Stranger=stranger))
    child = seen_by(model)["pid"]
    for given, words in [
        (threading.Lock(), r"was given cannot go to its process \(TypeError: cannot pickle .*lock.*must be paths"),
        (stranger(), r"cannot read what it was given \(ModuleNotFoundError: No module named 'nowhere'\)"),
    ]:
        with pytest.raises(gr.Error, match=words):
            model("report", given)
    for deed, words in [
        ("unpicklable", r"The lock that the model returned cannot leave its process \(TypeError"),
        ("unreadable", r"returned cannot be read outside of its process \(ValueError: invalid literal"),
    ]:
        with pytest.raises(gr.Error, match=words):
            model(deed, deed)
    with pytest.raises(RuntimeError, match="Odd"):
        model("odd", "odd")
    (label,) = model("lock_in_message", "").labels
    assert json.loads(label.label)["pid"] == child, "none of this ends the child"


def test_what_a_left_thread_reports_does_not_reach_the_next_job(model: Callable[..., Any]) -> None:
    reports: list[tuple[str, str]] = []

    def set_progress(event: str, units: list[Any]) -> None:
        reports.extend((event, unit.desc) for unit in units)

    def job(event: str, deed: str) -> None:
        LocalContext.event_id.set(event)
        LocalContext.blocks.set(SimpleNamespace(_queue=SimpleNamespace(set_progress=set_progress)))  # type: ignore[arg-type]
        model(deed, event)

    copy_context().run(job, "first", "leave_behind")
    copy_context().run(job, "second", "follow")
    assert [report for report in reports if report[1] in ("first", "second")] == [("second", "second")]


def test_a_child_that_has_loaded_is_taken_before_one_that_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    isolated = pyharp.in_process("deeds:process")
    assert isinstance(isolated, InProcess)
    children: Any = [SimpleNamespace(is_ready=ready, has_ended=lambda: False) for ready in (False, True, False)]
    monkeypatch.setattr(isolated, "_idle", list(children))
    assert [children.index(isolated._take()) for _ in children] == [1, 0, 2]


def test_a_clock_that_is_stopped_while_it_is_read_has_no_time_left() -> None:
    class Stopped(Job):
        def __getattribute__(self, name: str) -> Any:
            value = super().__getattribute__(name)
            if name == "_deadline":
                self.start_clock(None)
            return value

    job = Stopped()
    job.start_clock(600)
    assert job.seconds_left is not None
    assert job.seconds_left is None


def test_a_child_that_talks_nonsense_is_replaced(model: Callable[..., Any]) -> None:
    child = seen_by(model)["pid"]
    error = Running(model, "garble", "garble").end()
    assert isinstance(error, gr.Error)
    assert "sent something that cannot be read, and was ended. Try again." in str(error)
    assert not runs(child)
    assert seen_by(model)["pid"] != child


def test_a_child_that_ends_by_itself_is_said_and_replaced(model: Callable[..., Any]) -> None:
    before = seen_by(model)
    with pytest.raises(gr.Error, match=r"ended unexpectedly \(exit code 3\)\. Try again: it starts anew\."):
        model("leave", "leave")
    after = seen_by(model)
    assert (after["pid"] != before["pid"], after["jobs"]) == (True, 1)


def program_of(deed: str, folder: Path) -> int:
    line = wait_for(lambda: next((x for x in lines(folder) if x.startswith(f"{deed} program:")), None), 240)
    return int(line.split(":")[1].split()[0])


@pytest.mark.parametrize("deed", ["hang", "stubborn"])
def test_a_cancelled_job_ends_the_whole_tree(deed: str, model: Callable[..., Any], folder: Path) -> None:
    child = seen_by(model)["pid"]
    running = Running(model, deed, deed)
    program = program_of(deed, folder)
    assert runs(program)
    running.job.cancel()
    assert isinstance(running.end(), pyharp.Cancelled)
    assert not runs(child)
    wait_for(lambda: not runs(program))
    assert not [x for x in lines(folder) if x.startswith(f"{deed} end")]
    assert seen_by(model)["pid"] != child


def test_a_child_that_is_killed_in_the_middle_is_said_and_replaced(model: Callable[..., Any], folder: Path) -> None:
    child = seen_by(model)["pid"]
    running = Running(model, "hang", "killed")
    program = program_of("killed", folder)
    os.kill(child, signal.SIGKILL)
    error = running.end()
    assert isinstance(error, gr.Error)
    assert "ended unexpectedly (signal 9, as when memory runs out). Try again" in str(error)
    wait_for(lambda: not runs(program))
    assert seen_by(model)["pid"] != child


def test_while_the_model_loads_the_job_is_told_so_and_its_time_does_not_run(
    model: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = tmp_path / "gate"
    said: list[str] = []
    started: list[int] = []

    class Recorded(ChildProcess):
        def __init__(self, target: Target) -> None:
            super().__init__(target)
            started.append(self.pid)

    monkeypatch.setenv("HARP_TEST_GATE", str(gate))
    monkeypatch.setattr(_isolation, "_say", said.append)
    monkeypatch.setattr(_isolation, "ChildProcess", Recorded)
    loading = pyharp.in_process("slow_loading:process")
    assert isinstance(loading, InProcess)
    first = Running(loading)
    wait_for(lambda: said == ["Loading the model"])
    assert first.job.seconds_left is None
    first.job.cancel()
    assert isinstance(first.end(), pyharp.Cancelled)
    second = Running(loading)
    wait_for(lambda: len(said) == 2)
    gate.touch()
    assert [second.end()] == started, "one process, which went on loading for the next job"
    assert second.job.seconds_left is not None
    assert said == ["Loading the model", "Loading the model", "Processing"]
    loading.close()


def test_a_model_that_does_not_come_to_its_end_of_loading_is_given_up(
    model: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HARP_TEST_GATE", str(tmp_path / "never"))
    loading = pyharp.in_process("slow_loading:process", start_timeout=0.1)
    with pytest.raises(gr.Error, match=r"The model was not loaded within 0\.1 seconds\. Try again later"):
        loading()


def lines(folder: Path) -> list[str]:
    log = folder / "log"
    return [line for line in log.read_text().splitlines(keepends=True) if line.endswith("\n")] if log.exists() else []


def test_a_module_that_cannot_be_loaded_is_said(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(gr.Error, match=r"could not be started: ModuleNotFoundError: No module named 'nowhere'"):
        pyharp.in_process("nowhere.to:be_found")()
    assert "Traceback" in caplog.text


def test_a_child_dies_with_its_server(tmp_path: Path) -> None:
    program = (
        "import os, signal, threading, pyharp\n"
        "model = pyharp.in_process('deeds:process')\n"
        "print(model('report', '').labels[0].label, flush=True)\n"
        "threading.Thread(target=model, args=('hang', 'hang'), daemon=True).start()\n"
        "threading.Event().wait()\n"
    )
    environment = environment_with(APPS, REPOSITORY / "pyharp" / "src", HARP_TEST_LOG=str(tmp_path / "log"))
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment) as server:
        assert server.stdout is not None
        child = json.loads(server.stdout.readline())["pid"]
        line = wait_for(lambda: next((x for x in lines(tmp_path) if "program:" in x), None))
        program_of_model = int(line.split(":")[1].split()[0])
        assert runs(child)
        assert runs(program_of_model)
        server.kill()
    wait_for(lambda: not runs(child))
    wait_for(lambda: not runs(program_of_model))


def test_on_zero_gpu_there_is_no_child(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    assert pyharp.in_process(local_function) is local_function
    assert "local_function gets no process of its own from pyharp: a ZeroGPU Space already gives it one" in caplog.text
    assert pyharp.in_process("os.path:basename")("a/b") == "b"
