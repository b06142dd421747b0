# SPDX-License-Identifier: MIT
"""A loop that never looks whether anybody still waits for it."""

import time

import pyharp

from .made import endpoint_for


def process(audio: str) -> str:
    """A third of the time of the sound, so that a cancel comes in the middle of a long one."""
    samples, rate = pyharp.load_audio(audio)
    for _ in range(30 * len(samples) // rate):
        time.sleep(0.01)
    return audio


demo = endpoint_for(process)
