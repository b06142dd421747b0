# SPDX-License-Identifier: MIT
"""An ARA 2 host for offline work and tests: documents from NumPy arrays, edits, archives, audio, and a strict eye on
the plug-in.

    from harp_bridge.ara_host import Host

    with Host("HARP.vst3") as host:
        song = host.new_document("Song")
        with song.edit():                                            # one edit cycle
            vocals = song.add_track("Vocals")
            take = song.add_source("take 1", samples, 44100)         # (frames,) or (frames, channels), any rate
            mod = take.add_modification()
            verse = vocals.add_region(mod, at=1.0, start=0.5, duration=2.0)
        audio = song.render(sample_rate=48000, seconds=8.0)          # (frames, channels), every region, offline

        with song.renderer([verse], sample_rate=48000, block=512) as renderer:
            audio = renderer.render(start=0, frames=48000)           # any start, any block sizes, its own thread

        song.plugin.select([verse])                                  # what is selected in the host
        archive = song.store()
        song.restore(archive)
        song.plugin.command({"do": "ping"})                          # HARP only

Everything the plug-in calls back is checked: thread, running call, references, ranges, order. What is wrong is
collected in `violations` and raised as HostViolation when the document or the host is closed.
"""

from __future__ import annotations

from ._archive import Archive, AudioFileChunk
from ._audio import Audio
from ._content import (
    BarSignature,
    Chord,
    Content,
    ContentEvent,
    ContentGrade,
    ContentType,
    KeySignature,
    Note,
    Tempo,
    Tuning,
)
from ._document import Document
from ._errors import ArchiveError, HostError, HostViolation, Violation
from ._graph import Colour, MusicalContext, Region, Track
from ._host import Factory, Host
from ._instance import Instance, Role, View
from ._sources import Modification, Read, Source
from ._updates import AnalysisState, PlaybackRequest, Update

__all__ = [
    "AnalysisState",
    "Archive",
    "ArchiveError",
    "Audio",
    "AudioFileChunk",
    "BarSignature",
    "Chord",
    "Colour",
    "Content",
    "ContentEvent",
    "ContentGrade",
    "ContentType",
    "Document",
    "Factory",
    "Host",
    "HostError",
    "HostViolation",
    "Instance",
    "KeySignature",
    "Modification",
    "MusicalContext",
    "Note",
    "PlaybackRequest",
    "Read",
    "Region",
    "Role",
    "Source",
    "Tempo",
    "Track",
    "Tuning",
    "Update",
    "View",
    "Violation",
]
