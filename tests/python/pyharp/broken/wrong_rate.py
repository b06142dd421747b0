# SPDX-License-Identifier: MIT
"""The rate at which the model was trained is written into every file."""

import pyharp

from .made import endpoint_for


def process(audio: str) -> str:
    samples, _ = pyharp.load_audio(audio)
    return pyharp.save_audio(samples, 44100)


demo = endpoint_for(process)
