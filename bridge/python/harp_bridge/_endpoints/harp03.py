# SPDX-License-Identifier: MIT
"""Generation 0.3: `/controls` and `/process`, with any number of inputs and outputs at any place.

What the next release (0.3.1) announced is read as well: files of any kind, several choices at once, steps of numbers,
and a `/cancel` that ends the model's own process.
"""

from __future__ import annotations

from typing import Final

from .._errors import fail
from .._json import Malformed, array, integer, object_, text
from .._places.address import Address
from .config import App
from .description import ChoicesInput, Description, FileInput, Input, NumberInput, Output
from .duration import find_duration
from .endpoint import Endpoint
from .fields import read_card, read_input

__all__ = ["read_description", "read_endpoint"]

_PROTOCOL = 0

_INPUTS: Final = {
    "audio_track": "audio",
    "midi_track": "midi",
    "generic_file": "file",
    "file_picker": "file",  # what a development branch called it
    "slider": "slider",
    "number_box": "number",
    "text_box": "text",
    "toggle": "toggle",
    "dropdown": "choice",
}
_OUTPUTS: Final = {"audio_track": "audio", "midi_track": "midi", "generic_file": "file", "json": "labels"}


def read_endpoint(app: App, reply: object, address: Address) -> Endpoint:
    """`reply` is what `/controls` returned. Raises as `read_description`."""
    description = read_description(reply, address)
    return Endpoint(
        app,
        description,
        app.functions["process"],
        cancel=app.functions.get("cancel"),  # before 0.3.1 it does nothing
        stops=description.generation == "0.3.1",
        sixteen_bit=app.sixteen_bit,
    )


def read_description(reply: object, address: Address) -> Description:
    """Raises protocol_newer, inputs_unsupported, or not_harp when the reply is malformed."""
    try:
        body = object_(reply, "the reply of /controls")
        if integer(body.get("protocol", 0), "protocol") > _PROTOCOL:
            raise fail("protocol_newer", detail=f"the endpoint speaks protocol {body['protocol']}, this is {_PROTOCOL}")
        entries = array(body.get("inputs"), "inputs", 256)
        inputs = tuple(read_input(str(place), entry, "type", _INPUTS) for place, entry in enumerate(entries))
        outputs = _outputs(array(body.get("outputs"), "outputs", 256))
        return Description(
            protocol="harp-0.3",
            generation="0.3.1" if any(map(_announced, (*inputs, *outputs))) else "0.3",
            address=address.text,
            host=address.host,
            local=address.local,
            card=read_card(body.get("card")),
            inputs=inputs,
            outputs=outputs,
            duration=find_duration(inputs),
        )
    except Malformed as error:
        raise fail("not_harp", detail=f"/controls: {error}") from None


def _announced(entry: Input | Output) -> bool:
    """True for what 0.3.0 does not know."""
    if isinstance(entry, Output):
        return entry.kind == "file"
    return isinstance(entry, (FileInput, ChoicesInput)) or (isinstance(entry, NumberInput) and entry.step is not None)


def _outputs(entries: list[object]) -> tuple[Output, ...]:
    result = []
    for position, value in enumerate(entries):
        entry = object_(value, f"output {position}")
        kind = _OUTPUTS.get(text(entry.get("type"), f"output {position}: type", 100))
        if kind is not None:  # what is returned beyond the kinds that HARP knows harms nobody
            words = [entry.get(name) for name in ("label", "info")]
            label, info = ("" if word is None else text(word, f"output {position}: label, info") for word in words)
            result.append(Output(str(position), kind, label, info))
    return tuple(result)
