# SPDX-License-Identifier: MIT
"""What runs leave on the disk stays bounded."""

from __future__ import annotations

import os
from pathlib import Path

import gradio as gr
import pytest
from pyharp._leftovers import Leftovers
from support.servers import start_endpoint
from support.sounds import noise, wav_bytes
from support.wire import Wire, wait_for

import pyharp

DAY = 86400.0
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
        wait_for(lambda: not list(results.iterdir()))  # although nobody sends another job


def test_a_server_leaves_alone_what_another_in_its_folder_keeps_for_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    folders = {name: tmp_path / "harp" / name for name in ("for ever", "for a week", "forgotten")}
    for folder in folders.values():
        folder.mkdir(parents=True)
        os.utime(folder, (0, 0))
    Leftovers(None).keep("for ever")
    Leftovers(7 * DAY).keep("for a week")
    Leftovers(60).sweep(None)
    assert {name for name, folder in folders.items() if folder.exists()} == {"for ever", "for a week"}
    for folder in folders.values():  # as it looks a week later
        if folder.exists():
            os.utime(folder, (0, folder.stat().st_mtime - 7 * DAY))
    Leftovers(60).sweep(None)
    assert {name for name, folder in folders.items() if folder.exists()} == {"for ever"}


def test_uploads_are_deleted_when_they_are_old_and_nothing_else_is(tmp_path: Path) -> None:
    with gr.Blocks(delete_cache=(3600, 100)) as demo:
        shown = gr.Audio()
    files = {name: tmp_path / f"{name}.wav" for name in ("upload", "kept by a component", "of another app")}
    for path in files.values():
        path.write_bytes(b"sound")
    demo.upload_file_set.update({str(files["upload"]), str(tmp_path / "gone")})
    shown.temp_files.add(str(files["kept by a component"]))
    shown.keep_in_cache.add(str(files["kept by a component"]))
    Leftovers(None).sweep(demo)
    assert len(list(tmp_path.iterdir())) == 3, "none is old"
    demo.delete_cache = (3600, -1)
    Leftovers(None).sweep(demo)
    assert sorted(path.stem for path in tmp_path.iterdir()) == ["kept by a component", "of another app"]
    assert demo.upload_file_set == set()


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
