# SPDX-License-Identifier: MIT
"""Asks the Hub where a Space runs and how it is; its host is never guessed from its name: the two need not be alike.

The routes are those that Gradio's own clients use: `/api/spaces/{id}/host`, `/api/spaces/{id}/runtime`, and for a
`*.hf.space` address `/api/spaces/by-subdomain/{subdomain}`. The stages are those of `huggingface_hub.SpaceStage`, and
SLEEPING, which the Hub says as well.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote

from .._errors import HarpError, fail
from .._json import Malformed, loads, object_, text
from .._settings import Settings
from .._transport.connections import Pool
from .._transport.link import Link
from .._transport.seam import Reply
from .address import Address, Space, parse_address
from .credentials import Credentials
from .network import ip_of, is_near, is_private, look_up

__all__ = ["Hub", "State"]

Kind = Literal["runs", "sleeps", "starts", "paused", "broken", "unknown"]

#: Stage -> what it means for somebody who wants to use the Space, and the words for it.
_STAGES: Final[dict[str, tuple[Kind, str]]] = {
    "RUNNING": ("runs", "The Space is running."),
    "RUNNING_BUILDING": ("runs", "The Space is running; a new version is being built."),
    "RUNNING_APP_STARTING": ("runs", "The Space is running; a new version is starting."),
    "SLEEPING": ("sleeps", "The Space is asleep and is being woken."),
    "STOPPED": ("sleeps", "The Space is stopped; trying to wake it."),
    "BUILDING": ("starts", "The Space is being built."),
    "APP_STARTING": ("starts", "The Space is starting."),
    "PAUSED": ("paused", "The Space is paused."),
    "NO_APP_FILE": ("broken", "The Space holds no app."),
    "CONFIG_ERROR": ("broken", "The configuration of the Space is wrong."),
    "BUILD_ERROR": ("broken", "The Space could not be built."),
    "RUNTIME_ERROR": ("broken", "The app of the Space has crashed."),
    "DELETING": ("broken", "The Space is being deleted."),
}


@dataclass(frozen=True)
class State:
    """What the Hub says about a Space."""

    stage: str
    hardware: str = ""
    error: str = ""

    @property
    def kind(self) -> Kind:
        return _STAGES.get(self.stage, ("unknown", ""))[0]

    @property
    def counts_time(self) -> bool:
        """True on ZeroGPU: whoever is not logged in shares the little time there is for strangers."""
        return self.hardware.startswith("zero-")

    @property
    def words(self) -> str:
        return _STAGES.get(self.stage, ("", f"The Hub calls its state {self.stage or 'nothing'}."))[1]


class Hub:
    """One Hub and the token for it."""

    def __init__(self, pool: Pool, settings: Settings, credentials: Credentials) -> None:
        self._pool = pool
        self._settings = settings
        self._credentials = credentials
        self._private: set[str] = set()
        self._origins: dict[str, str] = {}

    async def host(self, space: Space) -> Address:
        """Where the Space runs. Raises space_unknown, token_refused, login_required, rate_limited, host_unreachable."""
        reply = await self._ask(f"/api/spaces/{quote(space.id)}/host", space.id)
        try:
            said = text(reply.get("host"), "host", 500)
        except Malformed as error:
            raise _unusable(space.id, str(error)) from None
        return await self._checked(said, space)

    async def state(self, space: Space) -> State:
        """How the Space is at this moment. Raises as `host`."""
        state = _state(await self._ask(f"/api/spaces/{quote(space.id)}/runtime", space.id))
        if state.counts_time and space.id in self._origins:
            self._credentials.need(self._origins[space.id], "its shared graphics cards count your time")
        return state

    async def space_at(self, address: Address) -> Space | None:
        """The Space at a `*.hf.space` address; None when the Hub does not know or cannot be asked."""
        subdomain = self._subdomain(address)
        if not subdomain:
            return None
        with contextlib.suppress(HarpError, Malformed):
            reply = await self._ask(f"/api/spaces/by-subdomain/{quote(subdomain)}", subdomain)
            found = parse_address(text(reply.get("id"), "id", 300), self._settings)
            if isinstance(found, Space):
                return Space(found.id, endpoint=address.endpoint)
        return None

    def _subdomain(self, address: Address) -> str:
        for domain in self._settings.space_domains:
            if address.host.endswith("." + domain) and address.secure:
                return address.host[: -len(domain) - 1]
        return ""

    async def _ask(self, path: str, name: str) -> dict[str, object]:
        """Without the token first: most Spaces are there for everybody, and the others show that they are not."""
        hub = self._settings.hub_url.rstrip("/")
        token = self._credentials.headers(self._credentials.hub)
        try:
            used = token if name in self._private else {}
            reply = await self._get(path, used)
            if token and not used and reply.status in (401, 403, 404, 429):
                strangers, used = reply.status, token
                reply = await self._get(path, used)
                if reply.status == 200 and strangers != 429:
                    self._private.add(name)
            if reply.status != 200:
                raise _refused(reply.status, name, bool(used), self._credentials)
            return object_(await loads(reply.body), "the reply")
        except Malformed as error:
            raise _unusable(name, str(error)) from None
        except HarpError as error:
            if error.code in ("host_unreachable", "no_sign_of_life", "not_gradio"):
                raise fail("host_unreachable", detail=f"the Hub at {hub}: {error.detail}") from None
            raise

    async def _get(self, path: str, headers: dict[str, str]) -> Reply:
        return await Link(self._pool, self._settings.hub_url.rstrip("/"), self._settings, headers=headers).get(path)

    async def _checked(self, said: str, space: Space) -> Address:
        """The Hub's word is taken for a public https host of its own and for nothing else."""
        own = self._settings.hub_private
        try:
            place = parse_address(said, self._settings)
        except HarpError:
            raise _unusable(space.id, f"{said} is no address") from None
        if isinstance(place, Space) or place.base != place.origin or place.guessed or place.endpoint:
            raise _unusable(space.id, f"{said} is not just a host")
        if not own and not place.secure:
            raise _unusable(space.id, f"{said} is not https")
        if not own and (ip_of(place.host) is not None or is_near(place.host) or "." not in place.host):
            raise _unusable(space.id, f"{said} is no public name")
        if not own and place.host not in self._settings.hosts:
            found = [ip_of(entry) for entry in await look_up(place.host)]
            if any(entry is None or is_private(entry) for entry in found):
                raise _unusable(space.id, f"{said} leads into a private network")
        if own or any(place.host.endswith("." + domain) for domain in self._settings.space_domains):
            self._credentials.allow_space(place.origin)
            self._origins[space.id] = place.origin
            if space.id in self._private:
                self._credentials.need(place.origin, "the Space is private")
        return Address(place.base, place.host, place.local, endpoint=space.endpoint)


def _state(reply: dict[str, object]) -> State:
    hardware = reply.get("hardware")
    current = hardware.get("current") if isinstance(hardware, dict) else None
    try:
        error = reply.get("errorMessage")
        return State(
            text(reply.get("stage"), "stage", 50),
            current[:50] if isinstance(current, str) else "",
            error[:1000] if isinstance(error, str) else "",
        )
    except Malformed as error:
        raise fail("host_unreachable", detail=f"the Hub says nothing about the state: {error}") from None


def _unusable(name: str, why: str) -> HarpError:
    return fail("host_unreachable", detail=f"the Hub gives no usable host for {name}: {why}")


def _refused(status: int, name: str, with_token: bool, credentials: Credentials) -> HarpError:
    detail = f"the Hub answers with status {status} for {name}"
    if status in (401, 403, 404):
        problem = None if with_token else credentials.problem()
        if problem is not None:
            return problem
        if status == 401 and with_token:
            return fail("token_refused", detail=detail)
        return fail("login_required" if status == 403 else "space_unknown", detail=detail)
    return fail("rate_limited" if status == 429 else "host_unreachable", detail=detail)
