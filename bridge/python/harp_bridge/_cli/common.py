# SPDX-License-Identifier: MIT
"""What the commands share: options, settings, and how a command ends."""

from __future__ import annotations

import argparse
from collections.abc import Awaitable, Callable

from .._errors import fail
from .._limits import of_environment, with_limits
from .._settings import Settings
from .show import EXIT_CODES

__all__ = ["FileProblem", "Run", "Subparsers", "add_command", "common_options", "named", "settings_of"]

#: What a command does: its coroutine gives the exit code. Raises HarpError and FileProblem, which `main` shows.
Run = Callable[[argparse.Namespace], Awaitable[int]]
Subparsers = argparse._SubParsersAction  # argparse names no public type for what add_subparsers returns


class FileProblem(Exception):
    """A file cannot be read or written; the text is a sentence."""

    def to_json(self) -> dict[str, str]:
        """With the keys of a HarpError, for those who read both."""
        return {"code": "", "sentence": str(self), "next": "", "message": "", "detail": ""}


def add_command(
    commands: Subparsers[argparse.ArgumentParser], name: str, help: str, run: Run, *, address: bool = True
) -> argparse.ArgumentParser:
    """The parser of a new command, with the options that every command has."""
    parser = commands.add_parser(
        name,
        parents=[common_options(address=address)],
        help=help,
        description=help[:1].upper() + help[1:] + ".",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def common_options(*, address: bool = True) -> argparse.ArgumentParser:
    """A parent parser with the options that every command has; most of them need an ADDRESS."""
    common = argparse.ArgumentParser(add_help=False)
    if address:
        common.add_argument(
            "address", metavar="ADDRESS", help="http://127.0.0.1:7860, https://my-lab.example, user/space, ..."
        )
    common.add_argument("--json", action="store_true", help="print the answer as JSON")
    common.add_argument("--verbose", action="store_true", help="print the details of an error")
    common.add_argument(
        "--resolve",
        metavar="HOST=IP",
        action="append",
        default=[],
        help="connect to this IP address for that host name instead of asking the name service",
    )
    common.add_argument(
        "--limit",
        dest="limits",
        metavar="NAME=SECONDS",
        action="append",
        default=[],
        help="wait longer or less long for something (repeat as needed); harp-bridge limits shows the names",
    )
    common.add_argument(
        "--insecure-http",
        action="store_true",
        help="allow http:// beyond the private network: whoever is on the way can hear and change the audio",
    )
    common.add_argument(
        "--transport",
        choices=["direct", "gradio_client"],
        default="direct",
        help="gradio_client: through Gradio's own Python client, for comparison (an extra of this package)",
    )
    return common


def settings_of(options: argparse.Namespace) -> Settings:
    """Raises command_invalid."""
    settings = Settings(
        hosts=dict(named(entry) for entry in options.resolve),
        transport=options.transport,
        insecure_http=options.insecure_http,
    )
    return with_limits(of_environment(settings), options.limits)


def named(entry: str) -> tuple[str, str]:
    """The two sides of NAME=VALUE. Raises command_invalid."""
    name, separator, value = entry.partition("=")
    if not separator:
        raise fail("command_invalid", detail=f"{entry!r} is not of the form NAME=VALUE")
    return name, value
