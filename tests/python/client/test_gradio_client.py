# SPDX-License-Identifier: MIT
"""What is special about the transport that goes through gradio_client; what is common is in test_real_gradio.py."""

from __future__ import annotations

import asyncio
import builtins
import json
import os
import socket
import tempfile
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import SimpleNamespace

import gradio_client
import harp_bridge
import httpx
import numpy as np
import pytest
from harp_bridge import Client, Settings
from harp_bridge._progress import Stages
from harp_bridge._transport.connections import Pool
from harp_bridge._transport.gradio_client import GradioClientTransport, _refused
from harp_bridge._transport.link import Link

from .cli import harp, read
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises, run, until, wait_until, wav
from .real_gradio import RealGradio

OVER = Settings(transport="gradio_client", retry_pauses=(0.01, 0.01))


def sockets() -> int:
    """Open connections of this process."""
    count = 0
    for entry in Path("/proc/self/fd").iterdir():
        try:
            count += str(entry.readlink()).startswith("socket:")
        except OSError:
            continue
    return count


def answering(value: object) -> Callable[[Request, Answer], Awaitable[None]]:
    async def handler(request: Request, answer: Answer) -> None:
        await answer.json(200, value)

    return handler


def complete(fake: FakeGradio) -> FakeGradio:
    """The scripted server with as much of a configuration as gradio_client wants to see."""
    components = [{"id": n, "type": kind, "props": {}} for n, kind in enumerate(("audio", "slider", "audio", "json"))]
    fake.config["components"] = components
    fake.config["connect_heartbeat"] = False
    fake.config["dependencies"] = [
        {"id": 3, "api_name": "controls", "inputs": [], "outputs": [3], "cancels": []},
        {"id": 8, "api_name": "process", "inputs": [0, 1], "outputs": [2], "cancels": []},
    ]
    info = {"named_endpoints": {}, "unnamed_endpoints": {}}
    fake.routes["/gradio_api/info"] = answering(info)
    return fake


@pytest.fixture
def app(fake: FakeGradio) -> FakeGradio:
    return complete(fake)


