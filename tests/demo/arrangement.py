# SPDX-License-Identifier: GPL-3.0-or-later
"""The demo's arrangement: two tracks, three regions, sources of different sample rates."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
from harp_bridge.ara_host import Document, Host

from .phrase import guitar, lead

RATE = 48000.0


@dataclass(frozen=True)
class Recording:
    """Audio for one source: ``samples`` (frames, channels) float32 at ``rate`` Hz."""

    name: str
    samples: npt.NDArray[np.float32]
    rate: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


@dataclass(frozen=True)
class Placement:
    """A region: the part of a recording from ``start`` for ``duration``, at ``at`` in the song; all in seconds."""

    name: str
    track: int
    recording: int
    start: float
    duration: float
    at: float


def recordings(audio: Path | None) -> list[Recording]:
    """The user's recording, or a guitar phrase; and a lead at another sample rate.

    Raises ValueError, in words, for a file that cannot be read or is shorter than a second.
    """
    if audio is None:
        first = Recording("guitar", guitar(44100), 44100.0)
    else:
        try:
            samples, rate = soundfile.read(audio, dtype="float32", always_2d=True, frames=-1)
        except (soundfile.SoundFileError, OSError) as error:
            raise ValueError(
                f"{audio} cannot be read as audio: {error}. Give a WAV, FLAC, OGG or AIFF file."
            ) from error
        if len(samples) > 60 * rate or samples.shape[1] > 2:
            print("   (The demo takes the first minute and two channels of your recording.)")
        first = Recording(audio.stem, samples[: 60 * rate, :2], float(rate))
        if first.seconds < 1.0:
            raise ValueError(f"{audio} is {first.seconds:.2f} s long; the demo needs at least one second.")
    other = 44100 if first.rate == 48000 else 48000
    return [first, Recording("lead", lead(other)[:, None], float(other))]


def placements(sources: list[Recording]) -> list[Placement]:
    """Where everything lies: the first recording split in two (its first part trimmed), the lead moved to 2.5 s."""
    first = sources[0].seconds
    trim, split = 0.05 * first, 0.5 * first
    return [
        Placement(f"{sources[0].name}, first half", 0, 0, trim, split - trim, trim),
        Placement(f"{sources[0].name}, second half", 0, 0, split, first - split, split),
        Placement(sources[1].name, 1, 1, 0.0, 4.0, 2.5),
    ]


def build(host: Host, sources: list[Recording], regions: list[Placement]) -> Document:
    """A document of ``host`` that holds the arrangement; persistent ids are the same every time."""
    song = host.new_document("HARP demo")
    with song.edit():
        tracks = [song.add_track("Track 1"), song.add_track("Track 2")]
        modifications = []
        for i, recording in enumerate(sources):
            source = song.add_source(
                recording.name, recording.samples, recording.rate, persistent_id=f"demo-source-{i}"
            )
            modifications.append(source.add_modification(persistent_id=f"demo-modification-{i}"))
        for place in regions:
            tracks[place.track].add_region(
                modifications[place.recording], at=place.at, start=place.start, duration=place.duration, name=place.name
            )
    return song
