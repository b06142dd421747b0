# SPDX-License-Identifier: MIT
"""A model whose loading takes until the file named by HARP_TEST_GATE is there."""

import os
import time
from pathlib import Path

while not Path(os.environ["HARP_TEST_GATE"]).exists():
    time.sleep(0.005)


def process() -> int:
    return os.getpid()
