# SPDX-License-Identifier: MIT
"""What is done to every text before a person, a terminal, a log or another process sees it.

`redact` is the one place that hides secrets: errors, progress messages, log records and whatever is printed or sent to
the plug-in go through it. It knows the shapes that secrets have, and exactly those that this process has read (`hide`).
"""

from __future__ import annotations

import json
import logging
import re
from urllib.parse import quote, quote_plus

__all__ = ["clean", "hide", "log", "redact", "shown", "without_own"]

_HIDDEN = "[hidden]"

# What a secret is and a word is not: letters and digits, a capital behind a small letter, or very long.
_NO_WORD_AHEAD = r"(?:(?=\S{0,40}?\d)(?=\S{0,40}?[A-Za-z])|(?=\S{0,40}?(?-i:[a-z][A-Z]))|(?=\S{20})|(?=\d{7}))"
_NAMES = r"(?<![a-z])(?:token|password|passwd|api_?key|secret)"
_VALUE = r"[^\s&\"',;]"

_SECRETS = [
    # Hugging Face tokens, wherever they stand; hf_hub_download and its like are none.
    (
        re.compile(r"hf_(?:[A-Za-z0-9]{16}|(?=[\w.-]{0,40}?[A-Z0-9])[A-Za-z0-9][\w.-]{7})[\w.-]*", re.ASCII),
        f"hf_{_HIDDEN}",
    ),
    # Authorization headers and cookies that a server echoes; "basic settings" are none.
    (
        re.compile(
            r"(?i)(authorization[\"']{0,2}\s{0,5}[:=]\s{0,5}[\"']?(?:bearer|basic)(?:\s{1,5}|%20|\+))[^\s,;\"']+"
        ),
        rf"\1{_HIDDEN}",
    ),
    (
        re.compile(rf"(?i)(\b(?:bearer|basic)(?:\s{{1,5}}|%20|\+)){_NO_WORD_AHEAD}[A-Za-z0-9._~+/=-]{{6,}}"),
        rf"\1{_HIDDEN}",
    ),
    (re.compile(r"(?i)(access-token[\w-]{0,100}[\"']?\s{0,5}[=:]\s{0,5}[\"']?)[^;\s,\"']+"), rf"\1{_HIDDEN}"),
    # Whoever knows a session hash can cancel its job.
    (re.compile(rf"(?i)(session_hash[\"']{{0,2}}\s{{0,5}}[=:]\s{{0,5}}[\"']?){_VALUE}+"), rf"\1{_HIDDEN}"),
    # In code and in addresses whatever is named so, but for what counts something: token=12/500.
    (
        re.compile(
            rf"(?i)({_NAMES}(?:[\"']{{1,2}}\s{{0,5}}[=:]\s{{0,5}}|\s{{0,5}}=\s{{0,5}}|\s{{0,5}}:\s{{0,5}}(?=[\"']))[\"']?)"
            rf"(?!(?:\d{{1,6}}(?:[/.]\d{{1,6}})?|null|none|true|false)(?![\w.])){_VALUE}+"
        ),
        rf"\1{_HIDDEN}",
    ),
    # In prose ("Token: 12/500", "Secret: a song") only what looks like one.
    (re.compile(rf"(?i)({_NAMES}\s{{0,5}}:\s{{0,5}}){_NO_WORD_AHEAD}{_VALUE}{{6,}}"), rf"\1{_HIDDEN}"),
    (re.compile(r"(?i)((?:password|passwd)[\"']{0,2}\s{0,5}[=:]\s{0,5}[\"']?)\d{4,}"), rf"\1{_HIDDEN}"),
    # user:password@ inside addresses.
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]{0,20}://)[^/\s]{1,1000}@"), rf"\1{_HIDDEN}@"),
]

# Shorter ones would tear innocent words apart; the shapes above still hide them where they are named.
_SHORTEST = 4

# Secrets of at least this length are no words: they are hidden in documents for programs as well.
_NO_WORD = 16

# The secrets of this process, in all the forms in which they can come back, the longest first.
_own: list[str] = []
_tokens: list[str] = []

# More of a foreign text than this is not even looked at.
_MOST = 1 << 16

# Everything that could steer a terminal or turn the direction of writing; line feed and tab stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def hide(secret: str) -> None:
    """From now on `redact` hides exactly this text as well, also when it is quoted or percent-encoded."""
    if len(secret) < _SHORTEST:
        return
    forms = {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), repr(secret)[1:-1]}
    forms |= {json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}
    _own[:] = sorted(forms.union(_own), key=len, reverse=True)
    if len(secret) >= _NO_WORD:
        _tokens[:] = sorted(forms.union(_tokens), key=len, reverse=True)


def redact(text: str) -> str:
    """Replaces whatever is, or looks like, a token, a password or a session hash."""
    for secret in _own:
        text = text.replace(secret, _HIDDEN)
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def without_own(document: str) -> str:
    """A document for a program (JSON), in which a server may have repeated a token or a cookie of ours."""
    for secret in _tokens:
        document = document.replace(secret, _HIDDEN)
    return document


def clean(text: object, limit: int = 2000) -> str:
    """Makes a foreign text safe to handle and to send on: UTF-8, no control characters, at most `limit` long."""
    return _shortened(_plain(text, limit + 1), limit)


def shown(text: object, limit: int = 2000) -> str:
    """A foreign text for people: as `clean`, without secrets. Cut only afterwards, so that none is cut in half."""
    return _shortened(redact(_plain(text, max(limit, _MOST))), limit)


def _plain(text: object, limit: int) -> str:
    if not isinstance(text, str):
        text = "" if text is None else str(text)
    return _CONTROL.sub("", text[:limit].encode("utf-8", "replace").decode("utf-8"))


def _shortened(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


class _Redacting(logging.Filter):
    """Redacts the whole record, the traceback included: nobody downstream sees the parts it was made of."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = None
        if record.exc_info:
            record.exc_text = redact(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True


log = logging.getLogger("harp_bridge")
log.addHandler(logging.NullHandler())
# The HTTP library would tell a debugging listener the cookies and the session hashes of its connections.
for _name in ("harp_bridge", "httpx", "httpcore.connection", "httpcore.http11", "httpcore.http2", "httpcore.proxy"):
    logging.getLogger(_name).addFilter(_Redacting())
