# SPDX-License-Identifier: MIT
"""Signs in to a Gradio app that asks for a user name and a password (`launch(auth=...)`)."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlencode

from .._errors import HarpError, fail
from .._json import Malformed
from .._transport.link import Link
from .address import Address
from .credentials import Credentials
from .network import ip_of, is_private

__all__ = ["login_needed", "sign_in"]

# The login itself; a cookie that ties a client to one of several servers belongs to a single job.
_NAME = "access-token"
_LONGEST = 4096


async def sign_in(link: Link, address: Address, ip: str | None, credentials: Credentials) -> None:
    """Raises login_required when nothing is saved for this origin, token_refused when the server does not accept it."""
    secret = credentials.secret(address.origin)
    if secret is None or secret.token:
        raise login_needed(address, credentials)
    if not address.secure and not address.local and not _private(address.host, ip):
        raise fail("insecure_address", detail=f"the password for {address.origin} is not sent unencrypted")
    body = urlencode({"username": secret.user, "password": secret.password}).encode()
    try:
        reply = await link.post("/login", body, content_type="application/x-www-form-urlencoded")
    except Malformed as error:
        raise fail("not_gradio", detail=f"/login: {error}") from None
    if reply.status in (400, 401, 403, 422):
        raise fail("token_refused", detail=f"/login answers with status {reply.status} for user {secret.user}")
    cookies = _cookies(reply.cookies)
    if reply.status != 200 or not cookies:
        raise fail("login_required", detail=f"/login answers with status {reply.status} and gives no login cookie")
    credentials.keep_cookies(address.origin, cookies)


def login_needed(address: Address, credentials: Credentials) -> HarpError:
    """Why it is not open: the file cannot be read, what is saved was refused, or nothing is saved."""
    problem = credentials.problem()
    if problem is not None:
        return problem
    if credentials.headers(address.origin) or credentials.cookies(address.origin):
        return fail("token_refused", detail=f"{address.origin} does not accept what is saved for it")
    return fail("login_required", detail=f"save the login with: harp-bridge token set {address.origin} --user NAME")


def _private(host: str, ip: str | None) -> bool:
    known = ip_of(ip or host)
    return known is not None and is_private(known)


def _cookies(lines: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines[:20]:
        try:
            for name, morsel in SimpleCookie(line[:_LONGEST]).items():
                if name.startswith(_NAME) and morsel.value.isascii():
                    found[name] = morsel.value
        except CookieError:
            continue
    return found
