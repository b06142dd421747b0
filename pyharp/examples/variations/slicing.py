# SPDX-License-Identifier: MIT
"""Variations of a loop: cut into equal slices, some of them swapped, repeated, reversed or left out.

A plan says for each slice what sounds there; rendering a plan reads every sample from the original. Where a slice
follows its own predecessor nothing is touched; elsewhere the new slice fades in just before it begins, so that its
attack stays whole and no join clicks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float32]

FADE_SECONDS = 0.004
MOVES = ("swap", "repeat", "reverse", "rest")
_TRIES = 50


@dataclass(frozen=True)
class Piece:
    """A run of the original: it starts at `start` and goes on in `direction` (1, -1 backwards, 0 silence)."""

    start: int
    frames: int
    direction: int = 1

    def read(self, samples: Samples, low: int, high: int) -> Samples:
        """What sounds from `low` to `high`, counted from the piece's beginning; both may lie outside of it."""
        out = np.zeros((high - low, samples.shape[1]), np.float32)
        if self.direction:
            index = self.start + self.direction * np.arange(low, high)
            inside = (index >= 0) & (index < len(samples))
            out[inside] = samples[index[inside]]
        return out


Plan = tuple[Piece, ...]


def make_plans(
    frames: int, slice_frames: int, amount: float, moves: Sequence[str], count: int, seed: int
) -> list[Plan]:
    """Draw plans that differ from each other and from the original, as far as that many exist.

    Args:
        frames: length of the sound.
        slice_frames: length of a slice; the last one may be shorter and then stays as it is.
        amount: part of the slices that change, 0 to 1.
        moves: what may happen to a slice, from `MOVES`.
        count: how many plans.
        seed: the same seed draws the same plans.

    Raises:
        ValueError: nothing can be varied like this; the message is for the person who asked.
    """
    slices = frames // slice_frames
    if not moves:
        raise ValueError("Switch on at least one of Swap, Repeat, Reverse and Rest.")
    if slices < 2:
        raise ValueError("This is shorter than two slices. Take a longer region, a faster tempo or shorter slices.")
    random = np.random.default_rng(seed)
    plans: list[Plan] = []
    seen = {_plain(frames, slice_frames)}
    for _ in range(count):
        for _ in range(_TRIES):
            plan = _draw(frames, slice_frames, amount, moves, random)
            if amount <= 0 or plan not in seen:
                break
        seen.add(plan)
        plans.append(plan)
    return plans


def _plain(frames: int, slice_frames: int) -> Plan:
    return tuple(Piece(start, min(slice_frames, frames - start)) for start in range(0, frames, slice_frames))


def _draw(frames: int, slice_frames: int, amount: float, moves: Sequence[str], random: np.random.Generator) -> Plan:
    whole = frames // slice_frames
    changed = min(whole, max(1, round(amount * whole))) if amount > 0 else 0
    chosen = random.permutation(whole)[:changed].tolist()
    move = {index: str(random.choice(list(moves))) for index in chosen}
    swapped = [index for index in chosen if move[index] == "swap"]
    if len(swapped) == 1:  # it needs a partner
        swapped.append(int(random.choice([index for index in range(whole) if index != swapped[0]])))
    source = dict(zip(swapped, [*swapped[1:], *swapped[:1]], strict=True))
    plan: list[Piece] = []
    for index, piece in enumerate(_plain(frames, slice_frames)):
        start, half = source.get(index, index) * slice_frames, slice_frames // 2
        what = "swap" if index in source else move.get(index)
        if what == "repeat" and half:
            plan += [Piece(start, half), Piece(start, slice_frames - half)]
        elif what == "reverse":
            plan.append(Piece(start + slice_frames - 1, slice_frames, -1))
        elif what == "rest":
            plan.append(Piece(start, slice_frames, 0))
        else:
            plan.append(Piece(start, piece.frames))
    return tuple(plan)


def render(samples: Samples, rate: int, plan: Plan) -> Samples:
    """Play a plan.

    Args:
        samples: float32, shape (frames, channels).
        rate: in hertz.
        plan: pieces that add up to the length of the sound.

    Returns:
        float32, the shape of `samples`.
    """
    out = np.zeros_like(samples)
    at, before = 0, None
    for piece in plan:
        out[at : at + piece.frames] = piece.read(samples, 0, piece.frames)
        if before is not None and not _continues(before, piece):
            fade = min(round(FADE_SECONDS * rate), before.frames)
            rise = ((np.arange(fade) + 0.5) / max(1, fade)).astype(np.float32)[:, None]
            out[at - fade : at] = out[at - fade : at] * (1 - rise) + piece.read(samples, -fade, 0) * rise
        at, before = at + piece.frames, piece
    return out


def _continues(before: Piece, after: Piece) -> bool:
    if before.direction != after.direction:
        return False
    return before.direction == 0 or after.start == before.start + before.direction * before.frames
