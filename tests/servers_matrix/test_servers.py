# SPDX-License-Identifier: MIT
"""Every generation of pyharp, and plain apps, on every Gradio that endpoints in the field run on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from client.apps.published import SERVED
from client.generation_checks import CancelChecks, PlainAppChecks, PyharpChecks
from client.generations import Served, Servers, both, endpoints, plain_apps, serving

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
    """From the Gradio on that knows how to cancel."""

    @pytest.fixture(params=both(GRADIOS))
    def served(self, request: pytest.FixtureRequest, gradios: Servers) -> Served:
        return Served(gradios[request.param], SERVED[request.param][0])


class TestPlainApp(PlainAppChecks):
    @pytest.fixture(params=plain_apps(GRADIOS), ids="-".join)
    def served(self, request: pytest.FixtureRequest, gradios: Servers) -> Served:
        gradio, transport = request.param
        return Served(gradios[gradio], "plain", transport)
