# SPDX-License-Identifier: MIT
"""What runs leave on the disk stays bounded."""

from __future__ import annotations

import time
from pathlib import Path

import gradio as gr
import pytest
from support.servers import start_endpoint
from support.sounds import noise, wav_bytes
from support.wire import Wire

import pyharp

APP = Path(__file__).parent / "apps" / "tidy.py"


def test_fifty_runs_leave_no_more_than_the_last_ones(gradio6: str) -> None:
    environment = {"HARP_TEST_KEEP": "0.2", "HARP_TEST_UPLOADS": "3600"}
    with start_endpoint(APP, gradio6, environment) as server, Wire(server.address) as wire:
        results = server.log.parent / "files" / "harp"
        sound = wire.upload(wav_bytes(noise(1000)))
        most = 0
        for _ in range(50):
            wire.run("process", [sound])
            most = max(most, len(list(results.iterdir())))
        assert most > 0
        time.sleep(0.3)
        wire.run("process", [sound])
        assert len(list(results.iterdir())) == 1


@pytest.mark.parametrize(
    ("own", "options", "expected"),
    [
        (None, {}, (900, 3600)),
        (None, {"timeout": 3600}, (900, 7200)),
        (None, {"timeout": None}, (900, 86400)),
        (None, {"keep_files": None}, None),
        ((5, 6), {}, (5, 6)),
    ],
)
def test_uploads_are_deleted_by_gradio_unless_the_app_has_decided_itself(
    own: tuple[int, int] | None, options: dict[str, float | None], expected: tuple[int, int] | None
) -> None:
    with gr.Blocks(delete_cache=own) as demo:
        pyharp.build_endpoint(
            pyharp.ModelCard("Card"), [gr.Audio(type="filepath")], [gr.Audio()], lambda path: path, **options
        )
    assert demo.delete_cache == expected
