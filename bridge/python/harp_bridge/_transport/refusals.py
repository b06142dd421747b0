# SPDX-License-Identifier: MIT
"""What a reply that is no success means: whether to ask again, and how to call it."""

from __future__ import annotations

import json
import re
from typing import Final, Literal

from .._errors import HarpError, fail
from .._json import Malformed, loads, object_
from .._text import clean
from .seam import Reply

__all__ = ["BUSY", "UNCLEAR", "WORDS", "NotNow", "Why", "declined", "not_now", "refusal", "refused"]

# What stands in front of a server says so while that is not there, or does not answer.
BUSY: Final = {502, 503, 504}

# Of these, what may be said after the server has taken the request.
UNCLEAR: Final = {502, 504}

Why = Literal["full", "limited", "down"]
"""Why it is worth asking again later: no place in the queue, too many requests from here, nobody there yet."""

WORDS: Final[dict[Why, str]] = {
    "full": "The model's queue is full; HARP goes on asking for a place.",
    "limited": "The server has had too many requests from here; HARP asks again in {:.0f} s.",
    "down": "The server is not ready (it may be starting again); HARP goes on asking.",
}
"""What a job says while it waits for that; with a place for the seconds of the pause."""

_CODES: Final[dict[Why, str]] = {"full": "queue_full", "limited": "rate_limited", "down": "server_lost"}

# Gradio's words since 4.9, with status 503: "Queue is full. Max size is 3 and size is 3."
_FULL = re.compile(r"(?i)\bqueue is full\b")


class NotNow(Exception):
    """The server has not done what it was asked for; it may later. `error` is what to raise when it is not waited for,
    `wish` the pause that the server asks for."""

    def __init__(self, why: Why, error: HarpError, wish: float | None = None) -> None:
        super().__init__(why)
        self.why, self.error, self.wish = why, error, wish


async def refusal(body: bytes) -> str:
    """The reason in the body of a reply that is no success, as text; empty when it gives none."""
    try:
        detail = object_(await loads(body), "the reply").get("detail", "")
    except Malformed:
        return ""
    return clean(detail if isinstance(detail, str) else json.dumps(detail))


def not_now(status: int, words: str) -> Why | None:
    """Whether the very same request may be welcome later, having had no effect now.

    503 without Gradio's words for a full queue is a server that is not there: a proxy says so while it is started, and
    Gradio itself while it is being stopped. 429 is never Gradio's: the Hub or a proxy counts requests.
    """
    if status in (429, 503) and _FULL.search(words):
        return "full"
    return "limited" if status == 429 else "down" if status == 503 else None


async def refused(reply: Reply, where: str, otherwise: str = "server_error") -> HarpError:
    """The error for a reply that is no success; `otherwise` is the code when the status does not say more."""
    words = await refusal(reply.body)
    detail = f"{where} answers with status {reply.status}"
    if reply.retry_after:
        detail += f" and asks for a pause of {reply.retry_after:.0f} s"
    why = not_now(reply.status, words)
    if why is not None:
        return fail(_CODES[why], words, detail)
    if reply.status in (401, 403):
        return fail("login_required", words, detail)
    return fail("server_lost" if reply.status in BUSY else otherwise, words, detail)


async def declined(
    reply: Reply, where: str, otherwise: str = "server_error", *, harmless: bool = False
) -> NotNow | HarpError:
    """What to raise for a reply that is no success. NotNow when the very same request may be welcome later; a
    `harmless` one may be asked again whatever the server has made of it."""
    error = await refused(reply, where, otherwise)
    why = not_now(reply.status, await refusal(reply.body))
    if why is None and harmless and reply.status in BUSY:
        why = "down"
    return error if why is None else NotNow(why, error, reply.retry_after)
