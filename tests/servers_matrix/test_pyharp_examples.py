# SPDX-License-Identifier: MIT
"""pyharp's examples on the older Gradio that Spaces still pin, through harp_bridge.

Those that read or write MIDI need libraries that these environments do not have.
"""

from __future__ import annotations

from collections.abc import Iterator

import harp_bridge
import numpy as np
import pytest
from support.examples import served_examples
from support.servers import server_python
from support.sounds import noise, peak_hertz, sine

RATE = 44100
NAMES = ("pitch_shift", "harmonic_percussive", "tone", "variations", "onsets", "match_reference")
#: Gradio -> how far apart a sound and its copy may be; Gradio 4 hands 16-bit samples to the model.
GRADIOS = {"5.28.0": 1e-6, "4.44.1": 2e-4}


@pytest.fixture(scope="module", params=GRADIOS)
def gradio(request: pytest.FixtureRequest) -> Iterator[tuple[dict[str, str], float]]:
    with served_examples(server_python(request.param), NAMES) as addresses:
        yield addresses, GRADIOS[request.param]


def test_the_examples_do_their_work(gradio: tuple[dict[str, str], float]) -> None:
    examples, tolerance = gradio
    sound = sine(440.0, 2.0, channels=2)
    shifted = harp_bridge.process(examples["pitch_shift"], sound, RATE, values={"Pitch": 12})
    assert shifted.samples.shape == sound.shape
    assert peak_hertz(shifted.samples, RATE) == pytest.approx(880.0, rel=1e-3)

    mixed = 0.2 * noise(RATE, 2)
    stems = harp_bridge.process(examples["harmonic_percussive"], mixed, RATE).audio
    np.testing.assert_allclose(stems[0].samples + stems[1].samples, mixed, atol=tolerance)

    tone = harp_bridge.process(examples["tone"], values={"Notes": "A4"}, duration=1.0)
    assert peak_hertz(tone.samples, RATE) == pytest.approx(440.0, rel=1e-3)
    assert [label["label"] for label in tone.data[0].to_json()["labels"]] == ["A4"]

    variations = harp_bridge.process(examples["variations"], mixed, RATE).audio
    assert len({part.samples.tobytes() for part in variations}) == 4

    onsets = harp_bridge.process(examples["onsets"], np.concatenate([np.zeros_like(sound), sound]), RATE)
    assert [label["t"] for label in onsets.data[0].to_json()["labels"]] == pytest.approx([2.0], abs=0.010)

    matched = harp_bridge.process(
        examples["match_reference"], mixed, RATE, audio={"Reference": harp_bridge.Audio(0.5 * mixed, RATE)}
    )
    np.testing.assert_allclose(matched.samples, 0.5 * mixed, atol=0.05)


def test_what_cannot_be_done_is_said_in_words(gradio: tuple[dict[str, str], float]) -> None:
    with pytest.raises(harp_bridge.HarpError) as caught:
        harp_bridge.process(gradio[0]["tone"], values={"Notes": "H9"})
    assert "'H9' is not a note" in caught.value.message
