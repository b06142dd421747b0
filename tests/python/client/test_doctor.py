# SPDX-License-Identifier: MIT
"""The doctor names what is in the way, step by step, and does nothing that a job would do."""

from __future__ import annotations

import asyncio
import json
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from harp_bridge import Audio, FloatArray, Settings
from harp_bridge._cli.main import main
from harp_bridge._doctor.examine import examine
from harp_bridge._doctor.installation import examine_installation
from harp_bridge._doctor.report import Line, Report
from harp_bridge._places.tokens import Secret
from harp_bridge._settings import UploadFormat
from harp_bridge._sound.bodies import choose, formats

from .asking import answering
from .fake_gradio import AUDIO_TO_AUDIO, Answer, FakeGradio, Handler, Request
from .fake_hub import TOKEN, FakeHub, FakeSpace
from .helpers import run
from .places import impatient, save
from .tls_front import EXPIRED, GOOD, TlsFront


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return impatient(tmp_path)


def look(typed: str, settings: Settings) -> Report:
    return run(examine(typed, settings))


def line(report: Report, name: str) -> Line:
    found = [line for line in report.lines if line.name == name]
    assert found, report.text()
    return found[0]


def test_a_healthy_endpoint_is_all_well(fake: FakeGradio, tmp_path: Path) -> None:
    report = look(fake.address, impatient(tmp_path, far_round_trip=3600.0))
    assert report.worst == "ok" and report.code == "", report.text()
    assert [entry.name for entry in report.lines] == [
        "address",
        "login",
        "connection",
        "encryption",
        "app",
        "model",
        "inputs",
        "outputs",
        "privacy",
        "distance",
        "queue",
        "result",
    ]
    assert "Gradio 6.0.0" in line(report, "app").text
    assert line(report, "model").text.startswith("Fake")
    assert line(report, "inputs").text == "audio: In, slider: Gain"
    assert "stays on this computer" in line(report, "privacy").text
    assert "near" in line(report, "distance").text and "float32" in line(report, "distance").text
    assert fake.audio_bytes == 0
    joined = [request.json()["fn_index"] for request in fake.seen("/gradio_api/queue/join")]
    assert joined == [3], "the description was asked for, the model was not run"


def test_a_far_server_gets_another_format(fake: FakeGradio, tmp_path: Path) -> None:
    def late(usual: Handler) -> Handler:
        async def handler(request: Request, answer: Answer) -> None:
            await asyncio.sleep(0.01)  # what a reply from far away takes
            await usual(request, answer)

        return handler

    fake.routes["/config"] = late(fake._config)
    fake.routes["/gradio_api/queue/join"] = late(fake._join)
    fake.routes["/gradio_api/queue/data"] = late(fake._data)
    report = look(fake.address, impatient(tmp_path, far_round_trip=0.0001))
    assert line(report, "distance").text.startswith("far")
    assert "as FLAC with 24 bit when" in line(report, "distance").text
    assert line(report, "distance").text.endswith("else as float32 WAV")


EXACTLY_24 = (np.arange(-500, 500, dtype=np.float32) / 2**15).reshape(-1, 1)
FINER = (np.arange(1000, dtype=np.float32) / 3001).reshape(-1, 1)
BEYOND = EXACTLY_24 * 128


@pytest.mark.parametrize("wanted", ["auto", "float", "flac24", "pcm16"])
@pytest.mark.parametrize("sixteen_bit", [False, True])
@pytest.mark.parametrize("far", [False, True])
def test_what_the_page_says_of_the_format_is_what_a_job_does(
    wanted: UploadFormat, sixteen_bit: bool, far: bool
) -> None:
    server = {"far": far, "sixteen_bit": sixteen_bit}
    best, other, condition = formats(wanted, **server)

    def chosen(samples: FloatArray) -> str:
        return run(choose(Audio(samples, 44100), wanted, **server)).format

    exact, finer, beyond = chosen(EXACTLY_24), chosen(FINER), chosen(BEYOND)
    expected = {
        "": (best, best, best),
        "when no sample is beyond full scale": (best, best, other),
    }
    assert (exact, finer, beyond) == expected[condition]


