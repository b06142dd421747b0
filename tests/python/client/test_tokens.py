# SPDX-License-Identifier: MIT
"""The private file of tokens, whose token goes where, and the command that keeps them."""

from __future__ import annotations

import io
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from harp_bridge import Settings
from harp_bridge._cli.main import main
from harp_bridge._places import tokens
from harp_bridge._places.credentials import Credentials
from harp_bridge._places.tokens import Secret, TokenFile, default_token_file

from .fake_gradio import FakeGradio
from .helpers import raises
from .places import find, impatient

TOKEN = "hf_" + "AnotherTestToken0123456789"
HUB = "https://huggingface.co"


@pytest.fixture
def file(tmp_path: Path) -> TokenFile:
    return TokenFile(tmp_path / "new" / "tokens.json")


def test_what_is_saved_is_read_again_and_only_its_owner_can_open_it(file: TokenFile) -> None:
    file.put(HUB, Secret(token=TOKEN))
    file.put("https://lab.example", Secret(user="me", password='pass "word" ü'))
    assert TokenFile(file.path).read() == {
        HUB: Secret(token=TOKEN),
        "https://lab.example": Secret(user="me", password='pass "word" ü'),
    }
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.path.parent.iterdir()] == ["tokens.json"]
    file.put(HUB, None)
    assert list(file.read()) == ["https://lab.example"]


def test_no_file_is_no_secret(file: TokenFile) -> None:
    assert file.read() == {}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644, 0o610])
def test_a_file_that_others_can_open_is_refused_and_said_so(file: TokenFile, mode: int) -> None:
    file.put(HUB, Secret(token=TOKEN))
    file.path.chmod(mode)
    with raises("token_unwritable") as caught:
        file.read()
    assert str(file.path) in caught.value.detail and f"{mode:o}" in caught.value.detail
    with raises("token_unwritable"):
        file.put("https://lab.example", Secret(token=TOKEN))


def test_a_folder_that_others_can_write_to_and_a_link_are_refused(file: TokenFile, tmp_path: Path) -> None:
    file.put(HUB, Secret(token=TOKEN))
    file.path.parent.chmod(0o777)
    with raises("token_unwritable"):
        file.read()
    file.path.parent.chmod(0o700)
    link = tmp_path / "link.json"
    link.symlink_to(file.path)
    with raises("token_unwritable"):
        TokenFile(link).read()
    os.mkfifo(tmp_path / "pipe", 0o600)
    with raises("token_unwritable"):
        TokenFile(tmp_path / "pipe").read()


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", '{"origins": []}', '{"origins": {"x": {"token": 7}}}', "null"]
)
def test_a_damaged_file_is_said_so(file: TokenFile, content: str) -> None:
    file.path.parent.mkdir()
    file.path.touch(0o600)
    file.path.write_text(content)
    with raises("token_unwritable") as caught:
        file.read()
    assert "damaged" in caught.value.detail


def test_a_write_that_fails_leaves_the_file_as_it_was(file: TokenFile, monkeypatch: pytest.MonkeyPatch) -> None:
    file.put(HUB, Secret(token=TOKEN))

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tokens.os, "fsync", full)
    with raises("token_unwritable") as caught:
        file.put(HUB, Secret(token="other-token"))
    assert "No space left" in caught.value.detail
    assert file.read() == {HUB: Secret(token=TOKEN)}
    assert [path.name for path in file.path.parent.iterdir()] == ["tokens.json"]


def test_programs_that_save_at_the_same_time_all_succeed(file: TokenFile) -> None:
    with ThreadPoolExecutor(8) as pool:
        for done in [
            pool.submit(TokenFile(file.path).put, f"https://h{number}.example", Secret(token=f"token-{number}"))
            for number in range(24)
        ]:
            done.result()
    assert len(file.read()) == 24


def test_a_token_saved_while_a_client_lives_counts_at_once(tmp_path: Path) -> None:
    settings = impatient(tmp_path)
    credentials = Credentials(settings)
    assert credentials.headers(HUB) == {}
    TokenFile(settings.token_file).put(HUB, Secret(token=TOKEN))
    assert credentials.headers(HUB) == {"authorization": f"Bearer {TOKEN}"}


