# SPDX-License-Identifier: MIT
"""What the command line prints."""

from __future__ import annotations

import sys

from .._endpoints.description import (
    AudioInput,
    ChoiceInput,
    Description,
    FileInput,
    Input,
    MidiInput,
    NumberInput,
    SliderInput,
)
from .._errors import HarpError

__all__ = ["EXIT_CODES", "describe_text", "exit_code", "show_error"]

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
  10   some of several jobs failed; the summary says which and why
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

_BY_CODE = {
    "command_invalid": 2,
    "consent_required": 7,
    "region_unreadable": 9,
    "file_unreadable": 9,
    "token_unwritable": 9,
    "settings_unwritable": 9,
}


def exit_code(error: HarpError) -> int:
    if error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return _BY_FAMILY.get(type(error).__name__, 1)


# What is wrong with what was typed: the details are for whoever typed it.
_TELLING = ("control_unknown", "control_out_of_range", "inputs_unsupported", "endpoint_unknown", *_BY_CODE)


def show_error(error: HarpError, verbose: bool) -> None:
    """Sentence, the server's own words, next step; with `verbose` the details."""
    said = f" It says: {error.message}" if error.message else ""
    print(f"{error.sentence}{said}\n{error.next_step}", file=sys.stderr)
    if verbose:
        print(f"[{error.code}] {error.detail}", file=sys.stderr)
    elif error.detail and (error.code in _TELLING or "details" in error.next_step):
        print(error.detail, file=sys.stderr)


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
    if description.card.keeps_audio:
        lines.append("Audio stays on the server after the job.")
    if description.endpoints:
        lines.append("other functions of this app (add #NAME to the address):")
        for other in description.endpoints:
            if other.name != description.endpoint:
                lines.append(
                    f"  #{other.name}  {other.label}" + (f": cannot be used, {other.reason}" if other.reason else "")
                )
    return "\n".join(lines)


def _input_text(entry: Input) -> str:
    detail = ""
    if isinstance(entry, (AudioInput, MidiInput, FileInput)):
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
