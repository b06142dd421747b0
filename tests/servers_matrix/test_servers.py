# SPDX-License-Identifier: MIT
"""Every generation of pyharp, and plain apps, on every Gradio that endpoints in the field run on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from client.apps.published import QUEUELESS, SERVED
from client.generation_checks import CancelChecks, MidiChecks, PlainAppChecks, PyharpChecks, UploadChecks
from client.generations import Served, Servers, cancellable, endpoints, midi, newest, plain_apps, serving

GRADIOS = tuple(SERVED)


@pytest.fixture(scope="module")
def gradios() -> Iterator[Servers]:
    with serving(GRADIOS) as servers:
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


class TestPlainRequests:
    """Gradio 3 without its queue: nothing but requests. What a person watches and cancels needs the queue."""

    @pytest.fixture(params=list(QUEUELESS))
    def served(self, request: pytest.FixtureRequest, gradios: Servers) -> Served:
        return Served(gradios[request.param], QUEUELESS[request.param], app="queueless")

    test_the_description = PyharpChecks.test_the_description
    test_defaults_are_sent = PyharpChecks.test_defaults_are_sent_for_what_nobody_set
    test_values_arrive = PyharpChecks.test_values_arrive_as_they_were_set
    test_outputs_arrive = PyharpChecks.test_all_outputs_arrive_typed
    test_no_audio_is_named = PyharpChecks.test_a_model_that_returns_no_audio_is_named_as_such
    test_errors_arrive = PyharpChecks.test_the_text_of_an_error_arrives_and_that_of_an_exception_does_not


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