def test_the_page_is_one_page(fake: FakeGradio, settings: Settings) -> None:
    page = look(fake.address, settings).text().splitlines()
    assert len(page) < 40 and max(map(len, page)) < 160
    assert page[0] == f"About {fake.address}"
    assert page[-1].endswith("A job can run.")


@pytest.mark.parametrize(
    ("typed", "name", "code"),
    [
        ("hello world", "address", "address_invalid"),
        ("https://me:s3cr3t-pass@lab.example", "address", "address_invalid"),
        ("http://8.8.8.8:7860", "address", "insecure_address"),
        ("http://no-such-host.invalid:7860", "address", "host_unreachable"),
        ("https://no-such-host.invalid", "name", "host_unreachable"),
        ("user/no-such-space", "Hub", "space_unknown"),
    ],
)
def test_what_is_wrong_with_an_address_is_named(hub: FakeHub, tmp_path: Path, typed: str, name: str, code: str) -> None:
    report = look(typed, impatient(tmp_path, hub_url=hub.url))
    assert report.lines[-2].name == name and report.code == code, report.text()
    assert report.lines[-2].next and report.lines[-1].text == "A job would not run."
    assert "s3cr3t" not in report.text() + json.dumps(report.to_json())


def test_a_closed_port_is_named(settings: Settings) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        report = look(f"127.0.0.1:{probe.getsockname()[1]}", settings)
    assert line(report, "connection").code == "host_unreachable"
    assert "refused" in line(report, "connection").text


@pytest.mark.parametrize(
    ("status", "code"), [(404, "not_gradio"), (401, "login_required"), (503, "host_unreachable"), (429, "rate_limited")]
)
def test_what_the_server_answers_is_named(fake: FakeGradio, settings: Settings, status: int, code: str) -> None:
    fake.routes["/config"] = answering(status, b"<html>")
    report = look(fake.address, settings)
    assert line(report, "connection").status == "ok"
    assert line(report, "app").code == report.code == code


def test_an_app_without_a_use_for_harp_is_named(fake: FakeGradio, settings: Settings) -> None:
    fake.config["dependencies"] = []
    assert line(look(fake.address, settings), "app").code == "not_harp"


def test_a_full_queue_is_a_warning(fake: FakeGradio, settings: Settings) -> None:
    fake.routes["/gradio_api/queue/status"] = answering(200, b'{"msg": "estimation", "queue_size": 7}')
    report = look(fake.address, settings)
    assert line(report, "queue") == Line("warn", "queue", "7 jobs are waiting", "Yours will wait for them.")
    assert report.worst == "warn" and report.code == ""


@pytest.mark.parametrize(
    ("stage", "status", "code", "words"),
    [
        ("SLEEPING", "warn", "", "asleep"),
        ("BUILDING", "warn", "", "being built"),
        ("PAUSED", "fail", "space_paused", "paused"),
        ("RUNTIME_ERROR", "fail", "space_failed", "crashed"),
    ],
)
def test_a_space_that_does_not_run_is_explained_and_not_woken(
    hub: FakeHub, fake: FakeGradio, tmp_path: Path, stage: str, status: str, code: str, words: str
) -> None:
    hub.spaces["user/one"] = FakeSpace(fake.address, [stage])
    report = look("user/one", impatient(tmp_path, hub_url=hub.url, hub_private=True))
    assert (line(report, "Hub").status, report.code) == (status, code), report.text()
    assert words in line(report, "Hub").text
    assert not fake.requests


def test_what_is_saved_is_said_and_not_shown(hub: FakeHub, fake: FakeGradio, tmp_path: Path) -> None:
    settings = impatient(tmp_path, hub_url=hub.url, hub_private=True)
    hub.spaces["user/one"] = FakeSpace(fake.address, private=True)
    save(settings, hub.url, Secret(token=TOKEN))
    report = look("user/one", settings)
    assert report.worst == "ok", report.text()
    assert "token of the Hub is sent" in line(report, "login").text
    assert TOKEN[3:] not in report.text() + json.dumps(report.to_json())
    save(settings, fake.address, Secret(user="me", password="correct horse"))
    assert "password of me" in line(look(fake.address, settings), "login").text
    Path(str(settings.token_file)).chmod(0o644)
    assert line(look(fake.address, settings), "login").code == "token_unwritable"


