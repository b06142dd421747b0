# SPDX-License-Identifier: MIT
"""`Audio`: samples with their rate, which also answers to the names that apps for the published pyharp use."""

from __future__ import annotations

import os
import sys
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["Audio", "Samples", "current"]

Samples = npt.NDArray[np.float32]


class _Pair(NamedTuple):
    samples: Samples
    rate: int


class Audio(_Pair):
    """Sound: `samples`, float32, shape (frames, channels), full scale 1.0, and `rate` in hertz.

    It is a pair, so `samples, rate = audio` takes it apart.

    Apps made for the published pyharp find what they know of a signal of audiotools: `audio_data` of shape
    (1, channels, frames), `sample_rate`, `write`, `clone`, `path_to_file` and the like. `audio_data` is a torch tensor
    when the app has imported torch, else a numpy array. What is assigned to it is what `save_audio` writes; the pair
    stays what it was.
    """

    path_to_file: str | None

    def __new__(cls, samples: npt.ArrayLike, rate: int) -> Audio:
        """Raises ValueError when the samples are not of shape (frames, channels) or (frames,), or the rate is none."""
        array = np.asarray(samples, dtype=np.float32)
        if array.ndim == 1:
            array = array[:, np.newaxis]
        if array.ndim != 2:
            raise ValueError(f"Audio wants samples of the shape (frames, channels), not {array.shape}.")
        if int(rate) != rate or rate < 1:
            raise ValueError(f"{rate!r} is not a sample rate in whole hertz.")
        audio = super().__new__(cls, array, int(rate))
        audio.path_to_file = None
        return audio

    def __getnewargs__(self) -> tuple[Samples, int]:
        return self.samples, self.rate

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return len(self.samples) / self.rate

    @property
    def audio_data(self) -> Any:
        """The samples in the shape (1, channels, frames)."""
        if "_audio_data" not in self.__dict__:
            data: Any = np.ascontiguousarray(self.samples.T)[np.newaxis]
            torch = sys.modules.get("torch")
            self._audio_data = torch.from_numpy(data) if torch is not None else data
        return self._audio_data

    @audio_data.setter
    def audio_data(self, data: Any) -> None:
        self._audio_data = data

    @property
    def sample_rate(self) -> int:
        """The rate in hertz; may be set along with `audio_data`."""
        return int(self.__dict__.get("_sample_rate", self.rate))

    @sample_rate.setter
    def sample_rate(self, rate: int) -> None:
        self._sample_rate = rate

    @property
    def num_channels(self) -> int:
        return int(self.audio_data.shape[1])

    @property
    def signal_length(self) -> int:
        """Length in frames."""
        return int(self.audio_data.shape[-1])

    @property
    def signal_duration(self) -> float:
        """Length in seconds."""
        return self.signal_length / self.sample_rate

    def clone(self) -> Audio:
        """A copy that shares nothing with this one."""
        samples, rate = current(self)
        copy = Audio(samples.copy(), rate)
        copy.path_to_file = self.path_to_file
        return copy

    def to_mono(self) -> Audio:
        """The mean of the channels."""
        samples, rate = current(self)
        return Audio(samples.mean(axis=1, keepdims=True), rate)

    def resample(self, rate: int) -> Audio:
        """The same sound at another rate in hertz."""
        from ._resample import resample

        samples, before = current(self)
        return Audio(resample(samples, before, rate), rate)

    def write(self, path: str | os.PathLike[str]) -> Audio:
        """Write a file of the kind that the name says, and return the sound."""
        from ._audio import write_audio

        write_audio(path, *current(self))
        self.path_to_file = os.fspath(path)
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(
            f"pyharp.Audio has no {name!r}. Take `samples, rate = audio` and use numpy, or install descript-audiotools "
            "and make its AudioSignal from the path yourself; save_audio takes that too."
        )


def current(signal: Any) -> tuple[npt.NDArray[Any], int]:
    """What a signal holds now, with whatever was assigned to `audio_data`: (frames, channels), and the rate.

    Args:
        signal: an `Audio`, or a signal of audiotools.

    Raises:
        ValueError: it holds several sounds at once, or none.
    """
    if isinstance(signal, Audio) and "_audio_data" not in signal.__dict__:
        return signal.samples, signal.sample_rate
    data = signal.audio_data
    for step in ("detach", "cpu", "numpy"):  # a torch tensor, wherever it lives
        data = getattr(data, step)() if hasattr(data, step) else data
    array = np.asarray(data)
    if array.ndim == 3 and array.shape[0] == 1:
        array = array[0]
    if array.ndim == 1:
        array = array[np.newaxis]
    if array.ndim != 2:
        raise ValueError(f"audio_data must be of the shape (1, channels, frames), not {tuple(array.shape)}.")
    return array.T, int(signal.sample_rate)
