# SPDX-License-Identifier: MIT
"""The command `harp-bridge`: collects the commands and runs one."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Awaitable, Sequence
from pathlib import Path

from .._errors import HarpError
from .._version import __version__
from . import describe, doctor, limits, models, process, token
from .common import FileProblem, Run
from .show import EXIT_CODES, exit_code, show_error

__all__ = ["main"]

#: Each has `add(subparsers)`, which makes its parser and sets the default `run` to an async function that takes the
#: options and gives the exit code (see common.Run).
_COMMANDS = (describe, process, models, doctor, token, limits)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="harp-bridge",
        description="Sends audio files through HARP endpoints.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code; see `harp-bridge --help`."""
    options = _parse(arguments)
    run: Run = options.run
    try:
        return asyncio.run(_until_terminated(run(options)))
    except HarpError as error:
        if options.json:
            print(json.dumps({"error": error.to_json()}, ensure_ascii=False))
        show_error(error, options.verbose)
        return exit_code(error)
    except FileProblem as problem:
        if options.json:
            print(json.dumps({"error": problem.to_json()}, ensure_ascii=False))
        print(problem, file=sys.stderr)
        return 9
    except BrokenPipeError:
        # Whoever read our output (`head`, for example) has had enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("Cancelled.", file=sys.stderr)
        return 130


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    # argparse does not take files that come after an option: ADDRESS --set A=1 IN
    files = [entry for entry in rest if entry == "-" or not entry.startswith("-")]
    if rest and (files != rest or not isinstance(getattr(options, "input", None), list)):
        parser.error("unrecognized arguments: " + " ".join(rest))
    if files:
        options.input = [*options.input, *(Path(entry) for entry in files)]
    return options


async def _until_terminated(work: Awaitable[int]) -> int:
    """A polite kill ends as Ctrl-C does: the server is told."""
    task = asyncio.ensure_future(work)
    with contextlib.suppress(NotImplementedError, RuntimeError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await task
