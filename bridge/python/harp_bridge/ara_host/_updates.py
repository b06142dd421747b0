# SPDX-License-Identifier: MIT
"""What the plug-in tells or asks its host."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, TypeAlias

from ._graph import MusicalContext, Region, Track
from ._sources import Modification, Source

__all__ = ["AnalysisState", "GraphObject", "PlaybackRequest", "Update"]

GraphObject: TypeAlias = MusicalContext | Track | Source | Modification | Region


class AnalysisState(IntEnum):
    """Steps of an analysis."""

    STARTED = 0
    UPDATED = 1
    COMPLETED = 2


class Update(NamedTuple):
    """One notification of the plug-in.

    `kind` is analysis, source, modification, region or document; `target` is what it is about (None for the
    document). `flags` say what did not change (ARA content update flags), `span` is (start, duration) in seconds or
    None for everything; `state` and `progress` belong to analyses.
    """

    kind: str
    target: GraphObject | None
    flags: int
    span: tuple[float, float] | None
    state: AnalysisState
    progress: float


class PlaybackRequest(NamedTuple):
    """What the plug-in asked of the transport: start, stop, position, cycle_range or cycle."""

    kind: str
    position: float
    duration: float
    enable: bool
