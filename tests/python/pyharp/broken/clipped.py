# SPDX-License-Identifier: MIT
"""Loud samples are squeezed into 16-bit integers."""

import numpy as np
import soundfile

import pyharp

from .made import endpoint_for


def process(audio: str) -> str:
    samples, rate = pyharp.load_audio(audio)
    path = pyharp.output_path("loud.wav")
    soundfile.write(path, (np.clip(samples * 4, -1, 1) * 32767).astype(np.int16), rate)
    return path


demo = endpoint_for(process)
