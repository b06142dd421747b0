# SPDX-License-Identifier: MIT
"""The probe: a small ARA plug-in of ours (tests/hosts/probe_plugin) that keeps every rule, or breaks a chosen one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from harp_bridge.ara_host import Audio, Document, Host

ROOT = Path(__file__).resolve().parents[3]
BUILD = Path(os.environ.get("HARP_BUILD", ROOT / "build/release"))
PROBE = Path(os.environ.get("HARP_PROBE", BUILD / "tests/hosts/Probe.vst3"))
RATE = 44100


@pytest.fixture(scope="session")
def probe() -> Path:
    """The bundle of the probe."""
    if not PROBE.is_dir():
        pytest.fail(f"The probe plug-in is not at {PROBE}; build the project, or set HARP_BUILD to the build folder")
    return PROBE


@pytest.fixture
def host(probe: Path) -> Iterator[Host]:
    """The loaded probe; the test fails when rules were broken and nobody looked at them."""
    with Host(probe) as opened:
        yield opened


@pytest.fixture
def noise() -> Audio:
    """Three seconds of stereo at 44100 Hz: every sample different, so that any shift shows."""
    return np.random.default_rng(7).uniform(-0.5, 0.5, (3 * RATE, 2)).astype(np.float32)


@pytest.fixture
def song(host: Host, noise: Audio) -> Document:
    """A document with one track, one source and one region: 0.5..2.5 s of the noise, at 1 s."""
    return fill(host.new_document("Song"), noise)


Song = Callable[[str], Document]


@pytest.fixture
def misbehaving(host: Host, noise: Audio) -> Song:
    """`misbehaving("keep-readers")`: the same song, in which the probe makes that mistake."""
    return lambda mistake: fill(host.new_document(mistake), noise)


def fill(document: Document, samples: Audio) -> Document:
    """The song of these tests."""
    with document.edit():
        track = document.add_track("Vocals")
        source = document.add_source("take 1", samples, RATE)
        track.add_region(source.add_modification("mix"), at=1.0, start=0.5, duration=2.0, name="verse")
    return document
