# SPDX-License-Identifier: MIT
"""Hosts that nobody here wrote: loads, passes audio through sample-exactly, keeps its state."""

from __future__ import annotations

import random
import struct
import subprocess
import sys

import numpy as np
import pytest
from harp_bridge.ara_host import Host

from .built import BUNDLE
from .studio import noise

PEDALBOARD = """
import sys
import numpy as np
import pedalboard

plugin = pedalboard.load_plugin(sys.argv[1])
assert plugin.name == "HARP", plugin.name
assert plugin.category == "Fx|Tools", plugin.category
rng = np.random.default_rng(0)
for channels in (1, 2):
    for rate in (44100, 48000):
        audio = (0.1 * rng.standard_normal((channels, rate))).astype(np.float32)
        heard = plugin(audio, rate, buffer_size=333)
        np.testing.assert_array_equal(heard, audio)
state = plugin.raw_state
plugin.raw_state = state
print("ok", plugin.reported_latency_samples)
"""


def test_pedalboard_loads_it_and_hears_the_input(tmp_path) -> None:
    done = subprocess.run([sys.executable, "-c", PEDALBOARD, str(BUNDLE)], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["ok", "0"]


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("in_place", [False, True])
def test_unbound_it_passes_audio_through(host: Host, channels: int, in_place: bool) -> None:
    samples = noise(0.5, channels=channels)
    with host.effect() as effect:
        effect.activate(44100, 512, channels)
        heard = effect.render(
            start=0, frames=len(samples), audio_input=samples, in_place=in_place, blocks=[512, 1, 100]
        )
        np.testing.assert_array_equal(heard, samples)
        assert effect.latency == 0


def test_the_instance_state_survives_and_nonsense_is_ignored(host: Host) -> None:
    with host.effect() as effect:
        saved = effect.state_data
        effect.state_data = b"not a state"
        assert effect.state_data == saved


def view_state(width: int, height: int, bypass: int) -> bytes:
    return b"HARP" + struct.pack("<iii", width, height, bypass)


def test_the_instance_state_is_restored_within_its_bounds(host: Host) -> None:
    with host.effect() as effect, host.effect() as another:
        effect.state_data = view_state(900, 700, 1)
        assert effect.state_data.startswith(view_state(900, 700, 1))
        another.state_data = effect.state_data
        assert another.state_data == effect.state_data
        assert another.create_view().size == (900, 700)
        effect.state_data = view_state(2**31 - 1, -(2**31), 0)
        width, height = struct.unpack("<ii", effect.state_data[4:12])
        assert 0 < height <= 700 and 900 <= width < 10_000


def test_no_damage_to_the_instance_state_harms_the_host(host: Host) -> None:
    dice = random.Random(1)
    with host.effect() as effect:
        saved = effect.state_data
        for _ in range(300):
            damaged = bytearray(saved[: dice.choice([len(saved), dice.randrange(1, len(saved))])])
            for _ in range(5):
                damaged[dice.randrange(len(damaged))] = dice.randrange(256)
            effect.state_data = bytes(damaged)
        effect.state_data = saved
        assert effect.state_data == saved
