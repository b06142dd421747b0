# SPDX-License-Identifier: MIT
"""The closed list of errors."""

from __future__ import annotations

import harp_bridge
import pytest
from harp_bridge import HarpError
from harp_bridge._error_table import TABLE
from harp_bridge._errors import _FAMILIES, fail

from .helpers import contract


def test_the_table_is_the_contract() -> None:
    expected = {entry["code"]: (entry["sentence"], entry["next"]) for entry in contract("errors.json")["errors"]}
    assert expected == TABLE


def test_each_code_belongs_to_at_most_one_family() -> None:
    codes = [code for family in _FAMILIES for code in family.codes]
    assert len(codes) == len(set(codes))
    assert set(codes) <= set(TABLE)


def test_an_error_carries_sentence_next_step_and_the_servers_words() -> None:
    error = fail("server_error", "The strings are out of tune.", "status 500")
    assert isinstance(error, harp_bridge.ServerError)
    assert error.sentence == "The model stopped with an error."
    assert error.next_step.startswith("Change the controls")
    for part in (error.sentence, error.next_step, "The strings are out of tune.", "status 500"):
        assert part in str(error)
    assert error.to_json()["code"] == "server_error"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("You have exceeded your GPU quota (60s requested vs. 56s left). Create a free account", "quota_exceeded"),
        ("You have exceeded your free ZeroGPU quota (90s requested). Try again in 0:09:48", "quota_exceeded"),
        ("ZeroGPU quota exceeded", "quota_exceeded"),
        ("You have exceeded your Pro daily GPU usage quota", "quota_exceeded"),
        ("No GPU is available", "server_error"),
        ("CUDA error on the GPU. Some other quota", "server_error"),
        ("gpu" * 5000, "server_error"),
    ],
)
def test_a_model_that_says_that_the_quota_is_used_up_is_understood(words: str, code: str) -> None:
    error = fail("server_error", words)
    assert isinstance(error, harp_bridge.ServerError)
    assert (error.code, error.message[:20]) == (code, words[:20])


def test_a_code_outside_of_the_list_cannot_be_raised() -> None:
    with pytest.raises(ValueError, match="no_such_code"):
        fail("no_such_code")
    with pytest.raises(ValueError, match="server_lost"):
        harp_bridge.AddressError("server_lost")


@pytest.mark.parametrize(
    "secret",
    [
        "hf_AbCdEfGhIjKlMnOp",
        "Authorization: Bearer abcdef0123456789",
        "cookie: access-token-x1=s3cr3tvalue; path=/",
        "https://user:pass1234@host.example/",
        "/queue/data?session_hash=0123456789abcdef",
        '{"token": "0123456789abcdef"}',
    ],
)
def test_secrets_are_hidden_in_every_error(secret: str) -> None:
    error = HarpError("internal", secret, secret)
    shown = f"{error} {error.message} {error.detail} {error!r} {error.to_json()}"
    for part in ("AbCdEfGhIjKl", "abcdef0123456789", "s3cr3tvalue", "pass1234", "0123456789abcdef"):
        assert part not in shown
    assert "[hidden]" in error.detail


def test_foreign_text_cannot_steer_a_terminal_or_break_utf8() -> None:
    error = fail("server_error", "\x1b[2Jcleared\x07 \ud800 \u202egnol" + "x" * 10_000)
    assert "\x1b" not in error.message
    assert "\u202e" not in error.message
    error.message.encode("utf-8")
    assert len(error.message) <= 2000
