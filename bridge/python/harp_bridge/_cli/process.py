# SPDX-License-Identifier: MIT
"""`harp-bridge process`: sends files, or spans of them, through an endpoint."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from pathlib import Path

from .._client import Client
from .._endpoints.description import AudioInput, Description, FileInput, MidiInput
from .._endpoints.values import by_id, check_all
from .._errors import fail
from .arguments import paths_by_label, values_by_id
from .batch import Batch, Order
from .common import Subparsers, add_command, settings_of
from .consent import ask_consent
from .progress import STYLES, display
from .report import conclude
from .sources import Source, find_sources, is_audio, read_file
from .spans import parse_span
from .targets import Targets, result_stem

__all__ = ["add"]

_AT_ONCE = 4


def add(commands: Subparsers[argparse.ArgumentParser]) -> None:
    parser = add_command(commands, "process", "send audio files, or spans of them, through an endpoint", _run)
    parser.add_argument(
        "input",
        metavar="IN",
        nargs="*",
        type=Path,
        help="audio files, folders of them, or - for standard input; none for models without audio input",
    )

    def several(name: str, dest: str, metavar: str, help: str) -> None:
        parser.add_argument(name, dest=dest, metavar=metavar, action="append", default=[], help=help)

    parser.add_argument(
        "-o",
        "--output",
        metavar="OUT",
        help="a file OUT.wav (further audio outputs: OUT-2.wav ...), a folder, or - for standard output (the first "
        "sound alone); without it results are written beside the inputs as NAME-MODEL.wav",
    )
    several("--region", "regions", "START:END", "process only this span: 1.5:4, 1.5:, or 1:05-2:30 (repeat as needed)")
    several("--set", "values", "LABEL=VALUE", "set a control (repeat as needed)")
    several("--input", "audio", "LABEL=PATH", "audio for a further audio input")
    several("--file", "files", "LABEL=PATH", "a file for a file input (repeat where several are taken)")
    parser.add_argument("--duration", metavar="SECONDS", type=float, help="how long a model without audio input plays")
    parser.add_argument("--audio-only", action="store_true", help="write no labels, texts and other data")
    parser.add_argument("--yes", action="store_true", help="allow the audio to leave this computer")
    parser.add_argument(
        "--force", action="store_true", help="let -o OUT.wav overwrite existing files (never the input)"
    )
    parser.add_argument(
        "--jobs", metavar="N", type=_count, default=_AT_ONCE, help=f"so many at a time (default {_AT_ONCE})"
    )
    parser.add_argument("--progress", choices=STYLES, default="auto", help="how progress is shown on standard error")
    parser.add_argument("--quiet", action="store_true", help="neither progress nor notes; errors are shown")


def _count(typed: str) -> int:
    number = int(typed)
    if not 1 <= number <= 64:
        raise argparse.ArgumentTypeError("1 to 64")
    return number


async def _run(options: argparse.Namespace) -> int:
    settings = settings_of(options)
    _refuse_swapped(options)
    if options.output == "-" and options.json:
        raise fail("command_invalid", detail="--json and -o - both want standard output")
    spans = [parse_span(typed) for typed in options.regions]
    sources = find_sources(options.input, spans)
    targets = Targets(options.output, force=options.force, audio_only=options.audio_only, jobs=max(len(sources), 1))
    targets.protect(source.path for source in sources)
    targets.protect(path for typed in (*options.audio, *options.files) for path in _paths_in(typed))
    targets.check(sources, None)
    problems = [source.problem for source in sources if source.problem is not None]
    if problems and len(problems) == len(sources):
        raise problems[0]
    await ask_consent(options, settings, sources)
    async with Client(settings) as client:
        waiting = display("none" if options.quiet else options.progress, [options.address])
        try:
            description = await client.describe(
                options.address, on_progress=lambda at: waiting.show(0, at) if at.stage == "waking" else None
            )
        finally:
            waiting.clear()
        targets.check(sources, description)
        sources = _without_results(sources, description)
        order = await _order(options, description)
        shown = display("none" if options.quiet else options.progress, [source.shown for source in sources] or [""])
        batch = Batch(client, order, targets, shown, options)
        done = await batch.run(sources or [None])
    return conclude(done, options)


def _refuse_swapped(options: argparse.Namespace) -> None:
    """Raises command_invalid when a file stands where the address belongs."""
    typed = options.address
    if "://" in typed or not (Path(typed).is_file() or is_audio(Path(typed))):
        return
    # A path has lost one of the two slashes.
    others = [re.sub(r"^(https?):/+", r"\1://", str(path)) for path in options.input]
    address = next((entry for entry in others if "://" in entry), "ADDRESS")
    files = " ".join([typed, *(entry for entry in others if entry != address)])
    raise fail(
        "command_invalid",
        detail=f"{typed} is a file, and the address of the model comes first: harp-bridge process {address} {files}",
    )


def _paths_in(typed: str) -> list[Path]:
    """What may be the path of LABEL=PATH: labels and paths may hold further signs of equality."""
    parts = typed.split("=")
    return [Path("=".join(parts[start:])) for start in range(1, len(parts))]


async def _order(options: argparse.Namespace, description: Description) -> Order:
    """What is the same for every job, checked before anything is uploaded."""
    values = values_by_id(description, options.values)
    if options.duration is not None and not description.duration:
        raise fail("control_unknown", detail="no control of this model sets how long the result is")
    check_all(description, by_id(description, values))
    inputs = description.inputs
    audio = paths_by_label((entry for entry in inputs if isinstance(entry, AudioInput)), options.audio)
    files = paths_by_label((entry for entry in inputs if isinstance(entry, (FileInput, MidiInput))), options.files)
    further = {name: await asyncio.to_thread(read_file, path, None, str(path)) for name, path in audio}
    by_name: dict[str, list[Path]] = {}
    for name, path in files:
        by_name.setdefault(name, []).append(path)
    return Order(options.address, values, further, by_name, options.duration)


def _without_results(sources: list[Source], description: Description) -> list[Source]:
    """A folder that was processed before holds results of this model: they are not processed again."""
    made = {result_stem(Source(source.path), description) for source in sources}
    kept = [
        source
        for source in sources
        if not (source.from_folder and any(source.stem == name or source.stem.startswith(f"{name}-") for name in made))
    ]
    left_out = len(sources) - len(kept)
    if left_out:
        print(f"Left out: {left_out} results of earlier runs.", file=sys.stderr)
    return kept
