# SPDX-License-Identifier: MIT
"""Long audio streams: a job holds little more than the region and its result."""

from __future__ import annotations

import pytest

from .fake_gradio import FakeGradio
from .long_audio import growth

MIB = 1 << 20


@pytest.mark.parametrize("upload_format", ["float", "flac24"])
def test_a_long_region_costs_little_beyond_itself_and_its_result(fake: FakeGradio, upload_format: str) -> None:
    """Two minutes are 40 MiB; a copy of either would be seen."""
    assert growth(fake.address, 2, upload_format) < 48 * MIB
