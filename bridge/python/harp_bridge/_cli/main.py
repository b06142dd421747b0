# SPDX-License-Identifier: MIT
"""The command `harp-bridge`: describe an endpoint, process a file."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Coroutine, Sequence
from pathlib import Path

from .._client import Client
from .._endpoints.description import ChoiceInput, Control, Description, NumberInput, SliderInput, ToggleInput
from .._errors import HarpError, fail
from .._places.address import parse_address
from .._result import Result
from .._settings import Settings
from .._sound.audio import Audio
from .._version import __version__
from .files import FileProblem, Plan, read_audio
from .show import EXIT_CODES, ProgressLine, describe_text, exit_code, show_error

__all__ = ["main"]

_SWITCH = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="harp-bridge",
        description="Sends audio files through HARP endpoints.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(dest="command", required=True)
    common = argparse.ArgumentParser(add_help=False)
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
    commands.add_parser("describe", parents=[common], help="show the model card and the controls of an endpoint")
    process = commands.add_parser(
        "process",
        parents=[common],
        help="send one file through an endpoint",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    process.add_argument(
        "input", metavar="IN", nargs="?", type=Path, help="audio file; not for models without audio input"
    )
    process.add_argument(
        "-o", "--output", metavar="OUT.wav", type=Path, required=True, help="further ones: OUT-2.wav ..."
    )
    process.add_argument(
        "--set",
        dest="values",
        metavar="LABEL=VALUE",
        action="append",
        default=[],
        help="set a control (repeat as needed)",
    )
    process.add_argument("--labels", action="store_true", help="write labels to OUT.labels.json")
    process.add_argument("--yes", action="store_true", help="allow the audio to leave this computer")
    process.add_argument("--force", action="store_true", help="overwrite existing outputs (never the input)")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command and returns its exit code; see `harp-bridge process --help`."""
    options = _parse(arguments)
    try:
        settings = Settings(hosts=dict(_pair(entry) for entry in options.resolve))
        work = _describe(options, settings) if options.command == "describe" else _process(options, settings)
        asyncio.run(_until_terminated(work))
        return 0
    except HarpError as error:
        if options.json:
            print(json.dumps({"error": error.to_json()}, ensure_ascii=False))
        show_error(error, options.verbose)
        return exit_code(error)
    except FileProblem as problem:
        print(problem, file=sys.stderr)
        return 9
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("Cancelled.", file=sys.stderr)
        return 130


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = _parser()
    options, rest = parser.parse_known_args(arguments)
    # argparse gives up on an optional file that comes after an option: ADDRESS --set A=1 IN
    if len(rest) == 1 and not rest[0].startswith("-") and getattr(options, "input", options) is None:
        options.input = Path(rest.pop())
    if rest:
        parser.error("unrecognized arguments: " + " ".join(rest))
    return options


async def _until_terminated(work: Coroutine[object, object, None]) -> None:
    """A polite kill ends as Ctrl-C does: the server is told."""
    task = asyncio.ensure_future(work)
    with contextlib.suppress(NotImplementedError, RuntimeError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await task


def _pair(entry: str) -> tuple[str, str]:
    name, separator, value = entry.partition("=")
    if not separator:
        raise fail("command_invalid", detail=f"{entry!r} is not of the form NAME=VALUE")
    return name, value


async def _describe(options: argparse.Namespace, settings: Settings) -> None:
    async with Client(settings) as client:
        description = await client.describe(options.address)
    print(
        json.dumps(description.to_json(), ensure_ascii=False, indent=2) if options.json else describe_text(description)
    )


async def _process(options: argparse.Namespace, settings: Settings) -> None:
    plan = Plan(options.output, options.input, options.force, options.labels)
    plan.check(1)
    audio = read_audio(options.input) if options.input is not None else None
    _ask_consent(options, settings, audio)
    line = ProgressLine()
    try:
        async with Client(settings) as client:
            description = await client.describe(options.address)
            plan.check(len(description.audio_outputs))
            values = dict(_setting(description, entry) for entry in options.values)
            samples, rate = (None, None) if audio is None else (audio.samples, audio.rate)
            result = await client.process(options.address, samples, rate, values=values, on_progress=line.show)
    finally:
        line.end()
    _report(options, result, plan.write(result.audio, result.data))


def _report(options: argparse.Namespace, result: Result, written: list[Path]) -> None:
    if options.json:
        audio = [
            {
                "file": str(path),
                "label": entry.label,
                "rate": entry.rate,
                "frames": entry.frames,
                "channels": entry.channels,
            }
            for path, entry in zip(written, result.audio, strict=False)
        ]
        data = [entry.to_json() for entry in result.data]
        print(json.dumps({"audio": audio, "data": data, "notes": result.notes}, ensure_ascii=False, indent=2))
        return
    for path in written:
        print(path)
    for note in result.notes:
        print(note, file=sys.stderr)


def _ask_consent(options: argparse.Namespace, settings: Settings, audio: Audio | None) -> None:
    """Before anything at all is sent. Raises consent_required."""
    place = parse_address(options.address, settings)
    if place.local or options.yes:
        return
    where = getattr(place, "host", options.address)
    if sys.stdin.isatty():
        what = f"{options.input} ({audio.seconds:.1f} s)" if audio is not None else "your settings"
        print(f"This sends {what} to {where}. Continue? [y/N] ", end="", file=sys.stderr, flush=True)
        if sys.stdin.readline().strip().lower() in ("y", "yes"):
            return
    raise fail("consent_required", detail=f"{where} is not this computer; --yes allows it")


def _setting(description: Description, entry: str) -> tuple[str, object]:
    """LABEL=VALUE, where a label may itself hold the sign: the longest one that fits wins."""
    fitting = [control for control in description.controls if entry.startswith(control.label + "=")]
    if not fitting:
        return _pair(entry)  # refused later, with the list of controls
    control = max(fitting, key=lambda fit: len(fit.label))
    return control.id, _read(control, entry[len(control.label) + 1 :])


def _read(control: Control, typed: str) -> object:
    if isinstance(control, (SliderInput, NumberInput)):
        try:
            return int(typed) if typed.lstrip("+-").isdigit() else float(typed)
        except ValueError:
            return typed
    if isinstance(control, ToggleInput):
        return _SWITCH.get(typed.lower(), typed)
    if isinstance(control, ChoiceInput):
        matching = [choice for choice in control.choices if typed == choice.label or typed == str(choice.value)]
        return matching[0].value if matching else typed
    return typed
