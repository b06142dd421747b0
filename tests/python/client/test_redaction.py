# SPDX-License-Identifier: MIT
"""No secret is ever shown: whatever text it stands in, and whichever way that text takes."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from harp_bridge import HarpError, Progress, _text, parse_address
from harp_bridge._places.tokens import Secret
from harp_bridge._text import clean, hide, log, redact, shown
from hypothesis import assume, example, given
from hypothesis import strategies as st

from .helpers import raises

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
HF = st.text(LETTERS, min_size=16, max_size=40).map(lambda body: "hf_" + body)
OWN = "Zq7!pass/wörd+%of=me"


@pytest.fixture(autouse=True, scope="module")
def only_this_secret() -> Iterator[None]:
    """What tests before have hidden, the words of a password among it, is of no concern here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_text, "_own", [])
        patch.setattr(_text, "_tokens", [])
        hide(OWN)
        yield


@given(st.text(max_size=80), HF, st.text(max_size=80))
@example("x", "hf_" + "A" * 34, "y")
@example("hf_ab", "hf_" + "A" * 34, "")
@example("hf_abcdefgh", "hf_" + "A" * 34, "")
@example("https://", "hf_" + "A" * 34, "@host")
def test_a_token_of_hugging_face_is_hidden_wherever_it_stands(before: str, token: str, after: str) -> None:
    assume(token[3:] not in before and token[3:] not in after)
    for text in (
        redact(before + token + after),
        shown(before + token + after),
        str(HarpError("internal", before + token)),
    ):
        assert token not in text
        assert token[3:] not in text


@given(st.text(max_size=80), st.text(max_size=80))
def test_a_secret_that_this_process_knows_is_hidden_wherever_it_stands(before: str, after: str) -> None:
    for form in (OWN, quote(OWN), quote(OWN, safe=""), json.dumps(OWN)[1:-1], repr(OWN)[1:-1]):
        assert form not in redact(before + form + after)


@given(st.integers(1900, 2100), HF)
def test_a_token_at_the_end_of_what_is_shown_is_not_cut_in_half(position: int, token: str) -> None:
    text = shown("x " * (position // 2) + token)
    assert token[:9] not in text
    assert len(text) <= 2000


@given(st.text(max_size=60), HF, st.integers(0, 30))
def test_a_control_character_inside_does_not_save_a_token(before: str, token: str, position: int) -> None:
    broken = token[: position % len(token)] + "\x00\x1b" + token[position % len(token) :]
    assert token not in shown(before + broken)


@pytest.mark.parametrize(
    "text",
    [
        "access_token=s3cr3tv4lue",
        'the "password": "s3cr3tv4lue"',
        "{'password': 's3cr3tv4lue'}",
        "API_KEY = s3cr3tv4lue",
        "Authorization: Bearer s3cr3tv4lue",
        "authorization=Bearer%20s3cr3tv4lue",
        "[(b'set-cookie', b'access-token-unsecure-abc=s3cr3tv4lue; Path=/')]",
        '{"access-token-abc": "s3cr3tv4lue"}',
        "https://me:s3cr3tv4lue@host/",
        "https://me:with@s3cr3tv4lue@host/",
        "GET /gradio_api/queue/data?session_hash=s3cr3tv4lue",
    ],
)
def test_what_is_named_like_a_secret_is_hidden(text: str) -> None:
    assert "s3cr3tv4lue" not in redact(text)
    assert "[hidden]" in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "Token: 12/500",
        "token: 3",
        "Token 12 of 500, 1.5 it/s",
        "token=512",
        "max_new_token=256, temperature=0.7",
        '{"token": 512, "secret": null}',
        "The token: strings are out of tune",
        "Secret: a song of mine",
        "The secret: patience",
        "Password: required",
        "Please type the password: it is on the wall.",
        "api key: missing",
        "Tokens: 1024/2048",
        "Basic settings, basic processing and well-known shapes",
        "Bearer tokens are needed here",
        "Authorization: required",
        "calling hf_hub_download for hf_transfer",
        "session_hashes are long",
        "https://user-space.hf.space/config",
        "half_step and shelf",
        "Shift by 3",
        "a b c",
    ],
)
def test_innocent_words_stay(text: str) -> None:
    assert redact(text) == text
    assert shown(text) == text


def test_a_text_that_is_too_short_to_be_a_secret_is_not_hidden() -> None:
    hide("abc")
    assert redact("abcdef") == "abcdef", "three letters would tear words apart"


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12)
NAMES = st.sampled_from(["token", "Token", "secret", "password", "api key", "api_key", "Basic", "bearer"])


@given(NAMES, st.sampled_from([": ", " ", " is "]), st.lists(WORDS, min_size=1, max_size=6))
def test_prose_about_secrets_stays(name: str, sign: str, words: list[str]) -> None:
    text = f"{name}{sign}{' '.join(words)}"
    assume("token" not in " ".join(words))
    assert redact(text) == text


