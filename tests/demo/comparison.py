# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to be heard between the rendering before and the one after."""

from __future__ import annotations

import numpy as np
from harp_bridge.ara_host import Audio

from .arrangement import RATE, Placement, Recording
from .session import Refused

#: Peak below which a recording is silent (-100 dBFS): less than a 16 bit file can hold.
SILENCE = 1e-5

#: Part of a recording's own peak by which its sound has to change: a quiet one changes less than a loud one.
CHANGE = 0.01


def loudest(place: Placement, recording: Recording) -> float:
    """Peak of the part of a recording that a region plays."""
    start, end = place.start * recording.rate, (place.start + place.duration) * recording.rate
    return float(np.abs(recording.samples[round(start) : round(end)]).max(initial=0.0))


def check(before: Audio, after: Audio, processed: list[Placement], sources: list[Recording]) -> None:
    """Insist that the processed spans, and nothing else, sound different; raises Refused."""
    inside = np.zeros(len(before), dtype=bool)
    for place in processed:
        span = slice(round(place.at * RATE), round((place.at + place.duration) * RATE))
        inside[span] = True
        peak = loudest(place, sources[place.recording])
        if peak < SILENCE:
            print(f"   {place.name} is silent, so there is no difference to hear.")
        elif np.abs(after[span] - before[span]).max() < CHANGE * peak:
            raise Refused(f"{place.name} sounds as before.")
    if not np.array_equal(before[~inside], after[~inside]):
        raise Refused("Something that was not processed sounds different.")
