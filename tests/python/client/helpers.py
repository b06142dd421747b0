# SPDX-License-Identifier: MIT
"""Small things that several tests need."""

from __future__ import annotations

import asyncio
import io
import json
import struct
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pytest
import soundfile
from harp_bridge import FloatArray, HarpError

T = TypeVar("T")

CONTRACT = Path(__file__).parents[2] / "contract"


def wait_until(condition: Callable[[], object], what: str, seconds: float = 120.0) -> None:
    """Waits for a condition, and fails with its name when it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"did not happen within {seconds} s: {what}"
        time.sleep(0.005)


async def until(condition: Callable[[], object], what: str, seconds: float = 120.0) -> None:
    """The same, for a test that runs inside of an event loop."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"did not happen within {seconds} s: {what}"
        await asyncio.sleep(0.005)


def noise(frames: int = 4410, channels: int = 2, seed: int = 1) -> FloatArray:
    """Samples that no format but float32 keeps intact: small, large, and beyond full scale."""
    return np.random.default_rng(seed).normal(0.0, 0.7, (frames, channels)).astype(np.float32)


def wav(samples: FloatArray, rate: int = 44100, **options: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, **{"format": "WAV", "subtype": "FLOAT", **options})
    return file.getvalue()


def float_wav_claiming(channels: int, rate: int, frames: int = 8) -> bytes:
    """A WAV file whose header claims any shape."""
    data = bytes(frames * 4)
    head = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, channels, rate & 0xFFFFFFFF, 0, (channels * 4) & 0xFFFF, 32)
    body = b"WAVE" + head + struct.pack("<4sI", b"data", len(data)) + data
    return struct.pack("<4sI", b"RIFF", len(body)) + body


def run(work: Coroutine[Any, Any, T], seconds: float = 300.0) -> T:
    """Runs a test's coroutine with a limit."""

    async def limited() -> T:
        return await asyncio.wait_for(work, seconds)

    return asyncio.run(limited())


def raises(code: str) -> Any:
    """`with raises("server_lost") as caught:`"""

    class Expectation:
        def __enter__(self) -> pytest.ExceptionInfo[HarpError]:
            self._context = pytest.raises(HarpError)
            self.caught: pytest.ExceptionInfo[HarpError] = self._context.__enter__()
            return self.caught

        def __exit__(self, *details: Any) -> bool:
            swallowed = self._context.__exit__(*details)
            error = self.caught.value
            assert error.code == code, f"{error.code} instead of {code}: {error.message} / {error.detail}"
            return bool(swallowed)

    return Expectation()


def contract(name: str) -> Any:
    return json.loads((CONTRACT / name).read_text(encoding="utf-8"))
