# SPDX-License-Identifier: MIT
"""Written for stereo, never tried with anything else."""

import numpy as np

import pyharp

from .made import endpoint_for


def process(audio: str) -> str:
    samples, rate = pyharp.load_audio(audio)
    middle, side = samples[:, 0] + samples[:, 1], samples[:, 0] - samples[:, 1]
    return pyharp.save_audio(np.stack([middle, side], axis=1) * 0.5, rate)


demo = endpoint_for(process)
