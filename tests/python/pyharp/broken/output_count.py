# SPDX-License-Identifier: MIT
"""Labels were added to the app, and the function was not told."""

import pyharp

from .made import endpoint_for


def process(audio: str) -> str:
    samples, rate = pyharp.load_audio(audio)
    return pyharp.save_audio(samples, rate)


demo = endpoint_for(process, labels=True)
