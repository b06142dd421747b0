# SPDX-License-Identifier: MIT
"""The apps that several test modules speak to, started once for each Gradio."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from pathlib import Path

from support.servers import ENDPOINTS, EndpointServer, start_endpoint
from support.wire import Wire

__all__ = ["address_of", "connected"]

_APPS = Path(__file__).parent / "apps"
_EVERYWHERE = [
    ENDPOINTS / "probe.py",
    ENDPOINTS / "identity.py",
    ENDPOINTS / "gain.py",
    ENDPOINTS / "failing.py",
    ENDPOINTS / "two_outputs.py",
    _APPS / "context.py",
    _APPS / "everything.py",
    _APPS / "filled.py",
    _APPS / "decorated.py",
]
_NEWEST = sorted(_APPS.glob("generation_*.py"))


def connected(app: str, python: str = sys.executable) -> Wire:
    """A connection to the app of that name; its server ends with the tests."""
    return Wire(address_of(app, python))


def address_of(app: str, python: str = sys.executable) -> str:
    """Where the app of that name is served."""
    return _served(python)[1][app]


@lru_cache
def _served(python: str) -> tuple[EndpointServer, dict[str, str]]:
    apps = [*_EVERYWHERE, *(_NEWEST if python == sys.executable else [])]
    environment = {"HARP_TEST_APPS": os.pathsep.join(map(str, apps))}
    server = start_endpoint(Path(__file__).parent / "serve_together.py", python, environment)
    lines = [line.split() for line in server.log_text().splitlines()]
    return server, {line[0]: line[1] for line in lines if len(line) == 2 and line[1].startswith("http")}
