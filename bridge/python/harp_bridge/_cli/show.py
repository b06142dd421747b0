# SPDX-License-Identifier: MIT
"""What the command line prints."""

from __future__ import annotations

import sys

from .._endpoints.description import AudioInput, ChoiceInput, Description, Input, MidiInput, NumberInput, SliderInput
from .._errors import HarpError
from .._progress import Progress

__all__ = ["EXIT_CODES", "ProgressLine", "describe_text", "exit_code", "show_error"]

EXIT_CODES = """\
exit codes:
  0    done
  1    something went wrong inside of HARP
  2    the command was not understood
  3    nothing usable at this address
  4    a Gradio app is there, but it cannot be used
  5    the server failed in the middle of the job
  6    what came back is not a usable result
  7    audio would leave this computer, and nobody allowed it
  8    a control, a value or the input does not fit
  9    a file cannot be read or written
  130  cancelled
"""

_BY_FAMILY = {
    "AddressError": 3,
    "EndpointError": 4,
    "ServerError": 5,
    "ResultError": 6,
    "RequestError": 8,
    "CancelledError": 130,
}


def exit_code(error: HarpError) -> int:
    if error.code == "consent_required":
        return 7
    if error.code == "region_unreadable":
        return 9
    return _BY_FAMILY.get(type(error).__name__, 1)


def show_error(error: HarpError, verbose: bool) -> None:
    """Sentence, the server's own words, next step; with `verbose` the details."""
    said = f" It says: {error.message}" if error.message else ""
    print(f"{error.sentence}{said}\n{error.next_step}", file=sys.stderr)
    if verbose:
        print(f"[{error.code}] {error.detail}", file=sys.stderr)
    elif error.detail and error.code in ("control_unknown", "control_out_of_range", "inputs_unsupported"):
        print(error.detail, file=sys.stderr)


class ProgressLine:
    """One line on stderr: rewritten in a terminal, otherwise a new one for each stage and each ten percent."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._width = 0
        self._last: tuple[object, ...] = ()

    def show(self, progress: Progress) -> None:
        percent = "" if progress.fraction is None else f" {progress.fraction:4.0%}"
        rank = "" if progress.rank is None else f" (place {progress.rank + 1} of {progress.queue_size or '?'})"
        message = f" {progress.message}" if progress.message else ""
        line = f"{progress.stage}{percent}{rank}{message}".replace("\n", " ")
        if self._terminal:
            line = line[:110]
            print(f"\r{line:<{self._width}}", end="", file=sys.stderr, flush=True)
            self._width = len(line)
            return
        tenth = None if progress.fraction is None else int(progress.fraction * 10)
        mark = (progress.stage, tenth, progress.rank, progress.message)
        if mark != self._last:
            self._last = mark
            print(line, file=sys.stderr, flush=True)

    def end(self) -> None:
        if self._terminal and self._width:
            print(file=sys.stderr)
        self._width = 0


def describe_text(description: Description) -> str:
    card = description.card
    lines = [f"{card.name or 'Unnamed model'}" + (f", by {card.author}" if card.author else "")]
    if card.description:
        lines.append(card.description)
    if card.tags:
        lines.append("tags: " + ", ".join(card.tags))
    lines.append(f"at {description.address} ({description.protocol}{', this computer' if description.local else ''})")
    lines.append("inputs:")
    lines += [f"  {_input_text(entry)}" for entry in description.inputs] or ["  none"]
    lines.append("outputs:")
    lines += [f"  {output.kind:<7} {output.label}" for output in description.outputs] or ["  none"]
    return "\n".join(lines)


def _input_text(entry: Input) -> str:
    detail = ""
    if isinstance(entry, (AudioInput, MidiInput)):
        detail = "" if entry.required else "optional"
    elif isinstance(entry, (SliderInput, NumberInput)):
        low, high = ("any" if bound is None else f"{bound:g}" for bound in (entry.minimum, entry.maximum))
        detail = f"{low} to {high}, default {entry.value}"
    elif isinstance(entry, ChoiceInput):
        detail = " | ".join(choice.label for choice in entry.choices) + f", default {entry.value}"
    else:
        detail = f"default {entry.value}"
    info = f"  ({entry.info})" if entry.info else ""
    return f"{entry.kind:<7} {entry.label}" + (f": {detail}" if detail else "") + info
