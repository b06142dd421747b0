# SPDX-License-Identifier: MIT
"""Finds out what an app is by looking at it: which generation of pyharp, or a Gradio app that knows nothing of HARP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from .._errors import fail
from .._places.address import Address
from . import harp01, harp02, harp03, harp10, plain
from .config import App, Function
from .endpoint import Endpoint

__all__ = ["Ask", "find_endpoint"]

Ask = Callable[[Function, list[object]], Awaitable[list[object]]]
"""Calls a function of the app and returns what it returned."""

#: What each generation calls its description and its work, the newest first.
_FAMILIES = (("harp_controls", "harp_process"), ("controls", "process"), ("wav2wav-ctrls", "wav2wav"))


async def find_endpoint(app: App, address: Address, ask: Ask) -> Endpoint:
    """The endpoint that an app is. Only a function that describes it is called, never one that works.

    Raises not_harp, endpoint_unknown, protocol_newer, inputs_unsupported, and what `ask` raises.
    """
    address = replace(address, guessed=False)
    for describing, working in _FAMILIES:
        # Our own description says itself what does the work.
        if describing not in app.functions or (working not in app.functions and describing != "harp_controls"):
            continue
        if address.endpoint and address.endpoint not in (describing, working):
            continue
        reply = await ask(app.functions[describing], [])
        if not reply:
            raise fail("not_harp", detail=f"/{describing} returned nothing")
        return _read(describing, app, reply[0], address)
    return plain.read_endpoint(app, address)


def _read(describing: str, app: App, reply: object, address: Address) -> Endpoint:
    if describing == "harp_controls":
        return harp10.read_endpoint(app, reply, address)
    if describing == "wav2wav-ctrls":
        return harp01.read_endpoint(app, reply, address)
    if isinstance(reply, dict) and "ctrls" in reply and "inputs" not in reply:
        return harp02.read_endpoint(app, reply, address)
    return harp03.read_endpoint(app, reply, address)
