# SPDX-License-Identifier: MIT
"""Turns what a person types into the base URL of a Gradio app."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import httpx

from .._errors import HarpError, fail
from .._settings import Settings

__all__ = ["Address", "Space", "parse_address", "pin"]

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")
_SPACE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9_-]*)/([A-Za-z0-9_][A-Za-z0-9._-]*)$")
_HUB_PAGE = re.compile(r"^/spaces/([^/]+)/([^/]+)(?:/.*)?$")
_HUB_HOSTS = {"huggingface.co", "www.huggingface.co", "hf.co"}
_NAME = re.compile(r"^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))*$")

# Shared address space: carriers and private overlay networks (for example Tailscale).
_SHARED = ipaddress.ip_network("100.64.0.0/10")


@dataclass(frozen=True)
class Address:
    """A base URL: scheme, host, port when it is not the usual one, path without trailing slash."""

    base: str
    host: str
    local: bool
    """True for loopback: what is sent there stays on this machine."""
    guessed: bool = False
    """True when nobody typed the scheme and the host is a name: `pin` decides between http and https."""
    endpoint: str = ""
    """The name after `#`: which function of the app is meant. Empty: the best one."""

    @property
    def secure(self) -> bool:
        return self.base.startswith("https://")


@dataclass(frozen=True)
class Space:
    """A Space of the Hugging Face Hub; only the Hub knows where it runs."""

    id: str
    local: bool = False
    endpoint: str = ""
    """As in Address."""


def parse_address(typed: str, settings: Settings | None = None) -> Address | Space:
    """Raises address_invalid. Nothing is looked up and nothing is sent."""
    settings = settings or Settings()
    typed = typed.strip()
    if not typed or len(typed) > 2048 or re.search(r"[\s\x00-\x1f\x7f\\<>\"]", typed):
        raise _invalid("it is empty, too long, or holds characters that no address has")
    scheme = _SCHEME.match(typed)
    if scheme is None:
        space = _SPACE.match(typed)
        if space is not None and space.group(1).lower() != "localhost" and _ip(space.group(1)) is None:
            return Space(typed)
        bare_v6 = isinstance(_ip(typed), ipaddress.IPv6Address)
        return _from_url("//" + (f"[{typed}]" if bare_v6 else typed), "", settings)
    name = scheme.group(1).lower()
    if name not in ("http", "https"):
        raise _invalid(f"{name}:// is not an address of the web")
    return _from_url(typed, name, settings)


def _from_url(url: str, scheme: str, settings: Settings) -> Address | Space:
    try:
        parts = urlsplit(url)
        host, port, has_user = (parts.hostname or "").lower(), parts.port, parts.username is not None
    except ValueError as error:
        raise _invalid(str(error)) from None
    if has_user:
        raise _invalid("it holds a user name or a password")
    host = _host(host)
    if scheme and host in _HUB_HOSTS | {urlsplit(settings.hub_url).hostname or ""} and _HUB_PAGE.match(parts.path):
        page = _HUB_PAGE.match(parts.path)
        assert page is not None
        return Space(f"{page.group(1)}/{page.group(2)}")
    if port == 0:
        raise _invalid("0 is not a port")
    if not scheme and "." not in host and ":" not in host and host != "localhost" and port is None:
        raise _invalid(f'"{host}" alone is neither a host with a port nor the name of a Space')
    path = "/".join(part for part in parts.path.split("/") if part)
    if any(part in (".", "..") for part in path.split("/")):
        raise _invalid("its path goes upwards")
    guessed = not scheme
    if guessed:
        scheme = "http" if _near(host) else "https"
    return _build(scheme, host, port, path, guessed and _ip(host) is None and host != "localhost")


def _build(scheme: str, host: str, port: int | None, path: str, guessed: bool) -> Address:
    shown = f"[{host}]" if ":" in host else host
    usual = {"http": 80, "https": 443}[scheme]
    base = f"{scheme}://{shown}" + (f":{port}" if port not in (None, usual) else "")
    return Address(base + (f"/{quote(path, safe='/%:@!$&()*+,;=~')}" if path else ""), host, _loopback(host), guessed)


def _host(host: str) -> str:
    """The host as it is connected to: servers print 0.0.0.0, but nobody can be reached there."""
    address = _ip(host)
    if address is not None:
        if address.is_unspecified:
            return "::1" if address.version == 6 else "127.0.0.1"
        if address.is_multicast or str(address) == "255.255.255.255":
            raise _invalid("this is the address of a group, not of a server")
        return str(address)
    try:
        ascii_host = httpx.URL(f"http://{host}").raw_host.decode() if host else ""
    except (httpx.InvalidURL, UnicodeError):
        ascii_host = ""
    ascii_host = ascii_host.rstrip(".")
    if not _NAME.match(ascii_host) or ascii_host.rsplit(".", 1)[-1].isdigit():
        raise _invalid("it names no host")
    return ascii_host


def _ip(host: str) -> IpAddress | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _plain(address: IpAddress) -> IpAddress:
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _loopback(host: str) -> bool:
    # Only what is loopback by definition: a name may lead elsewhere tomorrow.
    address = _ip(host)
    return host == "localhost" if address is None else _plain(address).is_loopback


def _private(address: IpAddress) -> bool:
    address = _plain(address)
    return address.is_private or address.is_loopback or address.is_link_local or address in _SHARED


def _near(host: str) -> bool:
    address = _ip(host)
    return host == "localhost" if address is None else _private(address)


def _invalid(detail: str) -> HarpError:
    return fail("address_invalid", detail=detail)


async def pin(address: Address, settings: Settings) -> tuple[Address, str | None]:
    """Decides whether plain http is allowed, and to which IP address the host is pinned (None: ask as usual).

    Plain http is for this machine and the private network. For a host name that is checked by looking it up, and the
    connection then goes to the very address that was checked. Raises address_invalid, host_unreachable.
    """
    known = settings.hosts.get(address.host)
    if _ip(address.host) is not None:
        if not address.secure and not settings.insecure_http and not _near(address.host):
            raise _not_encrypted(address)
        return address, known
    if address.host == "localhost" or (address.secure and not address.guessed):
        return address, known
    found = [known] if known is not None else await _look_up(address.host)
    near = all(_private(ipaddress.ip_address(entry)) for entry in found)
    if address.guessed:
        parts = urlsplit(address.base)
        scheme = "http" if near else "https"
        address = _build(scheme, address.host, parts.port, parts.path.strip("/"), guessed=False)
    if not address.secure and not near and not settings.insecure_http:
        raise _not_encrypted(address)
    return address, (found[0] if not address.secure else known)


def _not_encrypted(address: Address) -> HarpError:
    return fail(
        "insecure_address",
        detail=f"audio goes unencrypted (http://) only within the private network, and {address.host} is outside of it; "
        "type https:// instead",
    )


async def _look_up(host: str) -> list[str]:
    loop = asyncio.get_running_loop()
    try:
        entries = await loop.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise fail("host_unreachable", detail=f"{host}: {error}") from None
    return [str(entry[4][0]).split("%")[0] for entry in entries]
