# SPDX-License-Identifier: MIT
"""Generation 0.2: `/controls` with `ctrls`, one file in (first), one file and a list of labels out."""

from __future__ import annotations

from typing import Final

from .._errors import fail
from .._json import Malformed, array, object_
from .._places.address import Address
from .config import App
from .ctrls import read_ctrls
from .description import Description, Output
from .endpoint import Endpoint
from .fields import read_card

__all__ = ["read_endpoint"]

_LABELS: Final = Output("1", "labels", "Output Labels", "", required=False)


def read_endpoint(app: App, reply: object, address: Address) -> Endpoint:
    """`reply` is what `/controls` returned. Raises inputs_unsupported, and not_harp when the reply is malformed."""
    try:
        body = object_(reply, "the reply of /controls")
        inputs = read_ctrls(array(body.get("ctrls"), "ctrls", 256))
        midi = object_(body.get("card", {}), "card").get("midi_out") is True
        result = Output("0", "midi", "Output Midi", "") if midi else Output("0", "audio", "Output Audio", "")
        description = Description(
            protocol="harp-0.2",
            generation="0.2",
            address=address.text,
            host=address.host,
            local=address.local,
            card=read_card(body.get("card")),
            inputs=inputs,
            outputs=(result, _LABELS),
        )
    except Malformed as error:
        raise fail("not_harp", detail=f"/controls: {error}") from None
    return Endpoint(app, description, app.functions["process"], sixteen_bit=app.sixteen_bit)
