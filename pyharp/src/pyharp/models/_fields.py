# SPDX-License-Identifier: MIT
"""What each field of a list of models may hold."""

from __future__ import annotations

import ipaddress
import math
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

__all__ = ["ENTRY_FIELDS", "INDEX_FIELDS", "INPUT_KINDS", "OUTPUT_KINDS", "REQUIRED", "WrongField"]

INPUT_KINDS = ("audio", "midi", "file", "text")
OUTPUT_KINDS = ("audio", "midi", "labels", "file", "text", "json", "classes")
REQUIRED = ("name", "address", "inputs", "outputs")

_SPACE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,95}/[A-Za-z0-9_][A-Za-z0-9_.-]{0,95}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
#: The beginning of a tag, of a comment or of an entity: these texts are plain.
_MARKUP = re.compile(r"<[A-Za-z/!?]|&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]+);")
#: Control characters, and those that turn the direction of writing. A description may have lines.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


class WrongField(ValueError):
    """The value of a field is not what it may be; the text says what it must be."""


Check = Callable[[Any], None]


def _text(most: int, empty: bool = True) -> Check:
    def check(value: Any) -> None:
        if not isinstance(value, str):
            raise WrongField(f"This must be a text, not {type(value).__name__}.")
        if len(value) > most:
            raise WrongField(f"This has {len(value)} characters; at most {most} are shown.")
        if not empty and not value.strip():
            raise WrongField("This must not be empty.")
        if _MARKUP.search(value):
            raise WrongField("This holds markup; write plain text.")
        if _CONTROL.search(value):
            raise WrongField("This holds control characters; write plain text.")

    return check


def _matching(pattern: re.Pattern[str], what: str) -> Check:
    def check(value: Any) -> None:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise WrongField(f"This must be {what}.")

    return check


def _list(most: int, each: Check) -> Check:
    def check(value: Any) -> None:
        if not isinstance(value, list) or len(value) > most:
            raise WrongField(f"This must be a list of at most {most}.")
        for entry in value:
            each(entry)

    return check


def _among(words: tuple[str, ...]) -> Check:
    def check(value: Any) -> None:
        if value not in words:
            raise WrongField(f"{value!r:.60} is none of {', '.join(words)}.")

    return check


def _positive(whole: bool) -> Check:
    def check(value: Any) -> None:
        right = isinstance(value, int) if whole else isinstance(value, (int, float))
        if isinstance(value, bool) or not right or not math.isfinite(value) or not 0 < value < 1e9:
            raise WrongField(f"This must be a {'whole ' if whole else ''}number above 0.")

    return check


def _truth(value: Any) -> None:
    if not isinstance(value, bool):
        raise WrongField("This must be true or false.")


def _address(value: Any) -> None:
    if isinstance(value, str) and _SPACE.fullmatch(value):
        return
    _web(value, "This must be user/space, an https address, or an http address of this computer.")


def _link(value: Any) -> None:
    if not isinstance(value, dict):
        raise WrongField("Each link must be an object with label and url.")
    _text(200, empty=False)(value.get("label"))
    _web(value.get("url"), "The url of a link must be an https address.")


def _web(value: Any, wanted: str) -> None:
    if not isinstance(value, str) or len(value) > 2048 or re.search(r"[\s<>\"\\\x00-\x1f\x7f-\uffff]", value):
        raise WrongField(wanted)
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise WrongField(wanted) from None
    if parts.username is not None or parts.password is not None:
        raise WrongField("An address must not hold a user name or a password.")
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host))):
        raise WrongField(wanted)


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


INDEX_FIELDS: dict[str, Check] = {
    "name": _text(200),
    "description": _text(2000),
    "updated": _matching(_DATE, "a date such as 2026-11-22"),
}

ENTRY_FIELDS: dict[str, Check] = {
    "name": _text(200, empty=False),
    "address": _address,
    "description": _text(2000),
    "author": _text(200),
    "licence": _text(200),
    "tags": _list(32, _text(64, empty=False)),
    "categories": _list(16, _matching(_ID, "ids such as stem-separation")),
    "links": _list(16, _link),
    "inputs": _list(32, _among(INPUT_KINDS)),
    "outputs": _list(32, _among(OUTPUT_KINDS)),
    "sample_rate": _positive(whole=True),
    "channels": _positive(whole=True),
    "max_duration": _positive(whole=False),
    "typical_duration": _positive(whole=False),
    "expected_time": _positive(whole=False),
    "keeps_audio": _truth,
}
