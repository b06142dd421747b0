# SPDX-License-Identifier: MIT
"""Audio files in and out: float32, (frames, channels), sample rate always explicit."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import gradio as gr
import numpy as np
import numpy.typing as npt
import soundfile

from ._files import output_path

__all__ = ["load_audio", "save_audio"]

Samples = npt.NDArray[np.float32]

_MOST_CHANNELS = 64
_RIFF_LIMIT = 0xFFFFFFFF - 64
# The length that these containers claim is bounded by the size of the file; a compressed file may claim anything.
_UNCOMPRESSED = {"WAV", "WAVEX", "RF64", "W64", "AIFF"}
_BLOCK_FRAMES = 1 << 18


def load_audio(path: str | os.PathLike[str] | None) -> tuple[Samples, int]:
    """Read an audio file that a user sent.

    Args:
        path: what an audio input hands to the process function.

    Returns:
        Samples, float32, shape (frames, channels), unscaled (full scale is 1.0), and the rate in hertz.

    Raises:
        gr.Error: there is no file or it is not audio; the user reads the sentence.
    """
    if path is None:
        raise gr.Error("This model needs audio, and none was sent.")
    try:
        with soundfile.SoundFile(os.fspath(path)) as file:
            rate = int(file.samplerate)
            if file.format in _UNCOMPRESSED:
                return file.read(dtype="float32", always_2d=True), rate
            blocks = [np.zeros((0, file.channels), np.float32)]
            while len(block := file.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
                blocks.append(block)
            return np.concatenate(blocks), rate
    except (OSError, soundfile.SoundFileError) as error:
        raise gr.Error("The audio that was sent cannot be read. Send a WAV or FLAC file.") from error


def save_audio(samples: npt.ArrayLike, rate: int, name: str = "output.wav") -> str:
    """Write a result as float32 WAV into a new file of its own, and return its path.

    Nothing is scaled, clipped or dithered: what is written is bit for bit what comes back from `load_audio`.

    Args:
        samples: floating point, shape (frames, channels) or (frames,) for mono.
        rate: in hertz.
        name: base name of the file, ending in .wav.

    Raises:
        TypeError: the samples are not floating point.
        ValueError: shape, rate or name are not usable.
    """
    array = np.asarray(samples)
    if not np.issubdtype(array.dtype, np.floating):
        raise TypeError(f"save_audio wants floating point samples (full scale 1.0), not {array.dtype}.")
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2 or array.shape[1] < 1:
        raise ValueError(f"save_audio wants the shape (frames, channels), not {array.shape}.")
    if array.shape[1] > _MOST_CHANNELS:
        raise ValueError(f"{array.shape[1]} channels: save_audio wants (frames, channels); transpose the array.")
    if int(rate) != rate or not 1 <= rate <= 1_000_000:
        raise ValueError(f"{rate!r} is not a sample rate in whole hertz.")
    if not name.lower().endswith(".wav"):
        raise ValueError(f"save_audio writes WAV files, so {name!r} must end in .wav.")
    path = output_path(name)
    data = np.ascontiguousarray(array, dtype="<f4")
    if data.nbytes > _RIFF_LIMIT:
        soundfile.write(path, data, int(rate), format="RF64", subtype="FLOAT")
        return path
    with Path(path).open("wb") as file:
        file.write(_wav_header(data.shape[0], data.shape[1], int(rate)))
        file.write(data.reshape(-1).view(np.uint8).data)
    return path


def _wav_header(frames: int, channels: int, rate: int) -> bytes:
    """A header written here is many times faster than a library's float writer and holds no time stamp."""
    frame_bytes = channels * 4
    size = frames * frame_bytes
    form = struct.pack("<HHIIHHH", 3, channels, rate, rate * frame_bytes, frame_bytes, 32, 0)
    chunks = b"WAVE" + b"fmt " + struct.pack("<I", len(form)) + form + b"fact" + struct.pack("<II", 4, frames)
    chunks += b"data" + struct.pack("<I", size)
    return b"RIFF" + struct.pack("<I", len(chunks) + size) + chunks
