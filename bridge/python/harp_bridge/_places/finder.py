# SPDX-License-Identifier: MIT
"""From what was typed to an open way to the app: parse, Hub, waking, pinning, redirects, login. Remembers the way."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from .._errors import HarpError
from .._progress import Progress, Stages
from .._settings import Settings
from .._transport.connections import Pool
from .._transport.link import Link
from .address import Address, Space, parse_address
from .credentials import Credentials
from .door import Door
from .hub import Hub
from .waking import awake

__all__ = ["Finder", "Found"]

# What a remembered way can fail with because the world has changed: then it is looked for once more.
_STALE = {"host_unreachable", "not_gradio", "login_required", "no_sign_of_life", "certificate_invalid"}


@dataclass(frozen=True)
class Found:
    """An open way. `remembered` when nobody was asked this time."""

    link: Link
    address: Address
    remembered: bool = False

    def stale(self, error: HarpError) -> bool:
        """Whether looking again may help."""
        patiently = self.link.patient and error.code == "no_sign_of_life"  # once was long enough
        return self.remembered and error.code in _STALE and not patiently


@dataclass
class _Search:
    """One search that several jobs wait for: each hears how far it is, and it ends with the last of them."""

    waiting: list[Stages] = field(default_factory=list)
    task: asyncio.Task[tuple[Link, Address]] | None = None

    def tell(self, progress: Progress) -> None:
        for stages in self.waiting:
            stages.alive()
            stages.at(progress)

    def alive(self) -> None:
        for stages in self.waiting:
            stages.alive()

    def warn(self, message: str) -> None:
        for stages in self.waiting:
            stages.warn(message)


class Finder:
    """The places that one client knows. Lives in one event loop."""

    def __init__(self, pool: Pool, settings: Settings) -> None:
        self._settings = settings
        self.credentials = Credentials(settings)
        self.hub = Hub(pool, settings, self.credentials)
        self.door = Door(pool, settings, self.credentials)
        self._known: dict[str, tuple[Address, float]] = {}
        self._searches: dict[tuple[str, bool], _Search] = {}

    async def find(self, typed: str, stages: Stages, *, patient: bool = False) -> Found:
        """Raises whatever can be wrong with an address, a Space or a login.

        `patient` when the app is known from before: its model may keep it from answering for a while.
        """
        place = parse_address(typed, self._settings)
        known = self._known.get(place.text)
        if known is not None and time.monotonic() - known[1] < self._settings.place_memory:
            return Found(self.door.link(known[0], patient=patient), known[0], remembered=True)
        key = (place.text, patient)
        search = self._searches.setdefault(key, _Search())
        search.waiting.append(stages)
        if search.task is None:
            search.task = asyncio.get_running_loop().create_task(self._search(place, search, patient))
            # Looked at even when the last job that waited for it left in the same moment.
            search.task.add_done_callback(lambda task: task.cancelled() or task.exception())
        try:
            link, address = await asyncio.shield(search.task)
        finally:
            search.waiting.remove(stages)
            if not search.waiting:
                search.task.cancel()
                if self._searches.get(key) is search:
                    del self._searches[key]
        self._known[place.text] = (address, time.monotonic())
        return Found(link if not search.waiting else self.door.link(address, patient=patient), address)

    def forget(self, typed: str) -> None:
        """The way that was known leads nowhere any more."""
        known = self._known.pop(parse_address(typed, self._settings).text, None)
        if known is not None:
            self.door.shut(known[0])

    async def _search(self, place: Address | Space, search: _Search, patient: bool) -> tuple[Link, Address]:
        typed = place if isinstance(place, Address) else None
        space = place if isinstance(place, Space) else await self.hub.space_at(place)
        if space is None:
            assert typed is not None
            return await self.door.open(typed, search, patient=patient)
        address = await self.hub.host(space)
        if typed is not None and address.origin != typed.origin:  # what was typed is what was agreed to
            return await self.door.open(typed, search, patient=patient)
        begin = time.monotonic()
        waited = await awake(space, self.hub, lambda: self.door.link(address), self._settings, search.tell)
        left = self._settings.waking_timeout - (time.monotonic() - begin)
        return await self.door.open(typed or address, search, left if waited else 0.0, patient=patient)
