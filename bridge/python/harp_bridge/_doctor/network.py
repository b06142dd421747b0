# SPDX-License-Identifier: MIT
"""The way to a host, step by step: name, connection, encryption."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import os
import ssl
import time
from urllib.parse import urlsplit

from .._errors import HarpError, fail
from .._places.address import Address
from .._places.network import ip_of, is_private, look_up
from .._settings import Settings
from .._transport.connections import certificates
from .report import Report

__all__ = ["check_way"]


async def check_way(report: Report, address: Address, settings: Settings) -> None:
    """Lines for the name, the connection and the encryption. Raises Stopped when there is no way."""
    parts = urlsplit(address.base)
    port = parts.port or (443 if address.secure else 80)
    ips = await _name(report, address, settings)
    ip = await _connection(report, ips, port, settings)
    if address.secure:
        await _certificate(report, address.host, ip, port, settings)
        return
    private = is_private(ipaddress.ip_address(ip))
    if address.local:
        report.add("ok", "encryption", "none, and none is needed on this computer")
    elif private:
        report.add("warn", "encryption", "none: whoever listens in the private network can hear the audio")
    else:
        report.add("warn", "encryption", "none, and the settings allow it (insecure_http)", "Use https:// if you can.")


async def _name(report: Report, address: Address, settings: Settings) -> list[str]:
    if ip_of(address.host) is not None:
        return [address.host]
    pinned = settings.hosts.get(address.host)
    if pinned is not None:
        report.add("info", "name", f"{address.host} is taken to be {pinned}, as told")
        return [pinned]
    begin = time.monotonic()
    try:
        found = await look_up(address.host)
    except HarpError as error:
        raise report.failed("name", error) from None
    spent = time.monotonic() - begin
    where = "this computer or the private network" if is_private(ipaddress.ip_address(found[0])) else "the internet"
    report.add("ok", "name", f"{address.host} is {', '.join(found[:4])} ({where}; looked up in {spent * 1000:.0f} ms)")
    return found


async def _connection(report: Report, ips: list[str], port: int, settings: Settings) -> str:
    reasons = []
    for ip in ips[:4]:
        begin = time.monotonic()
        try:
            opening = asyncio.open_connection(ip, port)
            _, writer = await asyncio.wait_for(opening, settings.connect_timeout)
        except (OSError, asyncio.TimeoutError) as error:
            reasons.append(f"{ip}: {_reason(error, settings.connect_timeout)}")
            continue
        spent = time.monotonic() - begin
        await _close(writer, settings.close_wait)
        report.add("ok", "connection", f"port {port} of {ip} answers in {spent * 1000:.1f} ms")
        return ip
    raise report.failed("connection", fail("host_unreachable", detail=f"port {port}: {'; '.join(reasons)}"))


async def _certificate(report: Report, host: str, ip: str, port: int, settings: Settings) -> None:
    try:
        opening = asyncio.open_connection(ip, port, ssl=certificates(), server_hostname=host)
        _, writer = await asyncio.wait_for(opening, settings.connect_timeout)
    except ssl.SSLCertVerificationError as error:
        raise report.failed("certificate", fail("certificate_invalid", detail=error.verify_message)) from None
    except (OSError, asyncio.TimeoutError) as error:
        detail = f"no encrypted connection: {_reason(error, settings.connect_timeout)}"
        raise report.failed("certificate", fail("host_unreachable", detail=detail)) from None
    secured = writer.get_extra_info("ssl_object")
    certificate = writer.get_extra_info("peercert") or {}
    await _close(writer, settings.close_wait)
    left = ssl.cert_time_to_seconds(str(certificate["notAfter"])) - time.time() if "notAfter" in certificate else None
    until = "" if left is None else f", valid for another {left / 86400:.0f} days"
    text = f"{secured.version()}, issued by {_issuer(certificate)}{until}"
    if left is not None and left < settings.certificate_notice:
        report.add("warn", "certificate", text, "Tell the owner of the server: it stops working when this has expired.")
    else:
        report.add("ok", "certificate", text)


def _issuer(certificate: dict[str, object]) -> str:
    issuer = certificate.get("issuer")
    names = {key: value for group in issuer for key, value in group} if isinstance(issuer, tuple) else {}
    return str(names.get("organizationName") or names.get("commonName") or "somebody who gives no name")


def _reason(error: Exception, patience: float) -> str:
    if isinstance(error, asyncio.TimeoutError):
        return f"no answer within {patience:g} s"
    number = getattr(error, "errno", None)
    return os.strerror(number) if number and not isinstance(error, ssl.SSLError) else str(error)


async def _close(writer: asyncio.StreamWriter, patience: float) -> None:
    writer.close()
    with contextlib.suppress(OSError, asyncio.TimeoutError):
        await asyncio.wait_for(writer.wait_closed(), patience)
