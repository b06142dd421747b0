# SPDX-License-Identifier: MIT
"""The runner without a server: every kind of function, its end, its place, its time and its files."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from gradio.context import LocalContext
from pyharp._runner import Runner
from support.wire import wait_for

import pyharp
from pyharp import _runner


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where results of jobs lie."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    return tmp_path / "harp"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []


def same(value: Any) -> Any:
    return value


def run(runner: Runner, *args: Any) -> Any:
    return asyncio.run(runner.wrapped(same)(*args))


def plain(value: str) -> str:
    return value + "!"


async def asynchronous(value: str) -> str:
    await asyncio.sleep(0)
    return value + "!"


def yields(value: str) -> Iterator[str]:
    yield value
    yield value + "!"


def yields_and_returns(value: str) -> Any:
    yield value
    return value + "!"


async def yields_asynchronously(value: str) -> AsyncIterator[str]:
    yield value
    yield value + "!"


@pytest.mark.parametrize("function", [plain, asynchronous, yields, yields_and_returns, yields_asynchronously])
def test_a_function_of_any_kind_gives_its_last_value(function: Callable[..., Any], folder: Path) -> None:
    assert run(Runner(function), "done") == "done!"


async def until(condition: Callable[[], bool]) -> None:
    """Wait while the loop goes on; the condition changes in other threads."""
    while not condition():  # noqa: ASYNC110
        await asyncio.sleep(0.001)


async def cancelled_in_the_middle(function: Callable[..., Any], started: Callable[[], bool]) -> None:
    task = asyncio.ensure_future(Runner(function).wrapped(same)())
    await until(started)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@pytest.mark.parametrize("kind", ["generator", "async generator", "async"])
def test_a_function_that_yields_or_awaits_can_be_cancelled_there(kind: str, folder: Path) -> None:
    seen: list[str] = []

    def generator() -> Iterator[int]:
        try:
            for step in range(10_000):
                seen.append("step")
                time.sleep(0.001)
                yield step
        finally:
            seen.append("closed")

    async def async_generator() -> AsyncIterator[int]:
        try:
            for step in range(10_000):
                seen.append("step")
                await asyncio.sleep(0.001)
                yield step
        finally:
            seen.append("closed")

    async def async_plain() -> None:
        try:
            seen.append("step")
            await asyncio.sleep(600)
        finally:
            seen.append("closed")

    function = {"generator": generator, "async generator": async_generator, "async": async_plain}[kind]
    asyncio.run(cancelled_in_the_middle(function, lambda: "step" in seen))
    assert seen[-1] == "closed"
    assert len(seen) < 5000


def test_a_job_that_takes_too_long_is_told_so_and_leaves_no_file(folder: Path) -> None:
    stopped = threading.Event()

    def slow() -> None:
        Path(pyharp.output_path("half.wav")).write_bytes(b"half")
        try:
            while True:
                pyharp.check_cancelled()
                time.sleep(0.005)
        finally:
            stopped.set()

    with pytest.raises(gr.Error, match=r"took longer than 1\.5 seconds and was stopped\. Process a shorter region\."):
        run(Runner(slow, timeout=1.5))
    assert stopped.is_set()
    assert files(folder) == []


def test_a_stated_time_reads_like_time() -> None:
    assert [_runner._span(seconds) for seconds in (1, 90, 120, 900, 1000)] == [
        "1 second",
        "90 seconds",
        "2 minutes",
        "15 minutes",
        "17 minutes",
    ]


def test_a_function_that_does_not_stop_keeps_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(_runner, "GRACE_SECONDS", 0.02)
    running, most, may_end = 0, 0, threading.Event()

    def deaf(patience: float) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        may_end.wait(patience)
        running -= 1

    async def all_of_them() -> None:
        runner = Runner(deaf, timeout=0.1)
        work = runner.wrapped(same)
        with caplog.at_level(logging.WARNING, "pyharp"), pytest.raises(gr.Error, match="took longer"):
            await work(600)
        assert "still running" in caplog.text
        with pytest.raises(gr.Error, match="busy with a cancelled job that does not stop"):
            await work(0)
        runner._timeout = 60.0
        asyncio.get_running_loop().call_later(0.05, may_end.set)
        await work(0)

    asyncio.run(all_of_them())
    assert most == 1


@pytest.mark.parametrize(("limit", "expected"), [(1, 1), (3, 3), (None, 6)])
def test_as_many_jobs_run_at_once_as_the_limit_says(limit: int | None, expected: int, folder: Path) -> None:
    inside, most, lock = 0, 0, threading.Lock()
    full = threading.Event()

    def work() -> None:
        nonlocal inside, most
        with lock:
            inside += 1
            most = max(most, inside)
            if inside >= expected:
                full.set()
        full.wait(60)
        time.sleep(0.01)
        with lock:
            inside -= 1

    async def all_of_them() -> None:
        runner = Runner(work, limit).wrapped(same)
        await asyncio.gather(*(runner() for _ in range(6)))

    asyncio.run(all_of_them())
    assert most == expected


def test_files_go_with_a_job_that_failed_or_was_cancelled_and_stay_with_one_that_did_not(folder: Path) -> None:
    begun = threading.Event()

    def work(way: str) -> str:
        path = pyharp.output_path("song.wav")
        Path(path).write_bytes(b"sound")
        if way == "wait":
            begun.set()
            while True:
                pyharp.progress(0.5)
                time.sleep(0.005)
        if way == "fail":
            raise ValueError
        return path

    def refuse(value: Any) -> Any:
        raise gr.Error("The model returned nonsense.")

    async def steps() -> None:
        runner = Runner(work)
        kept = await runner.wrapped(same)("well")
        for way in ("fail", "wait"):
            task = asyncio.ensure_future(runner.wrapped(same)(way))
            if way == "wait":
                await asyncio.to_thread(begun.wait)
                task.cancel()
            with pytest.raises((ValueError, asyncio.CancelledError)):
                await task
        with pytest.raises(gr.Error, match="nonsense"):
            await runner.wrapped(refuse)("well")
        await asyncio.sleep(0)
        assert files(folder) == [Path(kept)]

    asyncio.run(steps())


def test_results_are_deleted_when_they_have_been_kept_long_enough(folder: Path) -> None:
    def work() -> str:
        path = pyharp.output_path("song.wav")
        Path(path).write_bytes(b"sound")
        return path

    async def steps() -> None:
        runner = Runner(work, keep=0.05).wrapped(same)
        old = Path(await runner())
        while old in files(folder):
            assert len(files(folder)) < 400
            await runner()
        for_ever = Path(await Runner(work, keep=None).wrapped(same)())
        await asyncio.sleep(0.1)
        await runner()
        assert for_ever in files(folder)

    asyncio.run(steps())


def in_request(work: Awaitable[Any], client: str = "", session: str = "") -> asyncio.Task[Any]:
    """Start a job as a caller of that name and session."""
    headers = {"x-harp-client": client} if client else {}
    token = LocalContext.request.set(gr.Request(headers=headers, session_hash=session))
    try:
        return asyncio.ensure_future(work)  # type: ignore[return-value]
    finally:
        LocalContext.request.reset(token)


def test_cancel_reaches_the_jobs_of_its_caller_and_no_others(folder: Path) -> None:
    running: set[str] = set()

    def work(name: str) -> None:
        running.add(name)
        try:
            while True:
                pyharp.check_cancelled()
                time.sleep(0.002)
        finally:
            running.discard(name)

    async def steps() -> None:
        runner = Runner(work, None)
        jobs = {
            name: in_request(runner.wrapped(same)(name), client, session)
            for name, client, session in [("a", "me", "1"), ("b", "you", "2"), ("c", "", "3"), ("d", "", "")]
        }
        await until(lambda: len(running) == 4)
        assert runner.cancel("", "") == 0
        assert runner.cancel("somebody", "else") == 0
        for client, session, name in [("me", "", "a"), ("", "3", "c"), ("you", "9", "b")]:
            assert runner.cancel(client, session) == 1
            with pytest.raises(gr.Error, match="cancelled"):
                await jobs.pop(name)
            assert name not in running
        jobs["d"].cancel()

    asyncio.run(steps())


def test_the_token_of_a_job(folder: Path) -> None:
    called: list[str] = []

    def work() -> tuple[bool, float | None, str]:
        job = pyharp.current_job()
        assert job is not None
        job.on_cancel(lambda: called.append("first"))
        before = job.is_cancelled
        taken_back = lambda: called.append("never")  # noqa: E731
        job.on_cancel(taken_back)
        assert job.forget(taken_back)
        left = job.seconds_left
        job.cancel()
        job.cancel()
        assert pyharp.cancelled()
        job.on_cancel(lambda: called.append("late"))
        assert not job.forget(taken_back)
        called.append(f"{before} {left is not None and 0 < left <= 900}")
        return before, left, job.id

    with pytest.raises(gr.Error, match="cancelled"):
        run(Runner(work))
    wait_for(lambda: len(called) == 3)
    assert called == ["first", "late", "False True"]
    assert pyharp.current_job() is None
    assert not pyharp.cancelled()
    pyharp.check_cancelled()
    pyharp.progress(0.5, "nobody listens")
