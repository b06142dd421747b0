# SPDX-License-Identifier: MIT
"""Loudness as broadcasters measure it: ITU-R BS.1770, in LUFS, for mono and stereo at any rate."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

BLOCK_SECONDS = 0.4
QUIETEST = -70.0
"""Blocks below this do not count; a sound without a louder one has no loudness."""


def loudness(samples: npt.NDArray[np.float32], rate: int) -> float | None:
    """Integrated loudness of a sound.

    A sound shorter than one measuring block (0.4 s) is measured as one block.

    Args:
        samples: float32, shape (frames, channels), all channels weighted alike.
        rate: in hertz.

    Returns:
        LUFS, or None for silence.
    """
    if not len(samples):
        return None
    weighted = samples.astype(np.float64)
    for b, a in (_shelf(rate), _high_pass(rate)):
        weighted = lfilter(b, a, weighted, axis=0)
    power = np.sum(weighted**2, axis=1)
    block = min(len(power), max(1, round(BLOCK_SECONDS * rate)))
    total = np.concatenate([[0.0], np.cumsum(power)])
    starts = np.arange(0, len(power) - block + 1, max(1, block // 4))
    blocks = (total[starts + block] - total[starts]) / block
    blocks = blocks[_lufs(blocks) > QUIETEST]
    if not len(blocks):
        return None
    loud = blocks[_lufs(blocks) > _lufs(np.mean(blocks)) - 10.0]
    return float(_lufs(np.mean(loud)))


def _lufs(power: npt.ArrayLike) -> npt.NDArray[np.float64]:
    level: npt.NDArray[np.float64] = -0.691 + 10.0 * np.log10(np.maximum(np.asarray(power), 1e-20))
    return level


# The standard gives both filters as numbers for 48 kHz; these are the analogue filters behind them, so that
# other rates measure the same.


def _shelf(rate: int) -> tuple[list[float], list[float]]:
    """The head: highs are raised by 4 dB."""
    # Below 3.4 kHz of rate the corner would lie above what the rate can hold.
    k = np.tan(np.pi * min(1681.974450955533, 0.49 * rate) / rate)
    q, high = 0.7071752369554196, 10.0 ** (3.999843853973347 / 20.0)
    band = high**0.4996667741545416
    scale = 1.0 + k / q + k * k
    b = [(high + band * k / q + k * k) / scale, 2.0 * (k * k - high) / scale, (high - band * k / q + k * k) / scale]
    return b, [1.0, 2.0 * (k * k - 1.0) / scale, (1.0 - k / q + k * k) / scale]


def _high_pass(rate: int) -> tuple[list[float], list[float]]:
    """The ear's weakness for lows."""
    k = np.tan(np.pi * 38.13547087602444 / rate)
    q = 0.5003270373238773
    scale = 1.0 + k / q + k * k
    return [1.0, -2.0, 1.0], [1.0, 2.0 * (k * k - 1.0) / scale, (1.0 - k / q + k * k) / scale]
