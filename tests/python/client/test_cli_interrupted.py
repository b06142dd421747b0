# SPDX-License-Identifier: MIT
"""The first Ctrl-C ends the command harp-bridge where it waits for somebody to type."""

from __future__ import annotations

import contextlib
import os
import pty
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .cli import COMMAND, names
from .fake_gradio import FakeGradio
from .helpers import noise, wait_until, wav

Typing = Callable[..., tuple[subprocess.Popen[bytes], Callable[[], bytes]]]

SIGNALS = pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])


@pytest.fixture
def in_a_terminal(tmp_path: Path) -> Iterator[Typing]:
    """Starts the command with a terminal of its own; gives the process, and all that it has shown there so far."""
    ours, theirs = pty.openpty()
    os.set_blocking(ours, False)
    shown = bytearray()

    def screen() -> bytes:
        with contextlib.suppress(OSError):  # nothing new, or nobody writes any more
            shown.extend(os.read(ours, 1 << 16))
        return bytes(shown)

    def start(*arguments: object) -> tuple[subprocess.Popen[bytes], Callable[[], bytes]]:
        process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            env={**os.environ, "XDG_CONFIG_HOME": str(tmp_path / "settings")},
        )
        started.append(process)
        return process, screen

    started: list[subprocess.Popen[bytes]] = []
    yield start
    for process in started:
        process.kill()
        process.wait(60)
    os.close(ours)
    os.close(theirs)


@SIGNALS
def test_at_the_question_for_consent_nothing_is_sent(
    fake: FakeGradio, tmp_path: Path, in_a_terminal: Typing, sent: signal.Signals
) -> None:
    (tmp_path / "music").mkdir()
    song = tmp_path / "music" / "in.wav"
    song.write_bytes(wav(noise()))
    elsewhere = [f"http://studio.test:{fake.port}", "--resolve", "studio.test=127.0.0.1"]
    process, screen = in_a_terminal("process", *elsewhere, song)
    wait_until(lambda: b"Continue? [y/N]" in screen(), "it asks")
    process.send_signal(sent)
    assert process.wait(60) == 130
    assert screen().rstrip().endswith(b"Cancelled.")
    assert b"Traceback" not in screen()
    assert fake.connections == 0
    assert names(song.parent) == ["in.wav"]


@SIGNALS
def test_at_the_question_for_a_token_nothing_is_saved(
    tmp_path: Path, in_a_terminal: Typing, sent: signal.Signals
) -> None:
    process, screen = in_a_terminal("token", "set", "127.0.0.1:7860")
    wait_until(lambda: b"Token for http://127.0.0.1:7860" in screen(), "it asks")
    process.send_signal(sent)
    assert process.wait(60) == 130
    assert screen().rstrip().endswith(b"Cancelled.")
    assert b"Traceback" not in screen()
    assert not list(tmp_path.rglob("tokens.json"))
