# SPDX-License-Identifier: MIT
"""Turns what a person types into the base URL of a Gradio app, or into the name of a Space."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, urlsplit

from .._settings import Settings
from .network import host_name, invalid, ip_of, is_loopback, is_near, origin_of

__all__ = ["Address", "Space", "address_at", "parse_address"]

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*)://")
_SPACE = re.compile(r"^([A-Za-z0-9][A-Za-z0-9_-]*)/([A-Za-z0-9_][A-Za-z0-9._-]*)/?$")
_HUB_PAGE = re.compile(r"^/+spaces/+([^/]+)/+([^/]+)(?:/.*)?$")
_HUB_HOSTS = {"huggingface.co", "www.huggingface.co", "hf.co"}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_USUAL = {"http": 80, "https": 443}
_PATH = "/%:@!$&()*+,;=~"  # what stays as it is in a path


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

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return origin_of(self.base)

    @property
    def text(self) -> str:
        """The shortest text that parses to the same address."""
        return (self.base.partition("://")[2] if self.guessed else self.base) + _after(self.endpoint)


@dataclass(frozen=True)
class Space:
    """A Space of the Hugging Face Hub; only the Hub knows where it runs."""

    id: str
    local: bool = False
    endpoint: str = ""
    """As in Address."""

    @property
    def text(self) -> str:
        return self.id + _after(self.endpoint)


def parse_address(typed: str, settings: Settings | None = None) -> Address | Space:
    """Raises address_invalid. Nothing is looked up and nothing is sent.

    Understood are user/space, pages of the Hub, host names and IP addresses with or without scheme, port and path
    (trailing slash, query and so on are ignored), each with `#name` for one function of the app. A user name or a
    password is refused, because addresses are shown, kept in projects and sent on: `harp-bridge token set` keeps them.
    """
    settings = settings or Settings()
    typed = typed.strip()
    if not typed or len(typed) > 2048 or re.search(r"[\s\x00-\x1f\x7f\\<>\"\ud800-\udfff]", typed):
        raise invalid("it is empty, too long, or holds characters that no address has")
    place, _, fragment = typed.partition("#")
    endpoint = _endpoint(fragment)
    scheme = _SCHEME.match(place)
    if scheme is None:
        space = _SPACE.match(place)
        if space is not None and space.group(1).lower() != "localhost" and ip_of(space.group(1)) is None:
            return Space(f"{space.group(1)}/{space.group(2)}", endpoint=endpoint)
        bare_v6 = isinstance(ip_of(place), ipaddress.IPv6Address)
        return _from_url("//" + (f"[{place}]" if bare_v6 else place), "", endpoint, settings)
    name = scheme.group(1).lower()
    if name not in _USUAL:
        raise invalid(f"{name[:20]}:// is not an address of the web")
    return _from_url(place, name, endpoint, settings)


def _from_url(url: str, scheme: str, endpoint: str, settings: Settings) -> Address | Space:
    try:
        parts = urlsplit(url)
        host, port, has_user = (parts.hostname or "").lower(), parts.port, parts.username is not None
    except ValueError:  # its text would repeat what stands there, which may be a password
        raise invalid("its port or its brackets are wrong") from None
    if has_user:
        raise invalid("it holds a user name or a password; leave them out and save them with: harp-bridge token set")
    host = host_name(host)
    if port == 0:
        raise invalid("0 is not a port")
    page = _HUB_PAGE.match(parts.path)
    if page is not None and (host in _HUB_HOSTS or _netloc(host, port, scheme) == _hub(settings)):
        return _space(f"{page.group(1)}/{page.group(2)}", endpoint)
    if not scheme and "." not in host and ":" not in host and host != "localhost" and port is None:
        raise invalid(f'"{host}" alone is neither a host with a port nor the name of a Space')
    guessed = not scheme and ip_of(host) is None and host != "localhost" and port not in _USUAL.values()
    if not scheme:
        scheme = "http" if is_near(host) or port == 80 else "https"
        scheme = "https" if port == 443 else scheme
    address = address_at(scheme, host, port, parts.path, guessed=guessed, endpoint=endpoint)
    # Where a setting leads is where the audio goes: localhost that leads elsewhere is not this machine.
    leads_away = not is_loopback(settings.hosts.get(host, host))
    return replace(address, local=False) if address.local and leads_away else address


def address_at(
    scheme: str, host: str, port: int | None, path: str, *, guessed: bool = False, endpoint: str = ""
) -> Address:
    """The address of these parts; `path` with any slashes. Raises address_invalid for a path that goes upwards."""
    path = "/".join(part for part in path.split("/") if part)
    if any(unquote(part) in (".", "..") for part in path.split("/")):
        raise invalid("its path goes upwards")
    shown = f"[{host}]" if ":" in host else host
    base = f"{scheme}://{shown}" + (f":{port}" if port not in (None, _USUAL[scheme]) else "")
    base += f"/{quote(path, safe=_PATH)}" if path else ""
    return Address(base, host, is_loopback(host), guessed, endpoint)


def _space(name: str, endpoint: str) -> Space:
    if not _SPACE.match(name):
        raise invalid("this page of the Hub is not the page of a Space")
    return Space(name, endpoint=endpoint)


def _endpoint(fragment: str) -> str:
    name = unquote(fragment, errors="replace").strip().strip("/")
    if len(name) > 200 or _UNPRINTABLE.search(name):
        raise invalid("the name after # is none")
    return name


def _after(endpoint: str) -> str:
    return f"#{quote(endpoint, safe='/')}" if endpoint else ""


def _netloc(host: str, port: int | None, scheme: str) -> tuple[str, int | None]:
    return host, port or _USUAL.get(scheme)


def _hub(settings: Settings) -> tuple[str, int | None]:
    parts = urlsplit(settings.hub_url)
    return (parts.hostname or "").lower(), parts.port or _USUAL.get(parts.scheme)
