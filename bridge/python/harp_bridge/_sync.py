# SPDX-License-Identifier: MIT
"""The blocking face: each call makes a client, runs one job, and closes it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar

import numpy.typing as npt

from ._client import Client
from ._endpoints.description import Description
from ._progress import OnProgress
from ._result import Result
from ._settings import Settings
from ._sound.audio import Audio

__all__ = ["describe", "process"]

T = TypeVar("T")


def describe(address: str, *, settings: Settings | None = None) -> Description:
    """What the endpoint at this address is. Raises HarpError."""

    async def work() -> Description:
        async with Client(settings) as client:
            return await client.describe(address)

    return _run(work)


def process(
    address: str,
    samples: npt.ArrayLike | None = None,
    rate: float | None = None,
    *,
    values: Mapping[str, object] | None = None,
    audio: Mapping[str, Audio] | None = None,
    on_progress: OnProgress | None = None,
    settings: Settings | None = None,
) -> Result:
    """Runs one job; see Client.process. `samples` is shaped (frames,) or (frames, channels). Raises HarpError.

    Ctrl-C stops the job on the server as well.
    """

    async def work() -> Result:
        async with Client(settings) as client:
            return await client.process(address, samples, rate, values=values, audio=audio, on_progress=on_progress)

    return _run(work)


def _run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work())
    # Inside of a running loop (a notebook for example) a second one needs a thread of its own.
    outcome: list[T] = []
    errors: list[BaseException] = []

    def body() -> None:
        try:
            outcome.append(asyncio.run(work()))
        except BaseException as error:
            errors.append(error)

    thread = threading.Thread(target=body, name="harp_bridge")
    thread.start()
    thread.join()
    if errors:
        raise errors[0]
    return outcome[0]
