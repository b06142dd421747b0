# SPDX-License-Identifier: MIT
"""The variation maker: every candidate is a re-arrangement of the loop's own slices, in time and without clicks."""

from __future__ import annotations

from pathlib import Path

import gradio as gr
import numpy as np
import pytest
from support.examples import example_app, example_module
from support.sounds import Samples, noise, sine, wav_bytes

import pyharp

slicing = example_module("variations", "slicing")
RATE, SLICE = 44100, 11025
FADE = round(slicing.FADE_SECONDS * RATE)


def steps(count: int = 8) -> Samples:
    """Slices with a constant value each, 0.1, 0.2, ..., so that every sample tells where it came from."""
    values = np.repeat(np.arange(1, count + 1, dtype=np.float32) / 10, SLICE)
    return np.stack([values, -values], axis=1)


def plans(moves: list[str], amount: float = 0.5, seed: int = 1, count: int = 4, frames: int = 8 * SLICE) -> list:
    return slicing.make_plans(frames, SLICE, amount, moves, count, seed)


def contents(sound: Samples) -> list[float]:
    """What each slice holds where no fade reaches."""
    return [round(float(sound[at + 100, 0]) * 10, 3) for at in range(0, len(sound) - 100, SLICE)]


def test_swapping_keeps_every_slice_and_changes_as_many_as_asked() -> None:
    results = [slicing.render(steps(), RATE, plan) for plan in plans(["swap"])]
    assert all(sorted(contents(result)) == [1, 2, 3, 4, 5, 6, 7, 8] for result in results)
    assert [sum(a != b for a, b in zip(contents(result), range(1, 9), strict=True)) for result in results] == [4] * 4
    assert len({tuple(contents(result)) for result in results}) == 4
    assert all(np.array_equal(result[:, 1], -result[:, 0]) for result in results)


def test_repeat_plays_the_first_half_twice_reverse_backwards_and_rest_is_silence() -> None:
    ramp = (np.arange(2 * SLICE, dtype=np.float32) / (2 * SLICE))[:, None]
    half = SLICE // 2
    repeated, backwards, silent = (
        slicing.render(ramp, RATE, plans([move], amount=1.0, count=1, frames=2 * SLICE)[0])
        for move in ("repeat", "reverse", "rest")
    )
    clear = slice(0, half - FADE)
    np.testing.assert_array_equal(repeated[half : 2 * half][clear], ramp[clear])
    np.testing.assert_array_equal(repeated[clear], ramp[clear])
    np.testing.assert_array_equal(backwards[: SLICE - FADE], ramp[SLICE - 1 : FADE - 1 : -1])
    assert not silent.any()


def test_an_amount_of_nothing_is_the_loop_itself() -> None:
    loop = noise(5 * SLICE + 77)
    for plan in plans(["swap", "rest"], amount=0.0, frames=len(loop)):
        np.testing.assert_array_equal(slicing.render(loop, RATE, plan), loop)


def test_untouched_slices_are_the_same_samples_up_to_the_fade_of_the_next() -> None:
    loop = noise(8 * SLICE)
    for plan in plans(["swap", "reverse"], amount=0.25):
        result = slicing.render(loop, RATE, plan)
        same = [
            np.array_equal(result[at : at + SLICE - FADE], loop[at : at + SLICE - FADE])
            for at in range(0, len(loop), SLICE)
        ]
        assert 4 <= sum(same) <= 6


def test_joins_do_not_click() -> None:
    """A steady tone re-arranged: no step between samples is larger than the tone's own plus what the fade adds."""
    tone = sine(441.0, 2.0)
    own = float(np.abs(np.diff(tone[:, 0])).max())
    for plan in plans(["swap", "repeat", "reverse", "rest"], amount=1.0):
        result = slicing.render(tone, RATE, plan)
        assert np.abs(np.diff(result[:, 0])).max() < own + 1.2 / FADE


def test_attacks_at_the_beginning_of_a_slice_stay_whole() -> None:
    loop = np.zeros((8 * SLICE, 1), np.float32)
    loop[::SLICE] = 1.0
    for plan in plans(["swap", "repeat"], amount=1.0):
        np.testing.assert_array_equal(slicing.render(loop, RATE, plan)[::SLICE], 1.0)


def test_the_seed_decides_everything() -> None:
    assert plans(["swap", "repeat"], seed=5) == plans(["swap", "repeat"], seed=5)
    assert plans(["swap", "repeat"], seed=5) != plans(["swap", "repeat"], seed=6)


def test_four_candidates_of_the_same_length_through_files(tmp_path: Path) -> None:
    app = example_app("variations")
    loop = noise(2 * RATE + 123)
    path = tmp_path / "loop.wav"
    path.write_bytes(wav_bytes(loop, RATE))
    paths = app.process(str(path), 120.0, "1/8 note", 0.4, True, True, False, False, 3.0)
    results = [pyharp.load_audio(result) for result in paths]
    assert [(rate, samples.shape) for samples, rate in results] == [(RATE, loop.shape)] * 4
    assert len({samples.tobytes() for samples, _ in results} | {loop.tobytes()}) == 5


@pytest.mark.parametrize(
    ("frames", "switches", "words"),
    [
        (1, (True, True, False, False), "shorter than two slices"),
        (30000, (True, True, False, False), "Take a longer region"),
        (100000, (False, False, False, False), "Switch on at least one"),
    ],
)
def test_what_cannot_be_varied_is_said_in_words(
    frames: int, switches: tuple[bool, ...], words: str, tmp_path: Path
) -> None:
    path = tmp_path / "loop.wav"
    path.write_bytes(wav_bytes(noise(frames), RATE))
    with pytest.raises(gr.Error, match=words):
        example_app("variations").process(str(path), 120.0, "1/4 note", 0.4, *switches, 1.0)


def test_silence_and_two_slices_work() -> None:
    silent = np.zeros((2 * SLICE, 1), np.float32)
    for plan in plans(["swap"], amount=1.0, frames=2 * SLICE):
        assert slicing.render(silent, RATE, plan).shape == silent.shape
