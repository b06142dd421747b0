# SPDX-License-Identifier: MIT
"""How far away a server is, as measured on what goes there and comes back anyway; never judged by its address."""

from __future__ import annotations

import time
from collections import deque

from .._settings import Settings

__all__ = ["Distance", "Question", "Transfer", "Way"]

# Smaller transfers say more about the server's own work than about the way.
_TELLING = 1 << 20

# Of fewer replies even the quickest may have met a busy computer next door.
_ENOUGH = 5


class Distance:
    """The last replies and transfers of one server. Only the best count: whatever else takes time adds to them."""

    def __init__(self) -> None:
        self.up, self.down = Way(self), Way(self)
        self.found_far: bool | None = None
        """What came of the last close look; None before the first."""
        self._replies: deque[float] = deque(maxlen=16)
        self._rates: deque[float] = deque(maxlen=4)

    @property
    def round_trip(self) -> float | None:
        """Seconds: an upper bound; None before anything was answered."""
        return min(self._replies, default=None)

    @property
    def rate(self) -> float | None:
        """Bytes per second of the best transfer, either way; None before a telling one."""
        return max(self._rates, default=None)

    @property
    def looks(self) -> int:
        """How many questions more it takes to say so of a server that looks far and was not found to be."""
        if self.found_far is None:
            return max(_ENOUGH - len(self._replies), 0)
        return 0 if self.found_far else _ENOUGH

    def ask(self) -> Question:
        return Question(self)

    @property
    def moved(self) -> int:
        """Bytes so far, both ways together."""
        return self.up.moved + self.down.moved

    def answered(self, seconds: float) -> None:
        """A small question was answered after this long."""
        self._replies.append(seconds)

    def transferred(self, count: int, seconds: float) -> None:
        """So many bytes went or came within this long, the server's own work included."""
        if count >= _TELLING and seconds > 0:
            self._rates.append(count / seconds)

    def far(self, settings: Settings) -> bool:
        """True when sending fewer bytes is worth the work of packing them."""
        round_trip, rate = self.round_trip, self.rate
        if round_trip is None or round_trip < settings.instant_reply:
            return False
        return round_trip >= settings.far_round_trip or (rate is not None and rate < settings.far_rate)


class Question:
    """A small question under way. While something large goes as well, a slow answer says nothing about the way."""

    def __init__(self, distance: Distance) -> None:
        self._distance = distance
        self._moved = distance.moved
        self._begin = time.monotonic()

    def answered(self) -> None:
        seconds = time.monotonic() - self._begin
        known = self._distance.round_trip
        if self._distance.moved == self._moved or known is None or seconds < known:
            self._distance.answered(seconds)


class Way:
    """One direction. Transfers that go side by side share it, so what all of them move says how wide it is."""

    def __init__(self, distance: Distance) -> None:
        self.distance = distance
        self.moved = 0

    @property
    def other(self) -> int:
        """Bytes so far in the other direction."""
        return self.distance.moved - self.moved

    def begin(self) -> Transfer:
        return Transfer(self)


class Transfer:
    """One transfer under way."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._before = way.moved
        self._others = way.other
        self._begin = time.monotonic()
        self._own = 0

    def moved(self, count: int) -> None:
        """So many bytes more."""
        self._own += count
        self._way.moved += count

    def ended(self) -> None:
        """It has come to its end; one that broke off tells nothing.

        A server that sends and takes at the same time has more to do than the way is long, so that tells only when it
        was quick nevertheless.
        """
        seconds = time.monotonic() - self._begin
        distance, count = self._way.distance, self._way.moved - self._before
        quick = distance.rate is not None and count > seconds * distance.rate
        if self._own >= _TELLING and (quick or self._way.other == self._others):
            distance.transferred(count, seconds)