def test_a_job_leaves_no_file_no_thread_and_no_connection(
    gradio: RealGradio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = gradio.address
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    harp_bridge.process(address, noise(), 44100, settings=OVER)
    before, threads = sockets(), threading.active_count()
    for _ in range(2):
        result = harp_bridge.process(address, noise(), 44100, settings=OVER)
        assert np.array_equal(result.samples, noise())
    assert list(tmp_path.iterdir()) == []
    wait_until(lambda: threading.active_count() <= threads, "the threads end")
    wait_until(lambda: sockets() <= before, "the connections end")


def test_no_token_is_sent_and_no_report_on_itself(app: FakeGradio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secretsecretsecret")
    monkeypatch.setattr(gradio_client.Client, "_telemetry_thread", lambda self: pytest.fail("a report"))
    harp_bridge.process(app.address, noise(), 44100, settings=OVER)
    assert len(app.requests) > 5
    for request in app.requests:
        assert "hf_secret" not in str(request.headers)
    assert os.environ["GRADIO_ANALYTICS_ENABLED"] == "False"


def test_the_server_cannot_ask_for_a_file_of_this_machine(app: FakeGradio, tmp_path: Path) -> None:
    private = tmp_path / "private.txt"
    private.write_text("my diary")
    hidden = {"path": str(private), "meta": {"_type": "gradio.FileData"}}
    app.config["components"] = [
        {"id": 0, "type": "audio", "props": {"label": "In", "type": "filepath"}},
        {"id": 1, "type": "json", "props": {"label": "Hidden", "value": hidden, "visible": False}},
        {"id": 2, "type": "audio", "props": {"label": "Out", "type": "filepath"}},
    ]
    app.config["dependencies"] = [
        {"id": 8, "api_name": "process", "inputs": [0, 1], "outputs": [2], "cancels": [], "targets": [], "types": {}}
    ]
    with raises("inputs_unsupported") as caught:
        harp_bridge.process(app.address, noise(), 44100, settings=OVER)
    assert "by its name on this computer" in caught.value.detail
    assert not [request for request in app.requests if b"diary" in request.body]


@pytest.mark.parametrize("lie", ["prefix", "version"])
def test_an_app_that_leads_to_another_host_is_refused(
    app: FakeGradio, lie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = FakeGradio()
    # Where gradio_client asks about apps of long ago.
    monkeypatch.setattr(gradio_client.utils, "SPACE_FETCHER_URL", f"{elsewhere.address}/fetch")
    lies = {"prefix": {"api_prefix": f"{elsewhere.address}/gradio_api"}, "version": {"version": "3.1.0"}}[lie]
    honest, asked = dict(app.config), 0

    async def two_faced(request: Request, answer: Answer) -> None:
        nonlocal asked
        asked += 1
        await answer.json(200, honest if asked == 1 else {**honest, **lies})

    app.routes["/config"] = two_faced
    try:
        with raises("not_harp") as caught:
            harp_bridge.describe(app.address, settings=OVER)
        assert "the app says" in caught.value.detail
        assert elsewhere.requests == []
    finally:
        elsewhere.stop()


def test_a_silent_server_is_given_up_and_hung_up(app: FakeGradio) -> None:
    released = asyncio.Event()

    async def silent(request: Request, answer: Answer) -> None:
        await answer.head(200, {"content-type": "text/event-stream", "transfer-encoding": "chunked"})
        await released.wait()

    harp_bridge.describe(app.address, settings=OVER)
    app.routes["/gradio_api/queue/data"] = silent
    patient = Settings(transport="gradio_client", idle_timeout=1.0, reply_timeout=60.0, cancel_wait=0.5)
    with raises("no_sign_of_life") as caught:
        harp_bridge.describe(app.address, settings=patient)
    assert "not a byte" in caught.value.detail
    wait_until(lambda: not [t for t in threading.enumerate() if "ThreadPoolExecutor" in t.name], "its threads end")


def test_a_job_cancelled_while_it_is_sent_is_taken_back_once_it_has_a_name(app: FakeGradio) -> None:
    arrived, go_on = threading.Event(), threading.Event()

    async def slow_upload(request: Request, answer: Answer) -> None:
        arrived.set()
        await asyncio.to_thread(go_on.wait)
        await answer.json(200, ["/tmp/fake/0/a.wav"])

    async def work() -> None:
        async with Client(OVER) as client:
            job = asyncio.create_task(client.process(app.address, noise(), 44100))
            await until(arrived.is_set, "the upload begins")
            job.cancel()
            await asyncio.wait([job], timeout=30)
            assert job.cancelled(), "the upload still goes on"
            go_on.set()
            await until(lambda: [r for r in app.seen("/gradio_api/cancel") if r.json()["event_id"]], "it is taken back")

    app.routes["/gradio_api/upload"] = slow_upload
    try:
        run(work())
    finally:
        go_on.set()


def test_a_long_upload_is_a_sign_of_life_as_long_as_its_own_limit_lets_it_go_on() -> None:
    class Noted(Stages):
        count = 0

        def alive(self) -> None:
            self.count += 1

    async def work() -> int:
        pool = Pool(OVER)
        transport = GradioClientTransport(Link(pool, "http://127.0.0.1:1", OVER), OVER, lambda work: None)
        stages, quiet = Noted(None), SimpleNamespace(line=SimpleNamespace(heard=None))
        transport._watch(quiet, stages)  # type: ignore[arg-type]
        assert stages.count == 0  # nothing goes, so silence is silence
        transport._made.add("a.wav")
        transport._watch(quiet, stages)  # type: ignore[arg-type]
        await pool.aclose()
        return stages.count

    assert run(work()) == 1


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [("upload", 503, "server_lost"), ("upload", 429, "rate_limited"), ("upload", 413, "upload_refused"),
     ("queue/data", 503, "server_lost"), ("queue/data", 500, "server_error")],
)  # fmt: skip
def test_what_is_refused_has_the_name_that_the_other_transport_gives_it(path: str, status: int, code: str) -> None:
    request = httpx.Request("POST", f"http://127.0.0.1:1/gradio_api/{path}")
    assert _refused(httpx.HTTPStatusError("", request=request, response=httpx.Response(status)), "").code == code


def test_without_it_there_is_a_clear_sentence(app: FakeGradio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    song = tmp_path / "in.wav"
    song.write_bytes(wav(noise()))
    harp("process", app.address, song, "--transport", "gradio_client")
    assert np.array_equal(read(tmp_path / "in-Fake.wav"), noise())
    real = builtins.__import__

    def without(name: str, *rest: object, **named: object) -> object:
        if name == "gradio_client":
            raise ImportError("No module named 'gradio_client'")
        return real(name, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    done = harp("process", app.address, song, "--transport", "gradio_client", "--json", code=2)
    assert "pip install 'harp-bridge[gradio-client]'" in done.stderr
    assert json.loads(done.stdout)["error"]["code"] == "command_invalid"
    harp("process", app.address, song, "-o", tmp_path / "direct.wav")


def test_a_name_that_is_pinned_is_not_looked_up(app: FakeGradio) -> None:
    pinned = Settings(transport="gradio_client", hosts={"studio.test": "127.0.0.1"})
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("studio.test", 80)
    result = harp_bridge.process(f"http://studio.test:{app.port}", noise(), 44100, settings=pinned)
    assert np.array_equal(result.samples, noise())
    assert {request.headers["host"] for request in app.requests} == {f"studio.test:{app.port}"}
