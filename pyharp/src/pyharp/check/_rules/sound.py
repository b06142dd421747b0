# SPDX-License-Identifier: MIT
"""An audio result beside the sound that was sent: finite, not clipped, of a plausible rate and length."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .findings import Finding, fault, note, warning

__all__ = ["sound_findings"]

#: So many samples in a row at full scale are no peak but a cut.
_CLIPPED_RUN = 4
_FULL_SCALE = 0.9999
_SILENT = 1e-6

Samples = npt.NDArray[np.float32]


def sound_findings(
    label: str, samples: Samples, rate: int, subtype: str, sent: tuple[Samples, int] | None, card_rate: Any = None
) -> list[Finding]:
    """What is wrong or odd about one audio output.

    Args:
        label: of the output.
        samples: float32, (frames, channels).
        rate: that the file names.
        subtype: how the file stores samples.
        sent: samples and rate that the job got, if it got any.
        card_rate: the rate that the card promises.
    """
    if len(samples) == 0:
        return [fault("sound_empty", f"The output {label!r} holds no sample.", "Return at least some sound.")]
    bad = int((~np.isfinite(samples)).sum())
    if bad:
        return [
            fault(
                "not_finite",
                f"The output {label!r} holds {bad} samples that are no number (NaN or infinite).",
                "Look for a division by zero or a root of something negative; HARP plays such samples as silence.",
            )
        ]
    found = _clipping(label, samples, subtype, sent)
    if sent is not None:
        found += _length(label, samples, rate, sent, card_rate)
        if float(np.abs(sent[0]).max(initial=0.0)) > _SILENT >= float(np.abs(samples).max()):
            found.append(
                warning(
                    "silent", f"The output {label!r} is silent though sound was sent.", "Look whether that is meant."
                )
            )
    if card_rate and rate != card_rate:
        found.append(
            warning(
                "rate_not_promised",
                f"The output {label!r} has {rate} Hz, but the card promises {card_rate:g}.",
                "Correct the card's sample_rate, or leave it out.",
            )
        )
    return found


def _clipping(label: str, samples: Samples, subtype: str, sent: tuple[Samples, int] | None) -> list[Finding]:
    longest = _run_at_full_scale(samples)
    before = _run_at_full_scale(sent[0]) if sent is not None else 0
    if longest >= _CLIPPED_RUN and longest > before:
        what = f"The output {label!r} is cut off at full scale ({longest} samples in a row)"
        if subtype in ("FLOAT", "DOUBLE"):  # nothing but the model itself can have done that
            return [warning("clipped", f"{what}.", "If that is not meant, leave it: HARP plays louder samples well.")]
        return [
            fault(
                "clipped",
                f"{what}, because its file holds integers.",
                "Return floating point samples: pyharp.save_audio keeps what is louder than full scale.",
            )
        ]
    if subtype == "PCM_16":
        return [
            note("sixteen_bit", f"The output {label!r} is stored with 16 bits; pyharp.save_audio keeps full quality.")
        ]
    return []


def _run_at_full_scale(samples: Samples) -> int:
    """The longest stretch of equal samples at full scale in any channel."""
    longest = 0
    for channel in samples.T:
        held = (np.abs(channel) >= _FULL_SCALE) & (np.abs(channel) <= 1.0)
        edges = np.flatnonzero(np.diff(np.concatenate(([0], held.astype(np.int8), [0]))))
        if len(edges):
            longest = max(longest, int((edges[1::2] - edges[::2]).max()))
    return longest


def _length(label: str, samples: Samples, rate: int, sent: tuple[Samples, int], card_rate: Any) -> list[Finding]:
    given, given_rate = sent
    if rate != given_rate and len(samples) == len(given):
        return [
            fault(
                "rate_wrong",
                f"The output {label!r} has as many samples as were sent, but its file says {rate} Hz instead of "
                f"{given_rate} Hz: it plays too {'fast' if rate > given_rate else 'slow'} and at the wrong pitch.",
                "Write the file with the rate that load_audio returned, or resample the sound.",
            )
        ]
    expected, seconds = len(given) / given_rate, len(samples) / rate
    found = []
    if rate != given_rate and rate != card_rate:
        found.append(
            note(
                "rate_changed", f"The output {label!r} has {rate} Hz where {given_rate} Hz was sent; HARP resamples it."
            )
        )
    if abs(seconds - expected) > 0.1 + 0.01 * expected:
        found.append(
            note(
                "length_changed",
                f"The output {label!r} is {seconds:.2f} s long, the sound that was sent {expected:.2f} s.",
            )
        )
    return found
