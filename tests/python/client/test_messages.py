# SPDX-License-Identifier: MIT
"""The model's own words on their way to the user."""

from __future__ import annotations

from collections.abc import AsyncIterator

import numpy as np
import pytest
from harp_bridge import Progress

from .asking import BRISK, heard, process
from .fake_gradio import FakeGradio, echo
from .helpers import noise, raises


@pytest.mark.parametrize(
    ("log", "words", "level"),
    [
        ({"log": "Loading.", "level": "info", "title": "Info"}, "Loading.", "info"),
        ({"log": "Loud.", "level": "warning", "title": "Clipping"}, "Clipping: Loud.", "warning"),
        ({"log": "Ready.", "level": "success", "title": "Success"}, "Ready.", "success"),
        ({"log": "Old.", "level": "warning"}, "Old.", "warning"),
        ({"log": "Odd.", "level": "new"}, "Odd.", "info"),
    ],
)
def test_what_a_model_says_comes_with_its_level_and_title(
    fake: FakeGradio, log: dict[str, object], words: str, level: str
) -> None:
    async def says(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_starts"}
        yield {"msg": "log", **log}
        async for message in echo(server, data):
            yield message

    fake.events = says
    said = {(entry.message, entry.level, entry.stage) for entry in heard(fake, BRISK) if entry.message}
    assert said == {(words, level, "running")}


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ({"error": "Too long.", "title": "Error"}, "Too long."),
        ({"error": "Too long.", "title": "Limit"}, "Limit: Too long."),
        ({"error": None, "title": "Limit"}, "Limit"),
        ({"error": "'Too long.'"}, "Too long."),
        ({"error": '"It\'s too long."'}, "It's too long."),
        ({"error": "'"}, "'"),
        ({"error": "'a' is not 'b'"}, "'a' is not 'b'"),
    ],
)
def test_the_text_and_title_of_an_error_arrive(fake: FakeGradio, output: dict[str, object], words: str) -> None:
    async def fails(server: FakeGradio, data: list[object]) -> AsyncIterator[dict[str, object] | bytes]:
        yield {"msg": "process_completed", "success": False, "output": output}

    fake.events = fails
    with raises("server_error") as caught:
        process(fake)
    assert caught.value.message == words


def test_the_last_word_is_done(fake: FakeGradio) -> None:
    told = heard(fake, BRISK)
    assert told[-1] == Progress("done")
    assert np.array_equal(process(fake).samples, noise())
