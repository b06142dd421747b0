# SPDX-License-Identifier: MIT
"""Our own additions: `/harp_controls` says everything, and which function does the work.

tests/contract/PROTOCOL.md, section 1, "Additions of ours".
"""

from __future__ import annotations

from typing import Final

from .._errors import fail
from .._json import Malformed, array, integer, object_, text
from .._places.address import Address
from .config import App
from .description import Description, Input, Output
from .duration import find_duration
from .endpoint import Endpoint
from .fields import read_card, read_input, sendable

__all__ = ["read_endpoint"]

_PROTOCOL = 1

_INPUTS: Final = {
    "audio_track": "audio",
    "midi_track": "midi",
    "generic_file": "file",
    "slider": "slider",
    "number_box": "number",
    "text_box": "text",
    "toggle": "toggle",
    "dropdown": "choice",
}
_OUTPUTS: Final = {
    "audio_track": "audio",
    "midi_track": "midi",
    "generic_file": "file",
    "text": "text",
    "json": "json",
}


def read_endpoint(app: App, reply: object, address: Address) -> Endpoint:
    """`reply` is what `/harp_controls` returned.

    Raises protocol_newer, inputs_unsupported, or not_harp when the reply is malformed.
    """
    try:
        body = object_(reply, "the reply")
        protocol = integer(body.get("protocol"), "protocol")
        if protocol > _PROTOCOL:
            raise fail("protocol_newer", detail=f"the endpoint speaks protocol {protocol}, this is {_PROTOCOL}")
        name = text(body.get("process"), "process", 200).strip("/")
        if name not in app.functions:
            raise Malformed(f'the app has no API function named "{name}"')
        inputs, fixed = _inputs(array(body.get("inputs"), "inputs", 256))
        description = Description(
            protocol="harp-1.0",
            generation=f"harp-{protocol}.{_minor(body)}",
            address=address.text,
            host=address.host,
            local=address.local,
            card=read_card(body.get("card")),
            inputs=inputs,
            outputs=tuple(_output(*entry) for entry in enumerate(array(body.get("outputs"), "outputs", 256))),
            duration=find_duration(inputs),
        )
    except Malformed as error:
        raise fail("not_harp", detail=f"/harp_controls: {error}") from None
    # Under these names sound is a file to Gradio, which hands it on byte for byte, those of generation 4 as well.
    return Endpoint(app, description, app.functions[name], fixed, stops=True)


def _minor(body: dict[str, object]) -> int:
    return max(integer(body.get("minor", 0), "minor"), 0)


def _inputs(entries: list[object]) -> tuple[tuple[Input, ...], dict[int, object]]:
    """What is shown, and what is sent unseen, by position."""
    shown: list[Input] = []
    fixed: dict[int, object] = {}
    for place, entry in enumerate(entries):
        fields = object_(entry, f"input {place}")
        if fields.get("hidden") is True:
            fixed[place] = sendable(fields.get("value"))
        else:
            shown.append(read_input(str(place), fields, "type", _INPUTS))
    return tuple(shown), fixed


def _output(position: int, value: object) -> Output:
    where = f"output {position}"
    entry = object_(value, where)
    # A kind that a later minor version adds is shown as what any value is: JSON.
    kind = _OUTPUTS.get(text(entry.get("type"), f"{where}: type", 100), "json")
    label, info = ("" if (word := entry.get(name)) is None else text(word, where) for name in ("label", "info"))
    required = entry.get("required", True)
    if not isinstance(required, bool):
        raise Malformed(f"{where}: required is neither true nor false")
    return Output(str(position), kind, label, info, required)
