# SPDX-License-Identifier: MIT
"""Asks the Hub where a Space runs. Its host name is never guessed from its name: the two need not be alike."""

from __future__ import annotations

from urllib.parse import quote

from .._errors import fail
from .._json import Malformed, loads, object_, text
from .._settings import Settings
from .._transport.http import Link, Pool
from .address import Address, Space, parse_address

__all__ = ["find_space"]


async def find_space(space: Space, pool: Pool, settings: Settings) -> Address:
    """Raises host_unreachable when there is no such Space, login_required when it is private."""
    link = Link(pool, settings.hub_url.rstrip("/"), settings)
    try:
        reply = await link.get(f"/api/spaces/{quote(space.id)}/host")
    except Malformed as error:
        raise fail("host_unreachable", detail=f"the Hub says about {space.id}: {error}") from None
    if reply.status in (401, 403):
        raise fail("login_required", detail=f"the Hub answers with status {reply.status} for {space.id}")
    if reply.status != 200:
        raise fail("host_unreachable", detail=f"the Hub answers with status {reply.status} for {space.id}")
    try:
        host = text(object_(await loads(reply.body), "the reply").get("host"), "host", 500)
    except Malformed as error:
        raise fail("host_unreachable", detail=f"the Hub says about {space.id}: {error}") from None
    place = parse_address(host, settings)
    if isinstance(place, Space):
        raise fail("host_unreachable", detail=f"the Hub gives no host for {space.id}")
    return place
