# SPDX-License-Identifier: MIT
"""What a Gradio app says about itself in `/config`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .._errors import fail
from .._json import Malformed, array, integer, loads, object_
from .._transport.http import Link

__all__ = ["App", "load_app"]

_PREFIX = re.compile(r"^(/[A-Za-z0-9_-]+)*$")


@dataclass(frozen=True)
class App:
    """One running Gradio app."""

    version: str
    prefix: str
    """Before every route but /config: `/gradio_api` from Gradio 5 on, empty before."""
    instance: str
    """Changes when the app is started anew; empty when it does not say."""
    functions: Mapping[str, int]
    """Name of an API function -> its number in the queue."""


async def load_app(link: Link) -> App:
    """Raises host_unreachable, not_gradio, not_harp, login_required."""
    try:
        reply = await link.get("/config")
        if reply.status in (401, 403):
            raise fail("login_required", detail=f"/config answers with status {reply.status}")
        if reply.status in (502, 503, 504):
            raise fail("host_unreachable", detail=f"/config answers with status {reply.status}")
        if reply.status != 200:
            raise fail("not_gradio", detail=f"/config answers with status {reply.status}")
        return _read(object_(await loads(reply.body), "/config"))
    except Malformed as error:
        raise fail("not_gradio", detail=f"/config: {error}") from None


def _read(config: dict[str, object]) -> App:
    version, dependencies = config.get("version"), config.get("dependencies")
    if not isinstance(version, str) or dependencies is None:
        raise Malformed("it is JSON, but not the configuration of a Gradio app")
    prefix = config.get("api_prefix") or ""
    if not isinstance(prefix, str) or not _PREFIX.match(prefix.rstrip("/")):
        raise Malformed("api_prefix is not a path")
    functions: dict[str, int] = {}
    for position, entry in enumerate(array(dependencies, "dependencies")):
        dependency = object_(entry, "a dependency")
        name = dependency.get("api_name")
        if isinstance(name, str) and dependency.get("backend_fn") is not False:
            functions.setdefault(name.strip("/"), integer(dependency.get("id", position), "the id of a dependency"))
    if config.get("protocol") in ("ws", "sse"):
        raise fail("not_harp", detail=f"Gradio {version[:20]} is too old: its queue speaks {config['protocol']}")
    instance = config.get("app_id")
    return App(version[:40], prefix.rstrip("/"), str(instance)[:100] if instance is not None else "", functions)
