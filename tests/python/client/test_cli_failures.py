# SPDX-License-Identifier: MIT
"""One failure of each command: exit code, a sentence for people, and the same as JSON for programs."""

from __future__ import annotations

import socket
from pathlib import Path

import numpy as np
import pytest

from .asking import returning
from .cli import harp, harp_process, names, read
from .fake_gradio import FakeGradio
from .helpers import noise, wav

NOWHERE = "ftp://nowhere"


@pytest.fixture
def song(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    path = tmp_path / "in.wav"
    path.write_bytes(wav(noise()))
    return path


@pytest.mark.parametrize(
    ("command", "code", "name"),
    [
        (["describe", NOWHERE], 3, "address_invalid"),
        (["describe", "127.0.0.1:{closed}"], 3, "host_unreachable"),
        (["process", NOWHERE, "{song}"], 3, "address_invalid"),
        (["process", "127.0.0.1:{closed}", "{song}", "--region", "x"], 2, "command_invalid"),
        (["process", "127.0.0.1:{closed}", "{song}"], 3, "host_unreachable"),
        (["process", "lab.example", "{song}"], 7, "consent_required"),
        (["process", "127.0.0.1:{closed}", "no.wav"], 9, "region_unreadable"),
        (["process", "127.0.0.1:{closed}", "{song}", "-o", "{song}"], 9, ""),
        (["models", "no.json"], 9, ""),
        (["models"], 2, "command_invalid"),
        (["doctor", NOWHERE], 3, "address_invalid"),
        (["doctor", "127.0.0.1:{closed}"], 3, "host_unreachable"),
        (["token", "set", NOWHERE], 3, "address_invalid"),
        (["token", "set", "127.0.0.1"], 2, "command_invalid"),
        (["token", "remove", "127.0.0.1"], 2, "command_invalid"),
        (["token", "list", "--resolve", "x"], 2, "command_invalid"),
        (["limits", "--limit", "no_such_limit=1"], 2, "command_invalid"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_a_failure_has_an_exit_code_and_a_sentence_for_people_and_for_programs(
    song: Path, command: list[str], code: int, name: str
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        places = {"closed": closed.getsockname()[1], "song": song}
        arguments = [part.format(**places) for part in command]
        people = harp(*arguments, code=code)
        programs = harp(*arguments, "--json", code=code).json()
    assert (people.stderr or people.stdout).strip()
    assert "Traceback" not in people.stderr
    if command[0] == "doctor":
        assert (programs["code"], programs["result"]) == (name, "fail")
    else:
        assert people.stdout == ""
        assert programs["error"]["code"] == name
        assert programs["error"]["sentence"] in people.stderr


def test_a_list_of_tokens_that_others_can_read_is_a_failure(song: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings" / "HARP" / "tokens.json"
    file.parent.mkdir(parents=True, mode=0o700)
    file.write_text("{}")
    file.chmod(0o644)
    assert harp("token", "list", "--json", code=9).json()["error"]["code"] == "token_unwritable"
    assert str(file) in harp("token", "list", code=9).stderr


@pytest.mark.parametrize("address", ["https://lab.example/app", "http://127.0.0.1:7860", "user/space"])
def test_a_file_where_the_address_belongs_is_noticed(song: Path, address: str) -> None:
    done = harp("process", song, address, "--json", code=2)
    assert "the address of the model comes first" in done.stderr
    assert done.json()["error"]["code"] == "command_invalid"
    if "://" in address:
        assert f"harp-bridge process {address} {song}" in done.stderr
    assert "comes first" in harp("process", "no-such-file.flac", address, code=2).stderr


def several(fake: FakeGradio) -> None:
    kinds = [("audio_track", "Voice"), ("audio_track", "Band"), ("json", "Onsets")]
    fake.controls = {
        "inputs": [{"type": "audio_track", "label": "In"}],
        "outputs": [{"type": kind, "label": label} for kind, label in kinds],
    }
    fake.files |= {"/v": wav(noise(100)), "/b": wav(noise(200))}
    labels = {"meta": {"_type": "pyharp.LabelList"}, "labels": [{"t": 1, "label": "x"}]}
    returning(fake, {"path": "/v"}, {"path": "/b"}, labels)


def test_standard_output_says_what_it_does_not_hold(fake: FakeGradio, song: Path, tmp_path: Path) -> None:
    several(fake)
    done = harp_process("process", fake.address, song, "-o", "-")
    (tmp_path / "out.wav").write_bytes(done.stdout)
    assert np.array_equal(read(tmp_path / "out.wav"), noise(100))
    assert b"Not written: Band, Onsets. Choose a folder for all." in done.stderr
    sound = harp_process("process", fake.address, song, "-o", "-", "--audio-only")
    assert b"Not written: Band. " in sound.stderr
    assert harp_process("process", fake.address, song, "-o", "-", "--quiet").stderr == b""
    assert names(tmp_path) == ["in.wav", "out.wav"]


def test_a_model_without_sound_is_refused_for_standard_output_before_anything_is_sent(
    fake: FakeGradio, song: Path
) -> None:
    fake.controls = {"inputs": [{"type": "audio_track", "label": "In"}], "outputs": [{"type": "json", "label": "L"}]}
    done = harp_process("process", fake.address, song, "-o", "-", code=9)
    assert b"Choose a folder" in done.stderr
    assert done.stdout == b""
    assert fake.audio_bytes == 0
