# SPDX-License-Identifier: MIT
"""Plain http is for this machine and the private network, judged by the address that the connection then goes to."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from .._errors import HarpError, fail
from .._settings import Settings
from .address import Address, address_at
from .network import ip_of, is_near, is_private, look_up

__all__ = ["pin"]


async def pin(address: Address, settings: Settings) -> tuple[Address, str | None]:
    """Decides whether plain http is allowed, and to which IP address the host is pinned (None: ask as usual).

    For a host name that is checked by looking it up, and the connection then goes to the very address that was
    checked: a name service that says something else a moment later changes nothing. A name without a typed scheme is
    http when it leads into the private network, else https. Raises insecure_address, host_unreachable.
    """
    known = settings.hosts.get(address.host)
    if ip_of(address.host) is not None or address.host == "localhost":
        if not address.secure and not settings.insecure_http and not is_near(known or address.host):
            raise _not_encrypted(address)
        return address, known
    if address.secure and not address.guessed:
        return address, known
    found = [known] if known is not None else await look_up(address.host)
    near = all(is_private(ipaddress.ip_address(entry)) for entry in found)
    if address.guessed:
        parts = urlsplit(address.base)
        scheme = "http" if near else "https"
        address = address_at(scheme, address.host, parts.port, parts.path, endpoint=address.endpoint)
    if not address.secure and not near and not settings.insecure_http:
        raise _not_encrypted(address)
    return address, (found[0] if not address.secure else known)


def _not_encrypted(address: Address) -> HarpError:
    return fail(
        "insecure_address",
        detail=f"audio goes unencrypted (http://) only within the private network; {address.host} is outside of it",
    )
