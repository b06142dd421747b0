# SPDX-License-Identifier: MIT
"""What an address means, and what the Hub says about it."""

from __future__ import annotations

from .._errors import HarpError, fail
from .._places.address import Address, Space, parse_address
from .._places.finder import Finder
from .._places.pinning import pin
from .._settings import Settings
from .report import Report, Stopped

__all__ = ["check_place"]


async def check_place(report: Report, typed: str, finder: Finder, settings: Settings) -> Address:
    """Lines for the address, the Hub and what is saved. Raises Stopped when there is no host, or none that is awake."""
    try:
        place = parse_address(typed, settings)
    except HarpError as error:
        raise report.failed("address", error) from None
    address = await _host(report, place, finder, settings)
    try:
        address = (await pin(address, settings))[0]
    except HarpError as error:
        raise report.failed("address", error) from None
    _secret(report, address, finder)
    return address


async def _host(report: Report, place: Address | Space, finder: Finder, settings: Settings) -> Address:
    wanted = f", its function {place.endpoint}" if place.endpoint else ""
    if isinstance(place, Address):
        where = " on this computer" if place.local else ""
        report.add("ok", "address", f"the server {place.base.partition('://')[2]}{where}{wanted}")
        space = await finder.hub.space_at(place)
        if space is None:
            return place
        report.add("info", "Hub", f"this is the Space {space.id}")
    else:
        space = place
        report.add("ok", "address", f"the Space {space.id} of {settings.hub_url}{wanted}")
    try:
        host, state = await finder.hub.host(space), await finder.hub.state(space)
    except HarpError as error:
        raise report.failed("Hub", error) from None
    hardware = f" It has {state.hardware}." if state.hardware else ""
    text = f"{state.words}{hardware} It lives at {host.base}."
    if state.kind in ("runs", "unknown"):
        report.add("ok" if state.kind == "runs" else "warn", "Hub", text)
        return place if isinstance(place, Address) else host
    if state.kind in ("sleeps", "starts"):
        wait = f"Load it: HARP wakes it, waits up to {settings.waking_timeout:g} s and goes on by itself."
        report.add("warn", "Hub", text.replace(" and is being woken", ""), wait)
        raise Stopped
    code = "space_paused" if state.kind == "paused" else "space_failed"
    raise report.failed("Hub", fail(code, detail=f"{state.words} {state.error}".strip()))


def _secret(report: Report, address: Address, finder: Finder) -> None:
    """What would be sent to open this server; never the thing itself."""
    credentials = finder.credentials
    problem = credentials.problem()
    if problem is not None:
        report.add("warn", "login", f"{problem.sentence} ({problem.detail})", problem.next_step, problem.code)
        return
    own, sent = credentials.secret(address.origin), credentials.headers(address.origin)
    if own is not None and own.user:
        report.add(
            "ok", "login", f"the password of {own.user} is saved for {address.origin}, and used when it is asked for"
        )
    elif own is not None and not sent:
        report.add("warn", "login", f"a token is saved for {address.origin}, but is not sent without encryption")
    elif own is not None:
        report.add("ok", "login", f"the token that is saved for {address.origin} is sent to it")
    elif sent:
        report.add("ok", "login", f"your token of the Hub is sent to it: {credentials.why(address.origin)}")
    else:
        report.add("info", "login", "nothing is saved for this server, and nothing is sent")
