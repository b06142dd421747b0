# SPDX-License-Identifier: MIT
"""As much of audiotools as published apps use, under its names and with its habits: methods change the signal itself
and return it, arithmetic makes another one.
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import torch


class AudioSignal:
    def __init__(self, source: Any, sample_rate: int | None = None, stft_params: Any = None) -> None:
        self.path_to_file = None
        self.stft_params = stft_params
        if isinstance(source, (str, Path)):
            samples, sample_rate = soundfile.read(source, dtype="float32", always_2d=True)
            source, self.path_to_file = torch.from_numpy(samples.T.copy()[None]), source
        assert torch.is_tensor(source), "a Path, string, numpy array, or torch Tensor"
        self.audio_data = source
        self.sample_rate = sample_rate

    @property
    def audio_data(self) -> Any:
        return self._audio_data

    @audio_data.setter
    def audio_data(self, data: Any) -> None:
        assert torch.is_tensor(data)
        assert data.ndim == 3
        self._audio_data = data

    samples = audio_data

    @property
    def signal_length(self) -> int:
        return self.audio_data.shape[-1]

    @property
    def signal_duration(self) -> float:
        return self.signal_length / self.sample_rate

    @property
    def num_channels(self) -> int:
        return self.audio_data.shape[1]

    def clone(self) -> Any:
        twin = type(self)(self.audio_data.clone(), self.sample_rate, stft_params=self.stft_params)
        twin.path_to_file = copy.deepcopy(self.path_to_file)
        return twin

    def to_mono(self) -> Any:
        self.audio_data = self.audio_data.mean(1, keepdim=True)
        return self

    def resample(self, sample_rate: int) -> Any:
        step = self.sample_rate // sample_rate
        self.audio_data, self.sample_rate = self.audio_data[..., ::step], sample_rate
        return self

    def volume_change(self, db: float) -> Any:
        self.audio_data = self.audio_data * np.float32(10 ** (db / 20))
        return self

    def normalize(self, db: float = -24.0) -> Any:
        return self.volume_change(db - 20 * float(np.log10(np.abs(self.audio_data.numpy()).max())))

    def write(self, path: Any) -> Any:
        soundfile.write(str(path), self.audio_data[0].numpy().T, self.sample_rate)
        self.path_to_file = path
        return self

    def __add__(self, other: Any) -> Any:
        twin = self.clone()
        twin.audio_data += other.audio_data
        return twin

    def __mul__(self, other: Any) -> Any:
        twin = self.clone()
        twin.audio_data *= other
        return twin

    def __getitem__(self, key: Any) -> Any:
        return type(self)(self.audio_data[key], self.sample_rate, stft_params=self.stft_params)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.audio_data[key] = value.audio_data if isinstance(value, type(self)) else value