def test_the_file_lies_where_the_platform_keeps_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tokens.sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert default_token_file() == tmp_path / "HARP" / "tokens.json"
    monkeypatch.setenv("XDG_CONFIG_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_token_file() == tmp_path / ".config" / "HARP" / "tokens.json"
    monkeypatch.setattr(tokens.sys, "platform", "darwin")
    assert default_token_file() == tmp_path / "Library" / "Application Support" / "HARP" / "tokens.json"


def test_a_token_goes_to_its_origin_only(tmp_path: Path) -> None:
    settings = impatient(tmp_path)
    for origin in ("https://lab.example", "http://192.168.0.5:7860", "http://127.0.0.1:7860"):
        TokenFile(settings.token_file).put(origin, Secret(token=TOKEN))
    credentials = Credentials(settings)
    assert credentials.headers("https://lab.example") and credentials.headers("http://127.0.0.1:7860")
    for other in (
        "http://lab.example",
        "https://lab.example:8443",
        "https://sub.lab.example",
        "https://lab.example.evil",
        "http://192.168.0.5:7860",  # unencrypted, and not this machine
        "http://127.0.0.1:7861",
        "",
    ):
        assert credentials.headers(other) == {}, other


def test_only_an_encrypted_or_local_space_gets_the_token_of_the_hub(tmp_path: Path) -> None:
    settings = impatient(tmp_path)
    TokenFile(settings.token_file).put(HUB, Secret(token=TOKEN))
    credentials = Credentials(settings)
    for origin in ("https://u-s.hf.space", "http://10.0.0.1:7860"):
        assert credentials.headers(origin) == {}
        assert not credentials.need(origin, "nobody said that it is a Space")
        credentials.allow_space(origin)
        assert credentials.headers(origin) == {}, "it may go there, but nobody needs it"
        credentials.need(origin, "the Space is private")
    assert credentials.headers("https://u-s.hf.space") == {"authorization": f"Bearer {TOKEN}"}
    assert credentials.headers("http://10.0.0.1:7860") == {}


def test_neither_the_environment_nor_the_login_of_huggingface_is_used(
    fake: FakeGradio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HARP_TOKEN"):
        monkeypatch.setenv(name, TOKEN)
    (tmp_path / "huggingface").mkdir()
    (tmp_path / "huggingface" / "token").write_text(TOKEN)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "huggingface"))
    monkeypatch.setenv("HF_TOKEN_PATH", str(tmp_path / "huggingface" / "token"))
    find(fake.address, impatient(tmp_path, hub_url=fake.address))
    assert fake.requests
    assert all(TOKEN not in str(request.headers) for request in fake.requests)


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return default_token_file()


def command(monkeypatch: pytest.MonkeyPatch, *arguments: str, typed: str = "") -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    return main(["token", *arguments])


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("huggingface.co", HUB),
        ("user/space", HUB),
        ("https://huggingface.co/spaces/user/space", HUB),
        ("https://lab.example:8443/app/", "https://lab.example:8443"),
        ("127.0.0.1:7860", "http://127.0.0.1:7860"),
    ],
)
def test_a_token_is_read_from_standard_input_and_saved_for_its_server(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], host: str, origin: str
) -> None:
    assert command(monkeypatch, "set", host, "--resolve", "huggingface.co=9.9.9.9", typed=f"  {TOKEN}\r\n") == 0
    assert TokenFile(home).read() == {origin: Secret(token=TOKEN)}
    assert command(monkeypatch, "list", "--json") == 0
    shown = capsys.readouterr()
    assert json.loads(shown.out[shown.out.index("{") :]) == {"saved": {origin: "token"}, "file": str(home)}
    assert TOKEN not in shown.out + shown.err
    assert command(monkeypatch, "remove", host, "--resolve", "huggingface.co=9.9.9.9") == 0
    assert TokenFile(home).read() == {}
    assert command(monkeypatch, "remove", host, "--resolve", "huggingface.co=9.9.9.9") == 2


def test_a_password_keeps_its_spaces_and_may_go_into_the_private_network(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert command(monkeypatch, "set", "192.168.0.5:7860", "--user", "me", typed=" two words \n") == 0
    assert TokenFile(home).read() == {"http://192.168.0.5:7860": Secret(user="me", password=" two words ")}


@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (("set", "huggingface.co"), "", 2),
        (("set", "huggingface.co"), "two words\n", 2),
        (("set", "huggingface.co"), "t" * 5000, 2),
        (("set", "192.168.0.5:7860"), TOKEN, 3),
        (("set", "http://8.8.8.8", "--user", "me"), "secret\n", 3),
        (("set", "not an address"), TOKEN, 3),
    ],
)
def test_what_is_not_saved_is_said(
    home: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], typed: str, code: int
) -> None:
    assert command(monkeypatch, *arguments, "--resolve", "huggingface.co=9.9.9.9", typed=typed) == code
    assert not home.exists()


def test_a_file_that_cannot_be_used_ends_the_command_with_its_own_code(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(monkeypatch, "set", "https://lab.example", typed=TOKEN) == 0
    home.chmod(0o644)
    assert command(monkeypatch, "list") == 9
    assert str(home) in capsys.readouterr().err


def test_a_file_that_cannot_be_used_is_the_answer_where_a_login_is_needed(fake: FakeGradio, tmp_path: Path) -> None:
    from .asking import answering

    settings: Settings = impatient(tmp_path)
    fake.routes["/config"] = answering(401, b'{"detail": {"error": "Not authenticated"}}')
    with raises("login_required") as caught:
        find(fake.address, settings)
    assert f"token set {fake.address}" in caught.value.detail
    TokenFile(settings.token_file).put("https://lab.example", Secret(token=TOKEN))
    Path(str(settings.token_file)).chmod(0o644)
    with raises("token_unwritable"):
        find(fake.address, settings)
