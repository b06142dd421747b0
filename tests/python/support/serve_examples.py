# SPDX-License-Identifier: MIT
"""Serves pyharp's examples from one process, each on a port of its own; prints `<name> <address>` lines.

HARP_TEST_EXAMPLES, names with commas between them, serves these alone.
"""

from __future__ import annotations

import os
import threading

from support.examples import NAMES, example_app

if __name__ == "__main__":
    chosen = os.environ.get("HARP_TEST_EXAMPLES")
    lines = []
    for name in chosen.split(",") if chosen else NAMES:
        demo = example_app(name).demo
        demo.launch(prevent_thread_lock=True, quiet=True)
        lines.append(f"{name} {demo.local_url.rstrip('/')}")
    print("\n".join(lines), flush=True)
    threading.Event().wait()
