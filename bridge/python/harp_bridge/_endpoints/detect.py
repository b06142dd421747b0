# SPDX-License-Identifier: MIT
"""Finds out what an app is by looking at it: which generation of pyharp, or a Gradio app that knows nothing of HARP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from .._errors import fail
from .._places.address import Address
from . import harp03
from .config import App, Function
from .endpoint import Endpoint

__all__ = ["Ask", "find_endpoint"]

Ask = Callable[[Function, list[object]], Awaitable[list[object]]]
"""Calls a function of the app and returns what it returned."""


async def find_endpoint(app: App, address: Address, ask: Ask) -> Endpoint:
    """The endpoint that an app is. Only functions that describe it are called.

    Raises not_harp, protocol_newer, inputs_unsupported, and what `ask` raises.
    """
    missing = [name for name in ("controls", "process") if name not in app.functions]
    if missing:
        raise fail("not_harp", detail=f"the app has no API function named {' and '.join(missing)}")
    reply = await ask(app.functions["controls"], [])
    if not reply:
        raise fail("not_harp", detail="/controls returned nothing")
    return harp03.read_endpoint(app, reply[0], address)
