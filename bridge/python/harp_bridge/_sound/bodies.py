# SPDX-License-Identifier: MIT
"""Audio as a file that goes to a server: which format, its bytes piece by piece, and what was lost on the way."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Callable, Iterator

import numpy as np
import numpy.typing as npt

from .._settings import UploadFormat
from .._threads import Stop, in_thread
from . import flac, wav
from .audio import Audio

__all__ = ["AudioBody", "FlacBody", "Pcm16Body", "WavBody", "choose", "formats", "peak"]

_BLOCK = 65_536


class AudioBody(ABC):
    """What all formats have in common; the notes are complete once all pieces were made."""

    format: UploadFormat
    name = "region.wav"
    mime = "audio/wav"

    def __init__(self, audio: Audio) -> None:
        self._audio = audio

    @property
    @abstractmethod
    def size(self) -> int | None:
        """Bytes; None when only packing them tells."""

    @abstractmethod
    def pieces(self, sent: Callable[[float], None]) -> AsyncGenerator[bytes, None]:
        """The file, made anew each time; `sent` hears the fraction of the samples that is in the pieces so far."""

    def notes(self) -> list[str]:
        """Whole sentences about what was changed."""
        return []


class WavBody(AudioBody):
    """float32: exactly the samples."""

    format = "float"

    def __init__(self, audio: Audio) -> None:
        super().__init__(audio)
        self._head = wav.header(audio.frames, audio.channels, round(audio.rate))

    @property
    def size(self) -> int:
        return len(self._head) + self._audio.samples.size * 4

    async def pieces(self, sent: Callable[[float], None]) -> AsyncGenerator[bytes, None]:
        yield self._head
        done, total = len(self._head), self.size
        for chunk in wav.chunks(self._audio.samples):
            done += len(chunk)
            sent(done / total)
            yield chunk


class _Whole:
    """Turns float samples into whole numbers, and notices what that costs."""

    def __init__(self, bits: int) -> None:
        self._full = 1 << (bits - 1)
        self.exact = True
        self.clipped = 0

    def block(self, samples: npt.NDArray[np.float32]) -> npt.NDArray[np.int32]:
        """Full scale is 1.0; what is no number becomes 0."""
        scaled = np.nan_to_num(samples.astype(np.float64), posinf=2.0, neginf=-2.0) * self._full
        rounded = np.rint(scaled)
        # The positive full scale itself is one step too high; nobody hears that.
        self.clipped += int(np.count_nonzero((rounded > self._full) | (rounded < -self._full)))
        np.clip(rounded, -self._full, self._full - 1, out=rounded)
        self.exact = self.exact and bool(np.array_equal(rounded, scaled))
        return rounded.astype(np.int32)


class Pcm16Body(AudioBody):
    """16 bit, for a server that turns whatever it gets into that."""

    format = "pcm16"

    def __init__(self, audio: Audio) -> None:
        super().__init__(audio)
        self._head = wav.header(audio.frames, audio.channels, round(audio.rate), bits=16)
        self._whole = _Whole(16)

    @property
    def size(self) -> int:
        return len(self._head) + self._audio.samples.size * 2

    async def pieces(self, sent: Callable[[float], None]) -> AsyncGenerator[bytes, None]:
        self._whole = _Whole(16)
        yield self._head
        for start, block in _blocks(self._audio):
            data = await in_thread(lambda stop, block=block: self._whole.block(block).astype("<i2").tobytes())  # type: ignore[misc]
            sent((start + len(block)) / self._audio.frames)
            yield data

    def notes(self) -> list[str]:
        if self._whole.exact:
            return []
        cut = " and cut off at full scale" if self._whole.clipped else ""
        return [f"The audio was rounded to 16 bit{cut} before it was sent: this server keeps no more than that."]


class FlacBody(AudioBody):
    """24 bit, packed: a little more than half of the bytes. Exact for what was recorded with 16 or 24 bit."""

    format = "flac24"
    name = "region.flac"
    mime = "audio/flac"

    def __init__(self, audio: Audio) -> None:
        super().__init__(audio)
        self._whole = _Whole(24)

    @property
    def size(self) -> None:
        return None

    async def pieces(self, sent: Callable[[float], None]) -> AsyncGenerator[bytes, None]:
        """One block is encoded on a thread while the one before is on its way."""
        audio = self._audio
        whole = self._whole = _Whole(24)
        stream = flac.FlacStream(audio.frames, audio.channels, round(audio.rate))

        def encode(block: npt.NDArray[np.float32]) -> bytes:
            return stream.encode(whole.block(block) << 8)

        coming: asyncio.Future[bytes] | None = None
        try:
            for start, block in _blocks(audio):
                data = await coming if coming is not None else b""
                coming = asyncio.ensure_future(in_thread(lambda stop, block=block: encode(block)))  # type: ignore[misc]
                if data:
                    sent(start / audio.frames)
                    yield data
            data = await coming if coming is not None else b""
            data += await in_thread(lambda stop: stream.finish())
            sent(1.0)
            yield data
        finally:
            # The thread must have let go of the samples, and of the encoder, before this is over.
            if coming is not None and not coming.done():
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)
            stream.finish()

    def notes(self) -> list[str]:
        if self._whole.exact:
            return []
        return ["The audio was rounded to 24 bit, to send it in less time."]


def _blocks(audio: Audio) -> Iterator[tuple[int, npt.NDArray[np.float32]]]:
    for start in range(0, audio.frames, _BLOCK):
        yield start, audio.samples[start : start + _BLOCK]


def peak(audio: Audio, stop: Stop) -> float:
    """The largest magnitude; infinite when something is no number."""
    largest = 0.0
    for _, block in _blocks(audio):
        stop.check()
        here = float(max(block.max(), -block.min()))
        if not here <= 1e30:
            return float("inf")
        largest = max(largest, here)
    return largest


def formats(wanted: UploadFormat, *, far: bool, sixteen_bit: bool) -> tuple[UploadFormat, UploadFormat, str]:
    """What `choose` will choose: a format for audio of which `condition` is true, the one for other audio, `condition`.

    The condition is in words, and empty when there is none.
    """
    if wanted == "pcm16" or (wanted == "auto" and sixteen_bit):
        return "pcm16", "pcm16", ""
    if wanted == "flac24" or (wanted == "auto" and far):
        return "flac24", "float", "when no sample is beyond full scale"
    return "float", "float", ""


async def choose(audio: Audio, wanted: UploadFormat, *, far: bool, sixteen_bit: bool) -> AudioBody:
    """The best format that the server keeps intact; `far` and `sixteen_bit` say what is known of it."""
    best, _, _ = formats(wanted, far=far, sixteen_bit=sixteen_bit)
    if best == "pcm16":
        return Pcm16Body(audio)
    packs = best == "flac24" and flac.takes(audio.channels, round(audio.rate))
    if packs and await in_thread(lambda stop: peak(audio, stop)) <= 1.0:
        return FlacBody(audio)
    return WavBody(audio)
