# SPDX-License-Identifier: MIT
"""How far away a server is, as the client finds it, and what follows for what it sends."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace

import harp_bridge
import soundfile
from harp_bridge import FloatArray, Settings
from harp_bridge._transport.distance import Distance, Way
from support.slow_proxy import SlowProxy

from .asking import BRISK, recorded, sent
from .fake_gradio import Answer, FakeGradio, Handler, Request
from .helpers import noise


def test_near_and_far_are_measured(fake: FakeGradio) -> None:
    # Wide apart: the quickest reply of a busy machine next door must not look like one from far away.
    settings = Settings(retry_pauses=(0.01,), far_round_trip=0.06)
    notes: list[list[str]] = []

    def go(address: str, samples: FloatArray) -> None:
        notes.append(harp_bridge.process(address, samples, 44100, settings=settings).notes)

    go(fake.address, noise() * 0.1)
    with SlowProxy(fake.address, rtt=0.1) as far:
        go(far.address, recorded())
        go(far.address, noise() * 0.1)  # finer than 24 bit
        go(far.address, noise())  # beyond full scale
    formats = [soundfile.info(io.BytesIO(content)).format for content in fake.files.values()]
    assert formats == ["WAV", "FLAC", "FLAC", "WAV"]
    assert notes == [[], [], ["The audio was rounded to 24 bit, to send it in less time."], []]


def test_a_server_next_door_that_was_busy_at_first_is_near(fake: FakeGradio) -> None:
    def late(usual: Handler) -> Handler:
        async def handler(request: Request, answer: Answer) -> None:
            if len(fake.seen(request.path)) == 1:
                await asyncio.sleep(0.5)
            await usual(request, answer)

        return handler

    for path, usual in (("/config", fake._config), ("/queue/join", fake._join), ("/queue/data", fake._data)):
        fake.routes[path if path == "/config" else fake.prefix + path] = late(usual)
    harp_bridge.process(fake.address, noise() * 0.1, 44100, settings=replace(BRISK, far_round_trip=0.4))
    assert sent(fake)[1] == "WAV FLOAT"
    assert len(fake.seen("/config")) == 2  # it was looked at once more


def test_where_the_format_is_settled_nobody_is_asked_how_far_it_is(fake: FakeGradio) -> None:
    far = replace(BRISK, far_round_trip=1e-9, instant_reply=0.0)
    for settings in (replace(far, upload_format="float"), replace(far, upload_format="flac24")):
        harp_bridge.process(fake.address, recorded(), 44100, settings=settings)
    assert len(fake.seen("/config")) == 2
    fake.config["version"] = "4.44.1"  # 16 bit, whatever goes there
    harp_bridge.process(fake.address, recorded(), 44100, settings=far)
    assert len(fake.seen("/config")) == 3


def test_a_slow_way_shows_itself_with_the_first_transfer() -> None:
    distance = Distance()
    assert not distance.far(Settings())
    distance.answered(0.010)
    assert not distance.far(Settings())
    distance.transferred(1000, 10.0)  # too little to tell
    assert not distance.far(Settings())
    distance.transferred(3_500_000, 0.3)
    assert distance.far(Settings())
    distance.transferred(3_500_000, 0.02)  # it was only busy
    assert not distance.far(Settings())
    for seconds in (0.2, 0.3, 0.04, 0.5):
        distance.answered(seconds)
    assert not distance.far(Settings())  # the quickest reply counts
    for _ in range(16):
        distance.answered(0.04)  # a laptop was carried home
    assert distance.far(Settings())


def test_before_a_server_passes_for_far_it_is_looked_at_closely() -> None:
    distance, far = Distance(), [0.04] * 16
    distance.answered(0.04)
    assert distance.looks == 4
    distance.found_far = False
    for seconds in far:
        distance.answered(seconds)  # near until now, and perhaps just busy
    assert distance.far(Settings())
    assert distance.looks == 5
    distance.found_far = True
    assert distance.looks == 0


def go(seconds: float, *ways: Way) -> None:
    """Transfers that went side by side for so long, each of ten seconds of stereo."""
    transfers = [way.begin() for way in ways]
    for transfer in transfers:
        transfer._begin -= seconds
        transfer.moved(3_500_000)
    for transfer in transfers:
        transfer.ended()


def test_transfers_side_by_side_share_the_way() -> None:
    """Eight uploads of one client next door, each an eighth as fast as one alone, do not make it a far one."""
    distance, alone = Distance(), Distance()
    for each in (distance, alone):
        each.answered(0.010)
    go(0.2, *[distance.up] * 8)
    assert not distance.far(Settings())
    go(0.2, alone.up)
    assert alone.far(Settings())


def test_a_server_that_has_much_to_do_for_us_is_not_far_away() -> None:
    """It takes and sends at the same time: neither that nor what it answers meanwhile tells how long the way is."""
    distance = Distance()
    distance.answered(0.010)
    question = distance.ask()
    question._begin -= 0.2
    go(0.2, distance.up, distance.down)
    question.answered()
    assert distance.rate is None
    assert distance.round_trip == 0.010
    go(0.02, distance.up)
    go(0.001, distance.up, distance.down)  # better than what was known tells something nevertheless
    assert (distance.rate or 0) > 1e9
    question = distance.ask()
    go(0.001, distance.up)
    question.answered()
    assert (distance.round_trip or 1) < 0.010
