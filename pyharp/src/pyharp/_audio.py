# SPDX-License-Identifier: MIT
"""Audio files in and out: float32, (frames, channels), sample rate always explicit."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import Any, overload

import gradio as gr
import numpy as np
import numpy.typing as npt
import soundfile

from ._files import add_timestamp_to_path, output_path
from ._installed import published_reading, published_signal
from ._sound import Audio, Samples, current

__all__ = ["load_audio", "read_audio", "save_audio", "write_audio"]

_MOST_CHANNELS = 64
_RIFF_LIMIT = 0xFFFFFFFF - 64
# The length that these containers claim is bounded by the size of the file; a compressed file may claim anything.
_UNCOMPRESSED = {"WAV", "WAVEX", "RF64", "W64", "AIFF"}
_BLOCK_FRAMES = 1 << 18


def load_audio(
    path: str | os.PathLike[str] | None = None, *, input_audio_path: str | os.PathLike[str] | None = None
) -> Audio:
    """Read an audio file that a user sent: `samples, rate = load_audio(path)`.

    Args:
        path: what an audio input hands to the process function.
        input_audio_path: its name in the published call.

    Returns:
        Samples, float32, shape (frames, channels), unscaled (full scale is 1.0), and the rate in hertz, as an `Audio`.
        Where audiotools is installed it is its AudioSignal, as from the published pyharp, which can be taken apart
        just so. `Audio.load(path)` is an `Audio` everywhere.

    Raises:
        gr.Error: there is no file or it is not audio; the user reads the sentence.
    """
    path = path if path is not None else input_audio_path
    try:
        audio = read_audio(path)
    except gr.Error:
        signal: Audio | None = None if path is None else published_reading(os.fspath(path))
        if signal is None:
            raise
    else:
        signal = published_signal(audio.samples, audio.rate, str(audio.path_to_file))
    return audio if signal is None else signal


def read_audio(path: str | os.PathLike[str] | None) -> Audio:
    """`load_audio` without audiotools."""
    if path is None:
        raise gr.Error("This model needs audio, and none was sent.")
    try:
        with soundfile.SoundFile(os.fspath(path)) as file:
            audio = Audio(_read(file), int(file.samplerate))
    except (OSError, soundfile.SoundFileError) as error:
        raise gr.Error("The audio that was sent cannot be read. Send a WAV or FLAC file.") from error
    audio.path_to_file = os.fspath(path)
    return audio


@overload
def save_audio(samples: npt.ArrayLike, rate: int, name: str = "output.wav") -> str: ...


@overload
def save_audio(samples: Audio, rate: None = None, name: str = "output.wav") -> str: ...


@overload
def save_audio(
    samples: Any = None,
    rate: str | os.PathLike[str] | None = None,
    name: object = "output.wav",
    *,
    signal: Any = None,
    output_audio_path: str | os.PathLike[str] | None = None,
    include_timestamp: bool = False,
) -> str: ...


def save_audio(
    samples: Any = None,
    rate: Any = None,
    name: Any = "output.wav",
    *,
    signal: Any = None,
    output_audio_path: Any = None,
    include_timestamp: bool = False,
) -> str:
    """Write a result as float32 WAV into a new file of its own, and return its path.

    Nothing is scaled, clipped or dithered: what is written is bit for bit what comes back from `load_audio`.

    The call of the published pyharp works too: `save_audio(signal)` or `save_audio(signal, path)`, where the signal is
    what `load_audio` returned or one of audiotools, and the name of the path decides the kind of file.

    Args:
        samples: an `Audio`, or floating point samples of the shape (frames, channels), or (frames,) for mono.
        rate: in hertz, when the samples are an array.
        name: base name of the file, ending in .wav.
        signal, output_audio_path: names of the published call.
        include_timestamp: put the time behind the name of the given path; the default path is new each time anyway.

    Raises:
        TypeError: the samples are not floating point.
        ValueError: shape, rate or name are not usable.
    """
    samples = signal if samples is None else samples
    if not hasattr(samples, "sample_rate"):
        if rate is None:
            raise TypeError("save_audio needs the sample rate: save_audio(samples, rate).")
        return _save(samples, rate, name)
    target = output_audio_path if output_audio_path is not None else rate
    array, held = current(samples)
    if target is None:
        path = _save(array, held, name if isinstance(name, str) else "output.wav")
    elif isinstance(target, (str, os.PathLike)):
        stamped = include_timestamp or name is True  # the third argument of the published call
        path = write_audio(add_timestamp_to_path(target) if stamped else target, array, held)
    else:
        raise TypeError("A signal knows its rate. Write save_audio(signal), or save_audio(samples, rate) for an array.")
    samples.path_to_file = path
    return path


def write_audio(path: str | os.PathLike[str], samples: npt.ArrayLike, rate: int) -> str:
    """Write a file of the kind that its name says: float32 WAV, 24-bit FLAC, or what libsndfile makes of the extension.

    Raises:
        TypeError: the samples are not floating point.
        ValueError: shape, rate or kind of file are not usable.
    """
    array = _checked(samples, rate)
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.suffix.lower() == ".wav":
        return _write_wav(str(target), array, int(rate))
    if target.suffix[1:].upper() not in soundfile.available_formats() and target.suffix.lower() not in (".aif", ".oga"):
        raise ValueError(f"{target.name!r} ends in no kind of audio file; use .wav or .flac.")
    lossless = {".flac": "PCM_24", ".aiff": "FLOAT", ".aif": "FLOAT"}
    soundfile.write(target, array, int(rate), subtype=lossless.get(target.suffix.lower()))
    return str(target)


def _read(file: Any) -> Samples:
    if file.format in _UNCOMPRESSED:
        samples: Samples = file.read(dtype="float32", always_2d=True)
        return samples
    blocks = [np.zeros((0, file.channels), np.float32)]
    while len(block := file.read(_BLOCK_FRAMES, dtype="float32", always_2d=True)):
        blocks.append(block)
    return np.concatenate(blocks)


def _save(samples: npt.ArrayLike, rate: int, name: str) -> str:
    array = _checked(samples, rate)
    if not name.lower().endswith(".wav"):
        raise ValueError(f"save_audio writes WAV files, so {name!r} must end in .wav.")
    return _write_wav(output_path(name), array, int(rate))


def _checked(samples: npt.ArrayLike, rate: int) -> npt.NDArray[Any]:
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
    return array


def _write_wav(path: str, array: npt.NDArray[Any], rate: int) -> str:
    data = np.ascontiguousarray(array, dtype="<f4")
    if data.nbytes > _RIFF_LIMIT:
        soundfile.write(path, data, rate, format="RF64", subtype="FLOAT")
        return path
    with Path(path).open("wb") as file:
        file.write(_wav_header(data.shape[0], data.shape[1], rate))
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
