# SPDX-License-Identifier: MIT
"""Reads an audio file that a stranger sent; nothing is believed before it was counted."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

import numpy as np
import soundfile

from .._json import Malformed
from .._settings import Settings
from .._threads import Stop
from .audio import FloatArray, replace_unusable
from .plain_wav import PlainWav

__all__ = ["BLOCK_FRAMES", "Shape", "TooLong", "decode_into", "inspect", "sniff"]

BLOCK_FRAMES = 65_536

# Bytes of one sample; with these the length can be checked by dividing.
_WIDTHS = {"PCM_U8": 1, "PCM_S8": 1, "PCM_16": 2, "PCM_24": 3, "PCM_32": 4, "FLOAT": 4, "DOUBLE": 8}


@dataclass(frozen=True)
class Shape:
    frames: int
    channels: int
    rate: int

    @property
    def bytes(self) -> int:
        """As float32."""
        return self.frames * self.channels * 4


def sniff(first: bytes) -> bool:
    """True when the first 12 bytes are those of a WAV, FLAC, AIFF, Ogg or MP3 file."""
    if first[:4] in (b"fLaC", b"OggS") or first[:3] == b"ID3":
        return True
    if first[:4] in (b"RIFF", b"RF64", b"FORM"):
        return first[8:12] in (b"WAVE", b"AIFF", b"AIFC")
    # An MP3 without a tag begins with a frame: eleven bits that are set, and a layer.
    return len(first) >= 2 and first[0] == 0xFF and first[1] & 0xE0 == 0xE0 and first[1] & 0x06 != 0


@contextmanager
def _opened(file: BinaryIO) -> Iterator[soundfile.SoundFile]:
    file.seek(0)
    # A real file is read by libsndfile itself, one in memory through callbacks.
    source = file if isinstance(file, io.BytesIO) else file.fileno()
    try:
        with soundfile.SoundFile(source, closefd=False) as sound:
            yield sound
    except (soundfile.SoundFileError, ValueError, OverflowError) as error:
        raise Malformed(f"unreadable audio: {error}") from None


def inspect(file: BinaryIO, settings: Settings, limit: int, stop: Stop) -> Shape:
    """Counts the frames that are really there; at most `limit` bytes as float32.

    Raises Malformed for what is no usable audio, and TooLong when it is longer than allowed.
    """
    plain = PlainWav.look(file)
    if plain is not None:
        _accept(plain.channels, plain.rate, settings)
        if plain.frames > limit // (4 * plain.channels):
            raise TooLong(f"more than {limit // (4 * plain.channels)} frames of {plain.channels} channels")
        return Shape(plain.frames, plain.channels, plain.rate)
    size = file.seek(0, os.SEEK_END)
    with _opened(file) as sound:
        channels, rate, claimed = sound.channels, sound.samplerate, sound.frames
        _accept(channels, rate, settings)
        most = limit // (4 * channels)
        width = _WIDTHS.get(sound.subtype) if sound.format in ("WAV", "WAVEX", "RF64") else None
        if width is not None and 0 <= claimed * channels * width <= size:
            frames = claimed
        else:
            frames = _count(sound, channels, most, stop)
    if frames > most:
        raise TooLong(f"more than {most} frames of {channels} channels")
    return Shape(frames, channels, rate)


def _accept(channels: int, rate: int, settings: Settings) -> None:
    if not 1 <= channels <= settings.max_channels:
        raise Malformed(f"{channels} channels; 1 to {settings.max_channels} are accepted")
    if not settings.min_rate <= rate <= settings.max_rate:
        raise Malformed(f"{rate} Hz; {settings.min_rate} to {settings.max_rate} Hz are accepted")


class TooLong(Exception):
    """The audio is longer than allowed."""


def _count(sound: soundfile.SoundFile, channels: int, most: int, stop: Stop) -> int:
    scratch = np.empty((BLOCK_FRAMES, channels), np.float32)
    frames = 0
    while frames <= most:
        stop.check()
        got = len(sound.read(BLOCK_FRAMES, dtype="float32", always_2d=True, out=scratch))
        frames += got
        if got < BLOCK_FRAMES:
            break
    return frames


def decode_into(file: BinaryIO, out: FloatArray, stop: Stop) -> int:
    """Fills `out` (frames, channels), in blocks; returns how many samples had to be replaced by 0.

    Raises Malformed when the file ends early. `out` is not touched once this has returned.
    """
    plain = PlainWav.look(file)
    replaced = 0
    with _reading(file, plain, out) as fill:
        for start in range(0, len(out), BLOCK_FRAMES):
            stop.check()
            part = out[start : start + BLOCK_FRAMES]
            fill(start, part)
            replaced += replace_unusable(part)
    return replaced


@contextmanager
def _reading(file: BinaryIO, plain: PlainWav | None, out: FloatArray) -> Iterator[Callable[[int, FloatArray], None]]:
    """What fills one block after the other."""
    if plain is not None:
        if plain.channels != out.shape[1] or plain.frames < len(out):
            raise Malformed("the audio has another shape than before")
        yield partial(plain.fill, file)
        return
    scratch = None if out.flags.c_contiguous else np.empty((BLOCK_FRAMES, out.shape[1]), np.float32)
    with _opened(file) as sound:

        def fill(_: int, part: FloatArray) -> None:
            block = part if scratch is None else scratch[: len(part)]
            if len(sound.read(len(part), dtype="float32", always_2d=True, out=block)) < len(part):
                raise Malformed("the audio ends before its own end")
            if scratch is not None:
                part[:] = block

        yield fill
