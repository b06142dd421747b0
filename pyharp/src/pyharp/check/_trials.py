# SPDX-License-Identifier: MIT
"""The jobs that a check sends: which sounds, which values, which tracks are left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..testing._request import is_track
from ..testing._sounds import Samples, noise, sine

__all__ = ["Trial", "trials"]

Entry = dict[str, Any]

#: One quarter note C4.
MIDI_FILE = bytes.fromhex("4d54686400000006000000010060" + "4d54726b0000000c" + "00903c40" + "60803c40" + "00ff2f00")

_EXTENSIONS = {
    ".mid": MIDI_FILE,
    ".midi": MIDI_FILE,
    ".txt": b"text\n",
    ".csv": b"a,b\n1,2\n",
    ".json": b"{}\n",
}
_SOUNDS = {".wav", ".flac", ".aiff", ".aif", ".ogg", ".mp3", "audio"}


@dataclass(frozen=True)
class Trial:
    """One job.

    Attributes:
        code: word for the finding when it fails.
        what: "The model fails ..." and then this.
        sound: samples and rate for every audio input, None when the app has none.
        values: label -> value of controls that do not get their default.
        tracks: label -> track, as `FakeClient.process` takes them.
        essential: whether a failure is a fault, else a warning.
        remedy: what to do when it fails.
    """

    code: str
    what: str
    sound: tuple[Samples, int] | None
    values: dict[str, Any] = field(default_factory=dict)
    tracks: dict[str, Any] = field(default_factory=dict)
    essential: bool = True
    remedy: str = "Try the function by hand with the same values."


def trials(inputs: Sequence[Entry], card: dict[str, Any]) -> list[Trial]:
    """The first one uses all defaults and every track; the others change one thing each.

    Raises:
        LookupError: an input needs a file that nobody can make up; the text names it.
    """
    rate = int(card.get("sample_rate") or 44100)
    channels = int(card.get("channels") or 2)
    hears = any(entry.get("type") == "audio_track" for entry in inputs)

    def sound(seconds: float, at: int, count: int) -> tuple[Samples, int] | None:
        return (test_sound(seconds, at, count), at) if hears else None

    def trial(code: str, what: str, heard: tuple[Samples, int] | None, **further: Any) -> Trial:
        leave_out = further.pop("leave_out", False)
        return Trial(code, what, heard, tracks=_tracks(inputs, heard, leave_out), **further)

    usual = sound(1.0, rate, channels)
    planned = [trial("job_failed", "with all defaults", usual)]
    if hears:
        other_rate = 48000 if rate != 48000 else 44100
        planned.append(
            trial(
                "fails_mono",
                f"with mono sound at {other_rate} Hz",
                sound(0.7, other_rate, 1),
                remedy="Tracks may be mono and of any rate: use the shape and the rate that load_audio gives.",
            )
        )
    optional = [entry for entry in inputs if is_track(entry) and not entry.get("required", True)]
    if optional:
        names = ", ".join(repr(entry["label"]) for entry in optional)
        planned.append(
            trial(
                "fails_without_optional",
                f"when the optional {names} is left out",
                usual,
                leave_out=True,
                remedy="The function gets None for a track that was left out: handle that, or make it required.",
            )
        )
    ends = (("fails_lowest", "lowest value or first choice", 0), ("fails_highest", "highest value or last choice", 1))
    for code, name, end in ends:
        values = {entry["label"]: _extreme(entry, end) for entry in inputs if _extreme(entry, end) is not None}
        if values:
            remedy = "Narrow the ranges to what the function can do, or make it do what they promise."
            planned.append(
                trial(code, f"with every control at its {name}", usual, values=values, essential=False, remedy=remedy)
            )
    if hears:
        short = sound(0.01, rate, channels)
        remedy = "Regions may be that short: pad the sound, or raise gr.Error with a sentence for the musician."
        planned.append(trial("fails_short", "with 10 ms of sound", short, essential=False, remedy=remedy))
    return planned


def test_sound(seconds: float, rate: int, channels: int) -> Samples:
    """A tone with a little noise, below full scale, other in each channel."""
    both = sine(440.0, seconds, rate, channels) + noise(seconds, rate, channels, level=0.05)
    scaled: Samples = both * np.float32(0.9 / max(0.9, float(np.abs(both).max(initial=0.0))))
    return scaled


def _tracks(inputs: Sequence[Entry], heard: tuple[Samples, int] | None, leave_out: bool) -> dict[str, Any]:
    tracks: dict[str, Any] = {}
    for entry in inputs:
        kind, label = entry.get("type"), str(entry.get("label"))
        if not is_track(entry) or (leave_out and not entry.get("required", True)):
            continue
        if kind == "audio_track":
            tracks[label] = heard
        elif kind == "midi_track":
            tracks[label] = (MIDI_FILE, "test.mid")
        else:
            file = _made_up(entry, heard)
            if file is None and entry.get("required", True):
                wanted = ", ".join(entry.get("file_types") or ["any file"])
                raise LookupError(f"the input {label!r} needs a file ({wanted})")
            tracks[label] = file
    return tracks


def _made_up(entry: Entry, heard: tuple[Samples, int] | None) -> Any:
    types = [str(kind).lower() for kind in entry.get("file_types") or [".txt"]]
    for kind in types:
        if kind in _EXTENSIONS:
            return _EXTENSIONS[kind], f"test{kind}"
        if kind in _SOUNDS:
            return heard or (test_sound(1.0, 44100, 2), 44100)
    return None


def _extreme(entry: Entry, end: int) -> Any:
    kind = entry.get("type")
    if entry.get("hidden"):
        return None
    if kind in ("slider", "number_box"):
        return entry.get("maximum" if end else "minimum")
    if kind == "dropdown" and not entry.get("multiselect") and entry.get("choices"):
        return entry["choices"][-1 if end else 0][1]
    if kind == "toggle":
        return bool(end)
    return None
