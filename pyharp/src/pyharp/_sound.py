# SPDX-License-Identifier: MIT
"""`Audio`: samples with their rate, which also answers to the names that apps for the published pyharp use."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn

import numpy as np
import numpy.typing as npt

from ._installed import installed

__all__ = ["Audio", "Samples", "current"]

Samples = npt.NDArray[np.float32]

# Only of a tuple do type checkers know what `samples, rate = audio` gives; a real one would answer to + and * as a
# tuple does, silently.
if TYPE_CHECKING:
    _Pair = tuple[Samples, int]
else:
    _Pair = object


class Audio(_Pair):
    """Sound: `samples`, float32, shape (frames, channels), full scale 1.0, and `rate` in hertz.

    `samples, rate = audio` takes it apart. `+`, `-` and `*` calculate with the samples, of two sounds or with a number.

    Apps made for the published pyharp find what they know of a signal of audiotools: `audio_data` of shape
    (1, channels, frames), `sample_rate`, `resample`, `to_mono`, `write`, `clone`, `path_to_file` and the like, which
    change the sound itself as they do there. `audio_data` is a torch tensor when the app has imported torch, else a
    numpy array, and what is assigned to it is the sound from then on.
    """

    path_to_file: str | None

    def __init__(self, samples: npt.ArrayLike, rate: int) -> None:
        """Raises ValueError when the samples are not of shape (frames, channels) or (frames,), or the rate is none."""
        self._samples = _shaped(samples)
        self._rate = _checked_rate(rate)
        #: What was handed out or assigned as `audio_data`; it counts from then on, since it may be changed in place.
        self._audio_data: Any = None
        self.path_to_file = None

    @classmethod
    def load(cls, path: str | os.PathLike[str] | None) -> Audio:
        """Read an audio file that a user sent, as `load_audio` does where audiotools is not installed.

        Raises:
            gr.Error: there is no file or it is not audio; the user reads the sentence.
        """
        from ._audio import read_audio

        return read_audio(path)

    @property
    def samples(self) -> Samples:
        """The samples of shape (frames, channels)."""
        if self._audio_data is None:
            return self._samples
        return np.asarray(current(self)[0], dtype=np.float32)

    @samples.setter
    def samples(self, samples: npt.ArrayLike) -> None:
        self._samples = _shaped(samples)
        self._audio_data = None

    @property
    def rate(self) -> int:
        """The rate in hertz."""
        return self._rate

    @rate.setter
    def rate(self, rate: int) -> None:
        self._rate = _checked_rate(rate)

    @property
    def duration(self) -> float:
        """Length in seconds."""
        return self.signal_length / self.rate

    @property
    def audio_data(self) -> Any:
        """The samples in the shape (1, channels, frames)."""
        if self._audio_data is None:
            data: Any = np.ascontiguousarray(self._samples.T)[np.newaxis]
            torch = installed("torch", "from_numpy") if "torch" in sys.modules else None
            self._audio_data = torch.from_numpy(data) if torch is not None else data
        return self._audio_data

    @audio_data.setter
    def audio_data(self, data: Any) -> None:
        self._audio_data = data

    @property
    def sample_rate(self) -> int:
        """The rate in hertz; may be set along with `audio_data`."""
        return self._rate

    @sample_rate.setter
    def sample_rate(self, rate: int) -> None:
        self.rate = rate

    @property
    def num_channels(self) -> int:
        return int(current(self)[0].shape[1])

    @property
    def signal_length(self) -> int:
        """Length in frames."""
        return len(current(self)[0])

    @property
    def signal_duration(self) -> float:
        """Length in seconds."""
        return self.duration

    def clone(self) -> Audio:
        """A copy that shares nothing with this one."""
        copy = Audio(self.samples.copy(), self.rate)
        copy.path_to_file = self.path_to_file
        return copy

    def to_mono(self) -> Audio:
        """Make it the mean of its channels, and return it."""
        self.samples = self.samples.mean(axis=1, keepdims=True)
        return self

    def resample(self, rate: int) -> Audio:
        """Give it another rate in hertz, which sounds the same, and return it."""
        from ._resample import resample

        if rate != self.rate:
            self.samples, self.rate = resample(self.samples, self.rate, rate), rate
        return self

    def write(self, path: str | os.PathLike[str]) -> Audio:
        """Write a file of the kind that the name says, and return the sound."""
        from ._audio import write_audio

        write_audio(path, *current(self))
        self.path_to_file = os.fspath(path)
        return self

    def __iter__(self) -> Iterator[Any]:
        return iter((self.samples, self.rate))

    def __len__(self) -> int:
        return 2

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, int):
            return (self.samples, self.rate)[index]
        raise TypeError("Take `samples, rate = audio` and cut the samples: samples[start:end].")

    def __repr__(self) -> str:
        return f"Audio({self.signal_length} frames, {self.num_channels} channels, {self.rate} Hz)"

    # Arithmetic. Without this, numpy would calculate with an array of the two parts.
    __array_ufunc__ = None

    def __add__(self, other: Any) -> Audio:
        return self._with(np.add, other)

    def __sub__(self, other: Any) -> Audio:
        return self._with(np.subtract, other)

    def __mul__(self, other: Any) -> Audio:
        return self._with(np.multiply, other)

    def __rsub__(self, other: Any) -> Audio:
        return self._with(np.multiply, -1)._with(np.add, other)

    def __neg__(self) -> Audio:
        return self._with(np.multiply, -1)

    __radd__ = __add__
    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Audio:
        return self._with(np.divide, other)

    def _with(self, calculate: Callable[[Any, Any], Any], other: Any) -> Audio:
        samples = self.samples
        operand = other
        if isinstance(other, Audio) or hasattr(other, "audio_data"):
            operand, rate = current(other)
            if rate != self.rate:
                raise ValueError(f"One sound has {self.rate} Hz, the other {rate} Hz. Resample one of them first.")
            if len(operand) != len(samples):
                raise ValueError(
                    f"One sound has {len(samples)} frames, the other {len(operand)}. Make them as long as each other "
                    "first, for example with pyharp.fit_length."
                )
        elif np.ndim(other) != 0 or isinstance(other, (str, bytes, type(None))):
            raise TypeError(
                f"A sound and {type(other).__name__} cannot be combined. Take `samples, rate = audio` and calculate "
                "with the samples, of shape (frames, channels)."
            )
        result = Audio(calculate(samples, operand), self.rate)
        result.path_to_file = self.path_to_file
        return result

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(
            f"pyharp.Audio has no {name!r}. If you mean that of audiotools, install descript-audiotools (it brings "
            "torch): pyharp.load_audio then returns its AudioSignal. Else take `samples, rate = audio` and use numpy."
        )


def current(signal: Any) -> tuple[npt.NDArray[Any], int]:
    """What a signal holds now, with whatever was assigned to `audio_data`: (frames, channels), and the rate.

    Args:
        signal: an `Audio`, or a signal of audiotools; of several sounds in one it is the first, as there.

    Raises:
        ValueError: it holds no sound.
    """
    if isinstance(signal, Audio) and signal._audio_data is None:
        return signal._samples, signal.sample_rate
    data = signal.audio_data
    for step in ("detach", "cpu", "numpy"):  # a torch tensor, wherever it lives
        data = getattr(data, step)() if hasattr(data, step) else data
    array = np.asarray(data)
    if array.ndim == 3 and array.shape[0] >= 1:
        array = array[0]
    if array.ndim == 1:
        array = array[np.newaxis]
    if array.ndim != 2:
        raise ValueError(f"audio_data must be of the shape (1, channels, frames), not {tuple(array.shape)}.")
    return array.T, int(signal.sample_rate)


def _shaped(samples: npt.ArrayLike) -> Samples:
    array = np.asarray(samples, dtype=np.float32)
    if array.ndim == 1:
        array = array[:, np.newaxis]
    if array.ndim != 2:
        raise ValueError(f"Audio wants samples of the shape (frames, channels), not {array.shape}.")
    return array


def _checked_rate(rate: Any) -> int:
    if int(rate) != rate or rate < 1:
        raise ValueError(f"{rate!r} is not a sample rate in whole hertz.")
    return int(rate)
