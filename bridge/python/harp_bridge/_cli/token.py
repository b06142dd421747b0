# SPDX-License-Identifier: MIT
"""`harp-bridge token`: keeps tokens and passwords in the private file. None is an argument: others could see it."""

from __future__ import annotations

import argparse
import getpass
import json
import sys

from .._errors import HarpError, fail
from .._places.address import Address, parse_address
from .._places.network import ip_of, is_near, look_up, origin_of
from .._places.pinning import pin
from .._places.tokens import Secret, TokenFile
from .._settings import Settings
from .asking import typing
from .common import Subparsers, common_options, settings_of
from .show import EXIT_CODES

__all__ = ["add"]

_HOST = "huggingface.co for Spaces, or the address of the server that the secret belongs to"


def add(commands: Subparsers[argparse.ArgumentParser]) -> None:
    token = commands.add_parser(
        "token",
        help="keep tokens and passwords for private models",
        description="Keeps tokens and passwords in a private file; each is sent to its own server and nowhere else.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    actions = token.add_subparsers(dest="action", metavar="ACTION", required=True)
    common = common_options(address=False)
    save = actions.add_parser("set", parents=[common], help="save the one that is typed, or read from standard input")
    save.add_argument("host", metavar="HOST", help=_HOST)
    save.add_argument("--user", metavar="NAME", help="save a password of this user instead of a token")
    save.set_defaults(run=_set)
    remove = actions.add_parser("remove", parents=[common], help="forget what is saved for a server")
    remove.add_argument("host", metavar="HOST", help=_HOST)
    remove.set_defaults(run=_remove)
    actions.add_parser("list", parents=[common], help="show for which servers something is saved").set_defaults(
        run=_list
    )


async def _set(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    address = await _address(options.host, settings)
    if not address.secure and not address.local:
        await _only_a_private_password(address, settings, bool(options.user))
    file = TokenFile(settings.token_file)
    file.put(address.origin, await _ask(options.user, address.origin))
    _say(options, {"saved": address.origin, "file": str(file.path)}, f"Saved for {address.origin} in {file.path}.")
    return 0


async def _remove(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    file = TokenFile(settings.token_file)
    origin = (await _address(options.host, settings)).origin
    if origin not in file.read():
        raise fail("command_invalid", detail=f"nothing is saved for {origin}")
    file.put(origin, None)
    _say(options, {"removed": origin, "file": str(file.path)}, f"Forgotten: {origin}.")
    return 0


async def _list(options: argparse.Namespace) -> int:
    file = TokenFile(settings_of(options).token_file)
    known = {origin: secret.kind for origin, secret in file.read().items()}
    lines = [f"{origin}: {kind}" for origin, kind in known.items()] or ["Nothing is saved."]
    _say(options, {"saved": known, "file": str(file.path)}, "\n".join(lines))
    return 0


async def _address(typed: str, settings: Settings) -> Address:
    """The server that is meant; a Space means the Hub. A name without scheme is looked up, as for loading it."""
    place = parse_address(typed, settings)
    if not isinstance(place, Address):
        place = parse_address(origin_of(settings.hub_url), settings)
        assert isinstance(place, Address)
    try:
        return (await pin(place, settings))[0]
    except HarpError as error:
        if error.code != "host_unreachable":
            raise
        return place


async def _only_a_private_password(address: Address, settings: Settings, password: bool) -> None:
    """Over plain http nothing but a password goes, and that only into the private network. Raises insecure_address."""
    known = settings.hosts.get(address.host, address.host)
    found = [known] if ip_of(known) is not None else await look_up(address.host)
    if not password or not all(is_near(entry) for entry in found):
        raise fail("insecure_address", detail=f"a token for {address.origin} would travel unencrypted")


async def _ask(user: str | None, origin: str) -> Secret:
    what = f"Password of {user}" if user else "Token"
    async with typing():
        asked = getpass.getpass(f"{what} for {origin}: ") if sys.stdin.isatty() else sys.stdin.readline()
    typed = asked.rstrip("\r\n")
    secret = typed if user else typed.strip()
    if not secret or len(secret) > 4096:
        raise fail("command_invalid", detail="nothing was typed" if not secret else "this is too long")
    if user:
        return Secret(user=user, password=secret)
    if not secret.isascii() or not secret.isprintable() or " " in secret:
        raise fail("command_invalid", detail="a token is one word of letters, digits and signs")
    return Secret(token=secret)


def _say(options: argparse.Namespace, answer: dict[str, object], words: str) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=2) if options.json else words)
