# SPDX-License-Identifier: MIT
"""A network or a view of the file system of their own for single commands, where this machine allows it."""

from __future__ import annotations

import os
import subprocess

import pytest


def unshare(kind: str) -> list[str] | None:
    """The command that gives the rest of its line a new namespace (``net`` or ``mount``), or None when that is refused.

    An ordinary user needs a user namespace for it; root in a chroot gets none, but needs none for the network.
    """
    ways = [["unshare", "--map-root-user", f"--{kind}"]]
    if os.geteuid() == 0 and kind == "net":
        ways.append(["unshare", "--net"])
    for way in ways:
        if subprocess.run([*way, "true"], capture_output=True).returncode == 0:
            return way
    return None


def network() -> list[str]:
    """`unshare` for a network; fails the test, in words, where there is none to be had."""
    way = unshare("net")
    if way is None:
        pytest.fail(
            "This test needs a network namespace: run as root, or allow user namespaces (in a container: --privileged)"
        )
    return way
