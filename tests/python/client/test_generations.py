# SPDX-License-Identifier: MIT
"""Real endpoints of three Gradios, over both transports; tests/servers_matrix does the same for all that are in use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .generation_checks import CancelChecks, MidiChecks, PlainAppChecks, PyharpChecks, UploadChecks
from .generations import Servers, cancellable, endpoints, midi, newest, plain_apps, served_of, serving

GRADIOS = ("4.44.1", "5.28.0", "6")


@pytest.fixture(scope="module")
def gradios() -> Iterator[Servers]:
    with serving(GRADIOS, at_once=3) as servers:
        yield servers


class TestPyharp(PyharpChecks):
    served = served_of(endpoints(GRADIOS))


class TestCancelling(CancelChecks):
    served = served_of(cancellable(GRADIOS))


class TestUploads(UploadChecks):
    served = served_of(newest(GRADIOS))


class TestMidi(MidiChecks):
    served = served_of(midi(GRADIOS))


class TestPlainApp(PlainAppChecks):
    served = served_of(plain_apps(GRADIOS))