def test_certificates_are_explained(fake: FakeGradio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = impatient(tmp_path, hosts={"lab.test": "127.0.0.1"})
    front, old = TlsFront(fake.port), TlsFront(fake.port, EXPIRED)
    try:
        foreign = look(f"https://lab.test:{front.port}", settings)
        assert line(foreign, "certificate").code == foreign.code == "certificate_invalid"
        (tmp_path / "trusted.pem").write_text(GOOD)
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "trusted.pem"))
        good = look(f"https://lab.test:{front.port}", settings)
        assert good.worst == "ok", good.text()
        assert "TLSv1.3, issued by Certificates of a test, valid for another" in line(good, "certificate").text
        assert "leaves this computer for lab.test" in line(good, "privacy").text
        (tmp_path / "trusted.pem").write_text(EXPIRED)
        assert "expired" in line(look(f"https://lab.test:{old.port}", settings), "certificate").text
    finally:
        front.stop()
        old.stop()


def test_a_redirect_is_told(fake: FakeGradio, settings: Settings) -> None:
    async def move(request: Request, answer: Answer) -> None:
        await answer.send(307, b"", location="/app/config")

    fake.routes |= {"/config": move, "/app/config": fake._config}
    fake.routes |= {"/app/gradio_api/queue/join": fake._join, "/app/gradio_api/queue/data": fake._data}
    report = look(fake.address, settings)
    assert line(report, "redirect").text.endswith("/app")


def test_a_server_cannot_write_what_it_likes_on_the_page(fake: FakeGradio, settings: Settings) -> None:
    fake.controls = {**dict(fake.controls), "card": {"name": f"\x1b[2Jgone {TOKEN}" + "x" * 5000}}  # type: ignore[call-overload]
    page = look(fake.address, settings).text()
    assert "\x1b" not in page and TOKEN not in page and len(page) < 6000


def test_a_name_of_many_lines_does_not_push_the_rest_off_the_page(fake: FakeGradio, settings: Settings) -> None:
    fake.controls = {**AUDIO_TO_AUDIO, "card": {"name": "a\n" * 300, "author": "b\u2028\tc\x85" * 50}}
    report = look(fake.address, settings)
    assert report.worst == "ok", report.text()
    assert line(report, "model").text.startswith("a a a")
    assert len(report.text().splitlines()) == 1 + len(report.lines) < 40


def test_a_whole_installation_is_well_and_an_open_file_of_tokens_is_not(settings: Settings) -> None:
    report = run(examine_installation(settings))
    assert report.worst == "ok", report.text()
    assert {"Python", "httpx", "audio", "worker", "tokens"} <= {entry.name for entry in report.lines}
    assert "protocol 1" in line(report, "worker").text
    save(settings, "https://lab.example", Secret(token="a-lab-token"))
    Path(str(settings.token_file)).chmod(0o644)
    report = run(examine_installation(settings))
    assert line(report, "tokens").code == report.code == "token_unwritable"
    assert "a-lab-token" not in report.text()


def test_a_worker_that_does_not_start_is_named(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    report = run(examine_installation(settings))
    assert line(report, "worker").code == "worker_missing"


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = main(["doctor", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_the_command_ends_with_the_code_that_a_job_would_end_with(
    fake: FakeGradio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    code, said = command(capsys, fake.address)
    assert (code, said["result"], said["code"]) == (0, "ok", "")
    assert {"status", "name", "text"} <= set(said["checks"][0])
    assert command(capsys, "http://8.8.8.8")[0] == 3
    # Whoever insists gets it; the host "far.test" stands for one beyond the private network.
    far = f"http://far.test:{fake.port}"
    monkeypatch.setattr("harp_bridge._places.pinning.is_private", lambda address: False)
    assert command(capsys, far, "--resolve", "far.test=127.0.0.1")[1]["code"] == "insecure_address"
    assert command(capsys, far, "--resolve", "far.test=127.0.0.1", "--insecure-http")[0] == 0
    fake.config["dependencies"] = []
    assert command(capsys, fake.address)[0] == 4
    assert main(["doctor", fake.address]) == 4
    assert "FAIL" in capsys.readouterr().out
