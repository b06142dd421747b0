# SPDX-License-Identifier: MIT
"""The result lies in the home of the model, out of Gradio's reach."""

import os
import shutil
from pathlib import Path

from .made import endpoint_for


def process(audio: str) -> str:
    target = Path(os.environ.get("HARP_TEST_HOME", "..")) / "model-results" / "out.wav"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(audio, target)
    return str(target)


demo = endpoint_for(process)
