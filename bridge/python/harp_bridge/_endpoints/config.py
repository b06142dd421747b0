# SPDX-License-Identifier: MIT
"""What a Gradio app says about itself in `/config`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from .._errors import fail
from .._json import Malformed, array, integer, loads, object_
from .._text import clean
from .._transport.link import Link
from .._transport.refusals import BUSY

__all__ = ["App", "Component", "Function", "Style", "load_app", "read_app"]

_PREFIX = re.compile(r"^(/[A-Za-z0-9_-]+)*$")
_VERSION = re.compile(r"^(\d{1,4})\.(\d{1,6})")

Style = Literal["queue", "old_queue", "socket", "run"]
"""How a function is called: through the queue, through that of Gradio 4.0 to 4.8, through that of Gradio 3, which is a
web socket, or by one plain request."""

# What Gradio calls the protocol of its queue; everything newer is spoken the same way.
_STYLES: Mapping[object, Style] = {"ws": "run", "sse": "old_queue"}


@dataclass(frozen=True)
class Function:
    """One API function of an app."""

    index: int
    """Its number in the queue."""
    name: str
    style: Style = "queue"
    inputs: tuple[int, ...] = ()
    """Its arguments: ids of components; empty also when the app does not say."""
    outputs: tuple[int, ...] = ()
    targets: tuple[tuple[int, str], ...] = ()
    """What starts it on the page: id of a component and the name of its event."""


@dataclass(frozen=True)
class Component:
    """One element of the page. `props` is what a stranger wrote: nothing of it was checked."""

    id: int
    type: str
    props: Mapping[str, object]


@dataclass(frozen=True)
class App:
    """One running Gradio app."""

    version: str
    prefix: str
    """Before every route but /config: `/gradio_api` from Gradio 5 on, empty before."""
    instance: str
    """Changes when the app is started anew; empty when it does not say."""
    functions: Mapping[str, Function]
    """The API functions that anybody may call, by name."""
    components: Mapping[int, Component] = field(default_factory=dict)
    title: str = ""
    description: str = ""
    space: str = ""
    """Name of the Space that it runs as, when it says so."""

    @property
    def release(self) -> tuple[int, int]:
        """(major, minor) of the Gradio that serves it; (0, 0) when the version is not of that form."""
        found = _VERSION.match(self.version)
        return (int(found[1]), int(found[2])) if found else (0, 0)

    @property
    def sixteen_bit(self) -> bool:
        """True when the server turns every audio file into one of 16 bit, as Gradio did before 5."""
        return (0, 0) < self.release < (5, 0)


async def load_app(link: Link) -> App:
    """Raises host_unreachable, not_gradio, login_required."""
    try:
        reply = await link.get("/config")
        if reply.status in (401, 403):
            raise fail("login_required", detail=f"/config answers with status {reply.status}")
        if reply.status in BUSY:
            raise fail("host_unreachable", detail=f"/config answers with status {reply.status}")
        if reply.status != 200:
            raise fail("not_gradio", detail=f"/config answers with status {reply.status}")
        return read_app(object_(await loads(reply.body), "/config"))
    except Malformed as error:
        raise fail("not_gradio", detail=f"/config: {error}") from None


def read_app(config: dict[str, object]) -> App:
    """Raises Malformed."""
    version, dependencies = config.get("version"), config.get("dependencies")
    if not isinstance(version, str) or dependencies is None:
        raise Malformed("it is JSON, but not the configuration of a Gradio app")
    prefix = config.get("api_prefix") or ""
    if not isinstance(prefix, str) or not _PREFIX.match(prefix.rstrip("/")):
        raise Malformed("api_prefix is not a path")
    protocol = config.get("protocol")
    style = _STYLES.get(protocol if isinstance(protocol, str) else None, "queue")
    if protocol is None and version.startswith("3."):
        style = "run"
    instance = config.get("app_id")
    return App(
        clean(version, 40),
        prefix.rstrip("/"),
        clean(str(instance), 100) if instance is not None else "",
        _functions(array(dependencies, "dependencies"), style, queues=config.get("enable_queue") is True),
        _components(config.get("components")),
        clean(config.get("title"), 500),
        clean(config.get("description"), 10_000),
        clean(config.get("space_id"), 200),
    )


def _functions(entries: list[object], style: Style, *, queues: bool) -> dict[str, Function]:
    functions: dict[str, Function] = {}
    for position, entry in enumerate(entries):
        dependency = object_(entry, "a dependency")
        name = dependency.get("api_name")
        hidden = dependency.get("backend_fn") is False or dependency.get("api_visibility") == "private"
        if isinstance(name, str) and name.strip("/") and not hidden:
            name = clean(name.strip("/"), 200)
            index = dependency.get("id")
            function = Function(
                integer(position if index is None else index, "the id of a dependency"),
                name,
                _style(dependency, style, queues=queues),
                _ids(dependency.get("inputs")),
                _ids(dependency.get("outputs")),
                _targets(dependency.get("targets")),
            )
            functions.setdefault(name, function)
    return functions


def _style(dependency: dict[str, object], style: Style, *, queues: bool) -> Style:
    """Of Gradio 3 what works on something goes through the queue, when there is one: only that tells how far it is.

    What takes nothing is quick, and shall not wait behind the jobs of others: the description, and cancelling.
    """
    works = dependency.get("queue") is not False and bool(dependency.get("inputs"))
    return "socket" if style == "run" and queues and works else style


def _ids(value: object) -> tuple[int, ...]:
    entries = value if isinstance(value, list) else []
    return tuple(integer(entry, "the id of a component") for entry in entries)


def _targets(value: object) -> tuple[tuple[int, str], ...]:
    pairs = []
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, list) and len(entry) == 2 and isinstance(entry[0], int) and isinstance(entry[1], str):
            pairs.append((entry[0], entry[1]))
    return tuple(pairs)


def _components(value: object) -> dict[int, Component]:
    components: dict[int, Component] = {}
    for entry in value if isinstance(value, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("id"), int) and isinstance(entry.get("type"), str):
            props = entry.get("props")
            known = Component(entry["id"], clean(entry["type"], 100), props if isinstance(props, dict) else {})
            components[known.id] = known
    return components