@given(st.sampled_from(["Token", "token", "secret"]), st.integers(0, 99_999), st.integers(1, 99_999))
def test_counting_stays(name: str, done: int, all_: int) -> None:
    for text in (f"{name}: {done}/{all_}", f"{name}={done}", f"{name} {done} of {all_}", f"{name}: {done}"):
        assert redact(text) == text


SECRETS = st.text(LETTERS + "._-", min_size=12, max_size=40).filter(
    lambda body: any(map(str.isdigit, body)) and any(map(str.isalpha, body))
)


@given(
    st.sampled_from(["token", "TOKEN", "access_token", "secret", "password", "api_key", "apikey", "session_hash"]),
    st.sampled_from(["=", ": ", " = ", '": "', "': '", '="', ":"]),
    SECRETS,
)
def test_whatever_is_named_and_looks_like_a_secret_is_hidden(name: str, sign: str, secret: str) -> None:
    assert secret not in redact(f"so {name}{sign}{secret} it is")


@given(st.sampled_from(["Bearer ", "bearer  ", "Basic ", "Bearer%20", "authorization: bearer "]), SECRETS)
def test_whatever_a_header_carries_is_hidden(before: str, secret: str) -> None:
    assert secret not in redact(f"got {before}{secret}, sorry")


@pytest.mark.parametrize(
    "text", ["password=1234", "password: 123456", "Password: hunter2x", "Authorization: Basic abcdefgh", "token=abcdef"]
)
def test_a_short_one_is_hidden_where_it_is_clearly_meant(text: str) -> None:
    assert "[hidden]" in redact(text)


@given(st.text(max_size=300))
def test_redaction_is_stable(text: str) -> None:
    once = redact(text)
    assert redact(once) == once or len(redact(once)) <= len(once) + 20
    assert clean(text, 100) == clean(clean(text, 100), 100)


@pytest.mark.parametrize(
    "text",
    [
        "a." * 400_000,
        "access-token" * 60_000,
        "hf_" * 200_000,
        "bearer " * 100_000,
        "x://" * 200_000,
        "token=" * 99_999,
        "token:" * 99_999,
        "token: a" * 60_000,
        "bearer a" * 60_000,
        "password: " + "9" * 400_000,
        "hf_" + "a_" * 200_000,
    ],
)
def test_a_long_text_takes_no_long_time(text: str) -> None:
    assert len(shown(text)) <= 2000


def test_the_password_in_a_typed_address_is_neither_used_nor_shown() -> None:
    for typed in (
        "https://me:s3cr3tv4lue@host.example",
        "https://me:s3cr3tv4lue/x@host.example",
        "me:s3cr3tv4lue@host.example",
        "https://s3cr3tv4lue:@host.example:99999",
    ):
        with raises("address_invalid") as caught:
            parse_address(typed)
        assert "s3cr3tv4lue" not in f"{caught.value} {caught.value!r} {caught.value.to_json()}"
        assert caught.value.__cause__ is None
    assert "token set" in caught.value.detail or caught.value.detail


def test_a_secret_does_not_show_itself() -> None:
    secret = Secret(token="t0ken-value-1234", user="me", password="p4ssword-value")
    assert "t0ken" not in f"{secret} {secret!r} {secret.kind}" and "p4ssw" not in f"{secret!r} {[secret]}"
    assert "t0ken" not in redact("it is t0ken-value-1234")


def test_progress_is_redacted() -> None:
    progress = Progress("running", message="loading with hf_" + "B" * 30)
    assert "BBBB" not in f"{progress} {progress.to_json()}"


def test_the_log_is_redacted_with_its_traceback() -> None:
    token = "hf_" + "C" * 30
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    records: list[logging.LogRecord] = []
    handler.addFilter(lambda record: records.append(record) or True)  # type: ignore[func-returns-value]
    names = ["harp_bridge", "httpx", "httpcore.http11"]
    levels = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        log.warning("token %s", token)
        try:
            raise RuntimeError(f"inner {token}")
        except RuntimeError:
            log.exception("job %d", 7)
        logging.getLogger("httpx").info("HTTP Request: GET %s", f"http://h/queue/data?session_hash={token[3:]}")
        logging.getLogger("httpcore.http11").debug("return_value=%r", [(b"set-cookie", b"access-token-x=CCCCCCCC; a")])
    finally:
        for name in names:
            logging.getLogger(name).removeHandler(handler)
            logging.getLogger(name).setLevel(levels[name])
    text = stream.getvalue()
    assert "CCCC" not in text
    assert "job 7" in text and "RuntimeError" in text and "access-token-x" in text
    # Other listeners write a traceback in their own way, from the parts: there are none.
    assert not any(record.exc_info or record.args for record in records)
