# SPDX-License-Identifier: MIT
"""Stands at the door of an app: follows what is redirected there, signs in where that is asked for."""

from __future__ import annotations

import time
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from .._errors import HarpError, fail
from .._json import Malformed
from .._settings import Settings
from .._text import shown
from .._transport.connections import Pool
from .._transport.link import Link
from .._transport.patience import nap
from .._transport.refusals import BUSY, WORDS
from .._transport.replies import MAX_REDIRECTS, REDIRECTS
from .._transport.seam import Reply
from .address import Address, address_at
from .credentials import Credentials
from .login import login_needed, sign_in
from .pinning import pin

__all__ = ["Door", "Waiting"]

# What a Space answers that is not for everybody; 404 so that nobody learns that it is there.
_CLOSED = {401, 403, 404}
_REFUSED = "the Space does not answer without it"


class Waiting(Protocol):
    """Who waits in front of a door: hears that somebody is there, and what HARP has to say about it."""

    def alive(self) -> None: ...

    def warn(self, message: str) -> None: ...


class Door:
    """One typed address; `open` finds the base URL that its app really has."""

    def __init__(self, pool: Pool, settings: Settings, credentials: Credentials) -> None:
        self._pool = pool
        self._settings = settings
        self._credentials = credentials

    def link(self, address: Address, *, patient: bool = False) -> Link:
        """A way to this address, with what belongs to its origin."""
        headers, cookies = self._credentials.headers(address.origin), self._credentials.cookies(address.origin)
        link = Link(self._pool, address.base, self._settings, headers=headers, cookies=cookies)
        link.patient = patient
        return link

    async def open(
        self, address: Address, waiting: Waiting, patience: float = 0.0, *, patient: bool = False
    ) -> tuple[Link, Address]:
        """The link has the answer of /config already. For `patience` seconds an app may answer that it is starting.

        `patient`: there is an app, known from before, and only slow to answer.

        Redirects of /config are followed on the same host: to another path of the same origin, and from http to https.
        Raises host_unreachable, certificate_invalid, not_gradio, insecure_address, rate_limited, login_required,
        token_refused, token_unwritable.
        """
        deadline, moves, signed, tried = time.monotonic() + patience, 0, False, False
        while True:
            address, ip = await pin(address, self._settings)
            if ip is not None:
                self._pool.pins[address.host] = ip
            link = self.link(address, patient=patient)
            link.alive, link.warn = waiting.alive, waiting.warn
            reply = await _config(link)
            if reply.status in REDIRECTS:
                moved, moves = _moved(address, reply.location), moves + 1
                if moved.base == address.base:  # only spelt otherwise, with a slash at the end for example
                    link.known["/config"] = await _config(link, follow=True)
                    return link, address
                address = moved
                if moves > MAX_REDIRECTS:
                    raise fail("not_gradio", detail=f"the server redirects more than {MAX_REDIRECTS} times")
            elif reply.status in _CLOSED and not tried and self._credentials.need(address.origin, _REFUSED):
                tried = True
            elif reply.status == 401 and not signed:
                signed = True
                await self._sign_in(address, ip, tried)
            elif reply.status in (401, 403):
                error = login_needed(address, self._credentials)
                if tried:
                    self._credentials.spare(address.origin)
                raise error
            elif reply.status == 429:
                raise fail("rate_limited", detail="/config answers with status 429")
            elif reply.status in BUSY and time.monotonic() < deadline:
                waiting.warn(WORDS["down"])
                await nap(self._settings.waking_pauses[0], waiting.alive, self._settings)
            else:
                if tried and reply.status != 200:
                    self._credentials.spare(address.origin)
                link.known["/config"] = reply
                return link, address

    async def _sign_in(self, address: Address, ip: str | None, tried: bool) -> None:
        """With the password that is saved for this very app; a token of the Hub that was `tried` did not help."""
        own = self._credentials.secret(address.origin)
        try:
            if tried and own is not None and own.user:
                self._credentials.spare(address.origin)
            await sign_in(self.link(address), address, ip, self._credentials)
        finally:
            if tried:
                self._credentials.spare(address.origin)

    def shut(self, address: Address) -> None:
        """The login is over; the next `open` signs in anew."""
        self._credentials.keep_cookies(address.origin, {})


async def _config(link: Link, *, follow: bool = False) -> Reply:
    try:
        return await link.get("/config", follow=follow)
    except Malformed as error:
        raise fail("not_gradio", detail=f"/config: {error}") from None


def _moved(address: Address, location: str) -> Address:
    """The base URL whose /config the server points to."""
    try:
        parts = urlsplit(urljoin(address.base + "/config", location))
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise _not_followed(location) from None
    if not location:
        raise _not_followed("nowhere")
    path = parts.path.rstrip("/")
    here = urlsplit(address.base)
    upgrade = here.scheme == "http" and parts.scheme == "https"
    same = parts.scheme == here.scheme and (port or None) == _port(here.port, parts.port, here.scheme)
    if host != address.host or parts.username is not None or not (same or upgrade) or not path.endswith("/config"):
        raise _not_followed(location)
    try:
        return address_at(parts.scheme, host, port, path.removesuffix("/config"), endpoint=address.endpoint)
    except HarpError:
        raise _not_followed(location) from None


def _port(mine: int | None, theirs: int | None, scheme: str) -> int | None:
    """Their port when it is the same as mine, written out or not; else one that is none."""
    usual = {"http": 80, "https": 443}[scheme]
    return theirs if (mine or usual) == (theirs or usual) else -1


def _not_followed(location: str) -> HarpError:
    return fail(
        "not_gradio", detail=f"the server redirects to {shown(location, 300)}; if you trust it, type that address"
    )
