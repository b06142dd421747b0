# SPDX-License-Identifier: MIT
"""Generations 0.0.1, 0.1.0 and 0.1.1: `/wav2wav-ctrls` and `/wav2wav`, one file in, one file out, and no labels.

Before 0.1.1 the audio input stands wherever the author put it, from 0.1.1 on it is the first one, or a MIDI file is.
The description is asked for through the queue: on the Gradio that 0.1.1 needs, the simple `/call` fails.
"""

from __future__ import annotations

from .._errors import fail
from .._json import Malformed, array, object_
from .._places.address import Address
from .config import App
from .ctrls import read_ctrls
from .description import Description, Output
from .endpoint import Endpoint
from .fields import read_card

__all__ = ["read_endpoint"]


def read_endpoint(app: App, reply: object, address: Address) -> Endpoint:
    """`reply` is what `/wav2wav-ctrls` returned.

    Raises inputs_unsupported, and not_harp when the reply is malformed.
    """
    try:
        body = object_(reply, "the reply of /wav2wav-ctrls")
        card = object_(body.get("card", {}), "card")
        inputs = read_ctrls(array(body.get("ctrls"), "ctrls", 256))
        kind, label = ("midi", "Output Midi") if card.get("midi_out") is True else ("audio", "Output Audio")
        description = Description(
            protocol="harp-0.1",
            generation=_generation(app, card),
            address=address.text,
            host=address.host,
            local=address.local,
            card=read_card(card),
            inputs=inputs,
            outputs=(Output("0", kind, label, ""),),
        )
    except Malformed as error:
        raise fail("not_harp", detail=f"/wav2wav-ctrls: {error}") from None
    return Endpoint(app, description, app.functions["wav2wav"], sixteen_bit=app.sixteen_bit)


def _generation(app: App, card: dict[str, object]) -> str:
    if "midi_in" in card:
        return "0.1.1"
    return "0.1.0" if "wav2wav-cancel" in app.functions else "0.0.1"
