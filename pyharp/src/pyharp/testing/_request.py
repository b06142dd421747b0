# SPDX-License-Identifier: MIT
"""The arguments of a job, one per described input, in the order of the description."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from ._wire import Wire

__all__ = ["TRACKS", "Track", "arguments", "is_track", "wav"]

#: Samples with their rate, the content of a file with its name, a path, or nothing.
Track = Any

TRACKS = ("audio_track", "midi_track", "generic_file")


def is_track(entry: Mapping[str, Any]) -> bool:
    return entry.get("type") in TRACKS


def arguments(
    wire: Wire,
    inputs: Sequence[Mapping[str, Any]],
    audio: Track,
    values: Mapping[str, Any],
    tracks: Mapping[str, Track],
) -> list[Any]:
    """What is sent for these inputs; files are uploaded on the way.

    Raises:
        ValueError: a label is unknown, or a required track has nothing.
    """
    _check_labels(inputs, values, tracks)
    given = dict(tracks)
    first = next((str(entry.get("label")) for entry in inputs if entry.get("type") == "audio_track"), None)
    if audio is not None:
        if first is None:
            raise ValueError("This app has no audio input, so leave the audio out.")
        given.setdefault(first, audio)
    prepared = []
    for entry in inputs:
        label = str(entry.get("label"))
        if not is_track(entry):
            prepared.append(values.get(label, entry.get("value")))
            continue
        track = given.get(label)
        if track is None and entry.get("required", True):
            raise ValueError(f"The input {label!r} is required: give it as audio or in tracks={{{label!r}: ...}}.")
        prepared.append(_uploaded(wire, track, multiple=bool(entry.get("multiple"))))
    return prepared


def wav(samples: Any, rate: int) -> bytes:
    """A float32 WAV file of samples, (frames, channels) or (frames,)."""
    file = io.BytesIO()
    soundfile.write(file, np.asarray(samples, np.float32), rate, format="WAV", subtype="FLOAT")
    return file.getvalue()


def _uploaded(wire: Wire, track: Track, multiple: bool = False) -> Any:
    if track is None:
        return None
    if multiple:
        return [_uploaded(wire, entry) for entry in (track if isinstance(track, list) else [track])]
    if isinstance(track, tuple):
        content, further = track  # samples and rate, or the content of a file and its name
        if isinstance(content, bytes):
            return wire.upload(content, str(further))
        return wire.upload(wav(content, further), "audio.wav")
    path = Path(os.fspath(track))
    return wire.upload(path.read_bytes(), path.name)


def _check_labels(inputs: Sequence[Mapping[str, Any]], values: Mapping[str, Any], tracks: Mapping[str, Track]) -> None:
    for given, wanted, what in ((values, False, "control"), (tracks, True, "track")):
        known = [str(entry.get("label")) for entry in inputs if is_track(entry) is wanted]
        for label in given:
            if label not in known:
                there = ", ".join(map(repr, known)) or "none"
                raise ValueError(f"The app describes no {what} labelled {label!r}. It has: {there}.")
