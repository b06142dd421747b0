# SPDX-License-Identifier: MIT
"""Fixtures for the tests that build Gradio apps inside of the process of the tests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def close_loops_of_gradio() -> Iterator[None]:
    """Gradio makes several event loops per app and leaves them open; warnings about that are errors here."""
    loops: list[asyncio.AbstractEventLoop] = []
    make_loop = asyncio.new_event_loop

    def recorded() -> asyncio.AbstractEventLoop:
        loops.append(make_loop())
        return loops[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio, "new_event_loop", recorded)
        yield
    asyncio.set_event_loop(None)
    for loop in loops:
        if not loop.is_running():
            loop.close()
