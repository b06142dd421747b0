# SPDX-License-Identifier: MIT
"""Reads what a server answers: heads, small bodies within limits, redirects that stay where they are."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from .._json import Malformed
from .._settings import Settings
from .._text import clean
from .seam import Reply

__all__ = ["MAX_REDIRECTS", "REDIRECTS", "content_length", "origin", "redirected", "seconds", "whole"]

REDIRECTS = {301, 302, 303, 307, 308}
MAX_REDIRECTS = 3


async def whole(response: httpx.Response, settings: Settings, silence: float, alive: Callable[[], None]) -> Reply:
    """A small reply, complete. Raises Malformed for one that is too long, httpx.ReadTimeout for one without end."""
    body = bytearray()
    # A server that drips one byte now and then is as good as silent.
    deadline = time.monotonic() + settings.drip_factor * silence
    async for chunk in response.aiter_raw():
        alive()
        body += chunk
        if len(body) > settings.reply_limit:
            raise Malformed(f"the reply is longer than {settings.reply_limit} bytes")
        if time.monotonic() > deadline:
            raise httpx.ReadTimeout("the reply never ends")
    headers = response.headers
    later = seconds(headers.get("retry-after", ""))
    cookies = tuple(headers.get_list("set-cookie"))
    return Reply(response.status_code, bytes(body), headers.get("location", ""), later, cookies)


def content_length(response: httpx.Response) -> int | None:
    """What the answer says of its own length, when that is a number."""
    said = response.headers.get("content-length", "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else None


def redirected(url: str, location: str) -> str:
    """Where a redirect leads. Raises Malformed when that is another origin."""
    try:
        target = urljoin(url, location)
    except ValueError:
        target = ""
    if not location or origin(target) != origin(url):
        shown = clean(location, 300)
        raise Malformed(f"the server redirects to {shown}; if you trust it, type that address")
    return target


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port, to be compared; empty when there are none."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
        return parts.scheme, (parts.hostname or "").lower(), port
    except ValueError:
        return "", "", None


def seconds(said: str) -> float | None:
    """What Retry-After says: so many seconds, or a point in time."""
    if said.isascii() and said.isdigit() and len(said) < 7:
        return float(said)
    try:
        then = parsedate_to_datetime(said[:100])
        return max((then - datetime.now(then.tzinfo or timezone.utc)).total_seconds(), 0.0) if then.tzinfo else None
    except (TypeError, ValueError, OverflowError):
        return None
