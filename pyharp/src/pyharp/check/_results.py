# SPDX-License-Identifier: MIT
"""One result beside what the description promises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..testing._result import Result
from ._rules.findings import Finding, fault
from ._rules.labels import is_label_list, labels_findings
from ._rules.sound import sound_findings
from ._rules.timing import job_time_findings
from ._trials import Trial

__all__ = ["result_findings"]

Entry = dict[str, Any]


def result_findings(result: Result, outputs: Sequence[Entry], trial: Trial, card: dict[str, Any]) -> list[Finding]:
    """What is wrong with the result of a trial."""
    found: list[Finding] = []
    sounds = iter(result.audio)
    length = _length(result, trial)
    for output, value in zip(outputs, result.values, strict=True):
        kind, label = output.get("type"), output.get("label")
        if value is None:
            if output.get("required", True):
                what = f"The function returns nothing for the output {label!r}."
                found.append(fault("result_null", what, "Return a value for every output, or call it not required."))
        elif kind == "audio_track":
            sound = next(sounds)
            heard = sound_findings(
                sound.label, sound.samples, sound.rate, sound.subtype, trial.sound, card.get("sample_rate")
            )
            # With a control at its end, and of next to nothing, silence may well be what is right.
            found += [finding for finding in heard if trial.essential or finding.code != "silent"]
        elif kind == "json" and (is_label_list(value) or "protocol" not in card):
            found += labels_findings(value, length) if is_label_list(value) else []
        elif kind == "text" and not isinstance(value, str):
            what = f"The output {label!r} is {value!r:.60} instead of a text."
            found.append(fault("text_wrong", what, "Return a string."))
    for file in result.files:
        if file.name.lower().endswith((".mid", ".midi")) and not file.content.startswith(b"MThd"):
            what = f"The output {file.label!r} is called {file.name}, but it is no MIDI file."
            found.append(fault("midi_wrong", what, "Write a standard MIDI file."))
    return found + (job_time_findings(result.seconds, length, card) if trial.essential else [])


def _length(result: Result, trial: Trial) -> float | None:
    """Seconds of the sound that labels belong to: the result, or what was sent."""
    lengths = [sound.seconds for sound in result.audio]
    if trial.sound is not None:
        lengths.append(len(trial.sound[0]) / trial.sound[1])
    return max(lengths, default=None)
