# SPDX-License-Identifier: MIT
"""A detector that found nothing gives a label without a time."""

from typing import Any

from .made import endpoint_for


def process(audio: str) -> tuple[str, dict[str, Any]]:
    label = {"t": None, "label": "onset", "duration": 0.0, "label_type": "AudioLabel", "color": 0}
    return audio, {"meta": {"_type": "pyharp.LabelList"}, "labels": [label]}


demo = endpoint_for(process, labels=True)
