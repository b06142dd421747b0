# SPDX-License-Identifier: MIT
"""Wrong addresses, servers that are something else, and requests that do not fit."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import harp_bridge
import numpy as np
import pytest
from harp_bridge import Audio, HarpError

from .asking import BRISK, IMPATIENT, answering, describe, process
from .fake_gradio import Answer, FakeGradio, Request
from .helpers import noise, raises, wav


def test_nobody_listens() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
        with raises("host_unreachable"):
            harp_bridge.describe(address, settings=BRISK)


def test_a_server_that_accepts_but_never_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, raises("no_sign_of_life"):
        harp_bridge.describe(f"127.0.0.1:{silent.getsockname()[1]}", settings=IMPATIENT)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"<html>It works!</html>"),
        (200, b""),
        (200, b"[]"),
        (200, b'{"hello": "world"}'),
        (200, b'{"version": "6", "dependencies": 3}'),
        (200, b'{"version": "6", "dependencies": ["x"]}'),
        (200, b'{"version": "6", "dependencies": [{"api_name": "controls", "id": "x"}]}'),
        (200, b'{"version": "6", "dependencies": [], "api_prefix": "//elsewhere.example"}'),
        (200, b'{"version": "6", "dependencies": [], "api_prefix": 3}'),
        (200, b"[" * 100_000),
        (404, b"Not Found"),
        (500, b"{}"),
    ],
)
def test_something_answers_that_is_no_gradio_app(fake: FakeGradio, status: int, body: bytes) -> None:
    fake.routes["/config"] = answering(status, body)
    with raises("not_gradio") as caught:
        describe(fake)
    assert "/config" in caught.value.detail


def test_something_answers_that_does_not_even_speak_http(fake: FakeGradio) -> None:
    async def shell(request: Request, answer: Answer) -> None:
        await answer.raw(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")
        answer.hang_up()

    fake.routes["/config"] = shell
    with raises("not_gradio"):
        describe(fake)


@pytest.mark.parametrize("hang_up", ["closed", "reset"])
def test_somebody_takes_the_call_and_hangs_up_without_a_word(fake: FakeGradio, hang_up: str) -> None:
    async def silent(request: Request, answer: Answer) -> None:
        answer.keep = False
        if hang_up == "reset":
            answer.hang_up()
        else:
            answer.writer.close()

    fake.routes["/config"] = silent
    with raises("host_unreachable"):
        describe(fake)
    assert len(fake.seen("/config")) == 3


def test_a_gateway_without_its_server_is_unreachable(fake: FakeGradio) -> None:
    fake.routes["/config"] = answering(502, b"Bad Gateway")
    with raises("host_unreachable"):
        describe(fake)
    assert len(fake.seen("/config")) == 3


def test_a_private_app_asks_for_a_login(fake: FakeGradio) -> None:
    fake.routes["/config"] = answering(401, b'{"detail": "Not authenticated"}')
    with raises("login_required"):
        describe(fake)


@pytest.mark.parametrize("names", [[], ["predict"], ["controls"], ["process"]])
def test_a_gradio_app_without_harps_functions_is_no_harp_endpoint(fake: FakeGradio, names: list[str]) -> None:
    fake.config["dependencies"] = [{"id": i, "api_name": name} for i, name in enumerate(names)]
    with raises("not_harp"):
        describe(fake)


def test_a_gradio_too_old_for_apps_without_pyharp_is_named(fake: FakeGradio) -> None:
    fake.config |= {"version": "3.50.2", "protocol": "ws", "dependencies": [{"api_name": "predict"}]}
    with raises("not_harp") as caught:
        describe(fake)
    assert "3.50.2" in caught.value.detail


@pytest.mark.parametrize(
    ("controls", "code"),
    [
        ("nonsense", "not_harp"),
        ({"inputs": [], "outputs": [], "protocol": 7}, "protocol_newer"),
        ({"inputs": [{"type": "hologram", "label": "Image"}], "outputs": []}, "inputs_unsupported"),
    ],
)
def test_an_endpoint_that_cannot_be_used_is_refused_before_anything_is_sent(
    fake: FakeGradio, controls: object, code: str
) -> None:
    fake.controls = controls
    with raises(code):
        describe(fake)
    with raises(code):
        process(fake)
    assert fake.audio_bytes == 0


def bad_request(fake: FakeGradio, code: str, **request: object) -> HarpError:
    request = {"samples": noise(), "rate": 44100, **request}
    with raises(code) as caught:
        harp_bridge.process(fake.address, settings=BRISK, **request)  # type: ignore[arg-type]
    assert fake.audio_bytes == 0
    assert not [entry for entry in fake.seen("/gradio_api/queue/join") if entry.json()["fn_index"] == 8]
    error = caught.value
    assert isinstance(error, HarpError)
    return error


def test_values_that_do_not_fit_are_refused_before_anything_is_sent(fake: FakeGradio) -> None:
    assert "0 to 10" in bad_request(fake, "control_out_of_range", values={"Gain": 11}).detail
    assert "Volume" in bad_request(fake, "control_unknown", values={"Volume": 1}).detail


def test_audio_that_does_not_fit_is_refused_before_anything_is_sent(fake: FakeGradio) -> None:
    bad_request(fake, "region_empty", samples=np.zeros((0, 2), np.float32))
    assert '"In"' in bad_request(fake, "required_input_missing", samples=None, rate=None).detail
    bad_request(fake, "control_unknown", audio={"Side chain": Audio(noise(), 44100)})
    fake.controls = {"inputs": [], "outputs": [{"type": "audio_track", "label": "Out"}]}
    fake.config["app_id"] = 2
    bad_request(fake, "control_unknown")


def test_an_endpoint_without_audio_input_gets_none(fake: FakeGradio) -> None:
    fake.controls = {
        "inputs": [{"type": "slider", "label": "Pitch", "minimum": 0, "maximum": 9, "step": 1, "value": 4}],
        "outputs": [{"type": "audio_track", "label": "Out"}],
    }
    fake.files["/tone.wav"] = wav(noise())
    heard: list[object] = []

    async def tone(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        heard.extend(data)
        yield {"msg": "process_completed", "success": True, "output": {"data": [{"path": "/tone.wav"}]}}

    fake.events = tone
    result = harp_bridge.process(fake.address, values={"Pitch": 7}, settings=BRISK)
    assert heard == [7]
    assert np.array_equal(result.samples, noise())
    assert fake.audio_bytes == 0
