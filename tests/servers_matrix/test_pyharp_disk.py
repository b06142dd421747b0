# SPDX-License-Identifier: MIT
"""The disk of a server that has run a thousand jobs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.gradios import GRADIOS, python_of
from support.servers import REPOSITORY, start_endpoint
from support.sounds import noise, wav_bytes
from support.wire import Wire, wait_for

APP = REPOSITORY / "tests" / "python" / "pyharp" / "apps" / "tidy.py"
RUNS = 1000
FRAMES = 1000


@pytest.mark.parametrize("gradio", GRADIOS)
def test_a_thousand_runs_leave_nothing_for_good(gradio: str) -> None:
    environment = {"HARP_TEST_KEEP": "5", "HARP_TEST_UPLOADS": "5"}  # long enough to fetch a result when busy
    with start_endpoint(APP, python_of(gradio), environment) as server, Wire(server.address) as wire:
        folder = server.log.parent / "files"
        most = 0
        for number in range(RUNS):
            sound = wire.upload(wav_bytes(noise(FRAMES, seed=number) * 0.2, subtype="PCM_16"))
            (result,) = wire.run("process", [sound])
            assert wire.download(result)
            if number % 20 == 0:
                most = max(most, files_in(folder))
        assert most < 1.5 * RUNS, "of two files per run some are deleted while the server works, not at its end"

        def only_the_last() -> bool:
            wait_for(lambda: files_in(folder) == 0)  # although nobody sends another job
            wire.run("process", [wire.upload(wav_bytes(noise(FRAMES) * 0.2, subtype="PCM_16"))])
            return files_in(folder) + folders_in(folder) < RUNS / 10

        wait_for(only_the_last)
        print(f"Gradio {gradio}: at most {most} files in {RUNS} runs, {files_in(folder)} at the end")


def files_in(folder: Path) -> int:
    """Unlike others, this way to walk does not mind what is deleted meanwhile."""
    return sum(len(files) for _, _, files in os.walk(folder))


def folders_in(folder: Path) -> int:
    return sum(len(folders) for _, folders, _ in os.walk(folder))
