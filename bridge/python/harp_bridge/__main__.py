# SPDX-License-Identifier: MIT
"""`python -m harp_bridge` is the command `harp-bridge`."""

from __future__ import annotations

from ._cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
