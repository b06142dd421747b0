# SPDX-License-Identifier: MIT
"""What is done to every text before a person, a terminal, a log or another process sees it."""

from __future__ import annotations

import logging
import re

__all__ = ["clean", "log", "redact"]

_SECRETS = [
    # Hugging Face tokens, wherever they stand.
    (re.compile(r"\bhf_[A-Za-z0-9]{8,}"), "hf_[hidden]"),
    # Authorization headers and cookies that a server echoes.
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}"), r"\1 [hidden]"),
    (re.compile(r"(?i)\b(access-token[\w-]*\s*=\s*)[^;\s,]+"), r"\1[hidden]"),
    # Whoever knows a session hash can cancel its job.
    (re.compile(r"(?i)\b((?:session_hash|token|password|api_key)[\"']?\s*[=:]\s*[\"']?)[^\s&\"',;]+"), r"\1[hidden]"),
    # user:password@ inside addresses.
    (re.compile(r"(?i)(\b[a-z][a-z0-9+.-]*://)[^/\s@]+@"), r"\1[hidden]@"),
]

# Everything that could steer a terminal or turn the direction of writing; line feed and tab stay.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def redact(text: str) -> str:
    """Replaces whatever looks like a token, a password or a session hash."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


def clean(text: object, limit: int = 2000) -> str:
    """Makes a foreign text safe to show and to send on: valid UTF-8, no control characters, at most `limit` long."""
    if not isinstance(text, str):
        text = "" if text is None else str(text)
    text = text[: limit + 1].encode("utf-8", "replace").decode("utf-8")
    text = _CONTROL.sub("", text)
    return text if len(text) <= limit else text[: limit - 1] + "…"


class _Redacting(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.getMessage())
        record.args = None
        return True


log = logging.getLogger("harp_bridge")
log.addHandler(logging.NullHandler())
log.addFilter(_Redacting())
