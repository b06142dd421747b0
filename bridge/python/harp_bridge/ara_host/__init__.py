# SPDX-License-Identifier: MIT
"""An ARA 2 host for offline work and tests: documents from NumPy arrays, edits, archives, audio, and a strict eye on
the plug-in.

>>> import numpy
>>> from harp_bridge.ara_host import Host
>>> samples = numpy.random.default_rng(1).uniform(-0.5, 0.5, (3 * 44100, 2))   # (frames, channels), any rate
>>> with Host("HARP.vst3") as host:
...     song = host.new_document("Song")
...     with song.edit():                                                      # one edit cycle
...         vocals = song.add_track("Vocals")
...         take = song.add_source("take 1", samples, 44100)
...         mod = take.add_modification()
...         verse = vocals.add_region(mod, at=1.0, start=0.5, duration=2.0)
...     everything = song.render(sample_rate=48000, seconds=4.0)               # every region, offline
...     with song.renderer([verse], sample_rate=44100, block=512) as renderer:
...         a_second = renderer.render(start=44100, frames=44100)              # any start, on its own thread
...     song.plugin.select([verse])                                            # what is selected in the host
...     archive = song.store()
...     song.restore(archive)
...     reply = song.plugin.command({"do": "undo"})                           # HARP only
>>> everything.shape, a_second.dtype
((192000, 2), dtype('float32'))
>>> numpy.array_equal(a_second, samples[22050:66150].astype("float32"))
True

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
