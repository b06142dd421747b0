# SPDX-License-Identifier: MIT
"""`harp-bridge process`: sends a file through an endpoint."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from .._client import Client
from .._endpoints.description import ChoiceInput, Control, Description, NumberInput, SliderInput, ToggleInput
from .._errors import fail
from .._places.address import parse_address
from .._result import Result
from .._settings import Settings
from .._sound.audio import Audio
from .common import Subparsers, add_command, named, settings_of
from .files import Plan, read_audio
from .show import ProgressLine

__all__ = ["add"]

_SWITCH = {"on": True, "true": True, "yes": True, "1": True, "off": False, "false": False, "no": False, "0": False}


def add(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(commands, "process", "send one file through an endpoint", _run)
    parser.add_argument(
        "input", metavar="IN", nargs="?", type=Path, help="audio file; not for models without audio input"
    )
    parser.add_argument(
        "-o", "--output", metavar="OUT.wav", type=Path, required=True, help="further ones: OUT-2.wav ..."
    )
    parser.add_argument(
        "--set",
        dest="values",
        metavar="LABEL=VALUE",
        action="append",
        default=[],
        help="set a control (repeat as needed)",
    )
    parser.add_argument("--labels", action="store_true", help="write labels to OUT.labels.json")
    parser.add_argument("--yes", action="store_true", help="allow the audio to leave this computer")
    parser.add_argument("--force", action="store_true", help="overwrite existing outputs (never the input)")


async def _run(options: argparse.Namespace) -> int:
    settings = settings_of(options)
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
    return 0


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
        return named(entry)  # refused later, with the list of controls
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
