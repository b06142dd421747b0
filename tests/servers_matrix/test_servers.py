# SPDX-License-Identifier: MIT
"""Every generation of pyharp, and plain apps, on every Gradio that endpoints in the field run on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from client.apps.published import SERVED
from client.generation_checks import CancelChecks, MidiChecks, PlainAppChecks, PyharpChecks, UploadChecks
from client.generations import Servers, cancellable, endpoints, midi, newest, plain_apps, queueless, served_of, serving

GRADIOS = tuple(SERVED)


@pytest.fixture(scope="module")
def gradios() -> Iterator[Servers]:
    with serving(GRADIOS) as servers:
        yield servers


class TestPyharp(PyharpChecks):
    served = served_of(endpoints(GRADIOS))


class TestCancelling(CancelChecks):
    served = served_of(cancellable(GRADIOS))


class TestPlainRequests:
    """Gradio 3 without its queue: nothing but requests. What a person watches and cancels needs the queue."""

    served = served_of(queueless(GRADIOS))
    test_the_description = PyharpChecks.test_the_description
    test_defaults_are_sent = PyharpChecks.test_defaults_are_sent_for_what_nobody_set
    test_values_arrive = PyharpChecks.test_values_arrive_as_they_were_set
    test_outputs_arrive = PyharpChecks.test_all_outputs_arrive_typed
    test_no_audio_is_named = PyharpChecks.test_a_model_that_returns_no_audio_is_named_as_such
    test_errors_arrive = PyharpChecks.test_the_text_of_an_error_arrives_and_that_of_an_exception_does_not


class TestUploads(UploadChecks):
    served = served_of(newest(GRADIOS))


class TestMidi(MidiChecks):
    served = served_of(midi(GRADIOS))


class TestPlainApp(PlainAppChecks):
    served = served_of(plain_apps(GRADIOS))
