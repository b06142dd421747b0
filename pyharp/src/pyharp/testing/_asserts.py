# SPDX-License-Identifier: MIT
"""Assertions that say in words what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from ..check._rules.description import description_findings
from ..check._rules.findings import Finding
from ..check._rules.labels import labels_findings
from ..check._rules.sound import sound_findings
from ._result import Result, Sound

__all__ = ["assert_labels_fit", "assert_same_sound", "assert_sound_is_clean", "assert_usable"]


def assert_usable(description: dict[str, Any]) -> None:
    """Every HARP can use an app that describes itself like this; for descriptions of `/controls` or `/harp_controls`.

    Raises:
        AssertionError: with every fault and its remedy.
    """
    _raise_faults(description_findings(description, ours="protocol" in description))


def assert_sound_is_clean(sound: Sound, sent: npt.ArrayLike | None = None, rate: int | None = None) -> None:
    """An audio output is finite, not clipped, and of the length and rate that it claims.

    Args:
        sound: one of `Result.audio`.
        sent: the samples that the job got, (frames, channels) or (frames,).
        rate: of `sent`, in hertz; that of the result when left out.

    Raises:
        AssertionError: with every fault and its remedy.
    """
    given = None
    if sent is not None:
        array = np.asarray(sent, np.float32)
        given = (array[:, np.newaxis] if array.ndim == 1 else array, sound.rate if rate is None else rate)
    _raise_faults(sound_findings(sound.label, sound.samples, sound.rate, sound.subtype, given))


def assert_labels_fit(result: Result, seconds: float | None = None) -> None:
    """Every label of a result is well formed and lies within the sound.

    Args:
        result: of a job.
        seconds: length of the sound; that of the first audio output when left out.

    Raises:
        AssertionError: with every fault and its remedy.
    """
    if seconds is None and result.audio:
        seconds = result.audio[0].seconds
    document = {"meta": {"_type": "pyharp.LabelList"}, "labels": result.labels}
    _raise_faults(labels_findings(document, seconds), levels=("fault", "warning"))


def assert_same_sound(sound: Sound, expected: npt.ArrayLike, within: float = 0.0) -> None:
    """An audio output is this sound, sample by sample.

    Args:
        sound: one of `Result.audio`.
        expected: samples, (frames, channels) or (frames,).
        within: largest difference that is allowed, full scale being 1.0.

    Raises:
        AssertionError: telling where it differs first.
    """
    array = np.asarray(expected, np.float32)
    array = array[:, np.newaxis] if array.ndim == 1 else array
    assert sound.samples.shape == array.shape, (
        f"The output {sound.label!r} has {sound.samples.shape} (frames, channels), expected were {array.shape}."
    )
    differing = ~(np.abs(sound.samples - array) <= within)
    if differing.any():
        frame = int(np.flatnonzero(differing.any(axis=1))[0])
        largest = float(np.nanmax(np.abs(sound.samples - array)))
        raise AssertionError(
            f"The output {sound.label!r} differs in {int(differing.any(axis=1).sum())} of {len(array)} frames, "
            f"first in frame {frame} ({frame / sound.rate:.3f} s), at most by {largest:.3g}."
        )


def _raise_faults(findings: Iterable[Finding], levels: tuple[str, ...] = ("fault",)) -> None:
    faults = [f"{finding.what} {finding.next}" for finding in findings if finding.level in levels]
    if faults:
        raise AssertionError("\n".join(faults))
