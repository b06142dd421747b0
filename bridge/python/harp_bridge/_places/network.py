# SPDX-License-Identifier: MIT
"""Which hosts are this machine, which are the private network, and what a host name may look like."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from urllib.parse import urlsplit

import httpx

from .._errors import HarpError, fail

__all__ = ["host_name", "invalid", "ip_of", "is_loopback", "is_near", "is_private", "look_up", "origin_of"]

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAME = re.compile(r"^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*$")

# Shared address space: carriers and private overlay networks (for example Tailscale).
_SHARED = ipaddress.ip_network("100.64.0.0/10")

_USUAL = {"http": 80, "https": 443}


def invalid(detail: str) -> HarpError:
    return fail("address_invalid", detail=detail)


def ip_of(host: str) -> IpAddress | None:
    """The address that this text is, when it is one."""
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def host_name(host: str) -> str:
    """The host as it is connected to (a server that prints 0.0.0.0 means itself). Raises address_invalid."""
    address = ip_of(host)
    if address is not None:
        if address.is_unspecified:
            return "::1" if address.version == 6 else "127.0.0.1"
        if address.is_multicast or str(address) == "255.255.255.255":
            raise invalid("this is the address of a group, not of a server")
        return str(address)
    try:
        ascii_host = httpx.URL(f"http://{host}").raw_host.decode() if host else ""
    except (httpx.InvalidURL, UnicodeError):
        ascii_host = ""
    ascii_host = ascii_host.rstrip(".")
    if not _NAME.match(ascii_host) or ascii_host.rsplit(".", 1)[-1].isdigit():
        raise invalid("it names no host")
    return ascii_host


def is_loopback(host: str) -> bool:
    """Only what is loopback by definition: a name may lead elsewhere tomorrow."""
    address = ip_of(host)
    return host == "localhost" if address is None else _plain(address).is_loopback


def is_private(address: IpAddress) -> bool:
    """This machine or the private network."""
    address = _plain(address)
    return address.is_private or address.is_loopback or address.is_link_local or address in _SHARED


def is_near(host: str) -> bool:
    """True for localhost and for addresses of the private network; a name has to be looked up first."""
    address = ip_of(host)
    return host == "localhost" if address is None else is_private(address)


def _plain(address: IpAddress) -> IpAddress:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, as secrets are kept by; empty when it has none."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return ""
    if parts.scheme not in _USUAL or not host:
        return ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in (None, _USUAL[parts.scheme]) else "")


async def look_up(host: str) -> list[str]:
    """The addresses of a host name, the preferred one first. Raises host_unreachable."""
    loop = asyncio.get_running_loop()
    try:
        entries = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise fail("host_unreachable", detail=f"{host}: {error}") from None
    return list(dict.fromkeys(str(entry[4][0]).split("%")[0] for entry in entries))
