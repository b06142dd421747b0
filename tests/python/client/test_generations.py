# SPDX-License-Identifier: MIT
"""Real endpoints of three Gradios, over both transports; tests/servers_matrix does the same for all that are in use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .generation_checks import CancelChecks, MidiChecks, PlainAppChecks, PyharpChecks, UploadChecks
from .generations import Served, Servers, cancellable, endpoints, midi, newest, plain_apps, serving

GRADIOS = ("4.44.1", "5.28.0", "6")


@pytest.fixture(scope="module")
def gradios() -> Iterator[Servers]:
    with serving(GRADIOS, at_once=3) as servers:
        yield servers


class TestPyharp(PyharpChecks):
    @pytest.fixture(params=endpoints(GRADIOS), ids="-".join)
    def served(self, request: pytest.FixtureRequest, gradios: Servers) -> Served:
        gradio, generation, transport = request.param
        return Served(gradios[gradio], generation, transport)


class TestCancelling(CancelChecks):
    @pytest.fixture(params=cancellable(GRADIOS), ids="-".join)
    def served(self, request: pytest.FixtureRequest, gradios: Servers) -> Served:
        gradio, generation, transport = request.param
        return Served(gradios[gradio], generation, transport)


class TestUploads(UploadChecks):
    @pytest.fixture(params=newest(GRADIOS), ids="-".join)
    def served(self, request: pytest.FixtureRequest, gradios: Servers) -> Served:
        gradio, generation = request.param
        return Served(gradios[gradio], generation)


class TestMidi(MidiChecks):
    @pytest.fixture(params=midi(GRADIOS), ids="-".join)
    def served(self, request: pytest.FixtureRequest, gradios: Servers) -> Served:
        gradio, generation, transport = request.param
        return Served(gradios[gradio], generation, transport)


class TestPlainApp(PlainAppChecks):
    @pytest.fixture(params=plain_apps(GRADIOS), ids="-".join)
    def served(self, request: pytest.FixtureRequest, gradios: Servers) -> Served:
        gradio, transport = request.param
        return Served(gradios[gradio], "plain", transport)
