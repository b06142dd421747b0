# SPDX-License-Identifier: MIT
"""Sixty minutes of stereo in bounded memory."""

from __future__ import annotations

import pytest
from client.fake_gradio import FakeGradio
from client.long_audio import growth

MIB = 1 << 20


@pytest.mark.parametrize("upload_format", ["float", "flac24"])
def test_sixty_minutes_cost_at_most_64_mebibytes_beyond_the_region_and_its_result(upload_format: str) -> None:
    server = FakeGradio()
    try:
        grown = growth(server.address, 60, upload_format)
    finally:
        server.stop()
    print(f"\n60 minutes as {upload_format}: {grown / MIB:.0f} MiB")
    assert grown <= 64 * MIB
