# SPDX-License-Identifier: MIT
"""A loop that never looks whether anybody still waits for it."""

import os
import time

from .made import endpoint_for

STEPS = int(os.environ.get("HARP_TEST_STEPS", "40"))


def process(audio: str) -> str:
    for _ in range(STEPS):
        time.sleep(0.01)
    return audio


demo = endpoint_for(process)
