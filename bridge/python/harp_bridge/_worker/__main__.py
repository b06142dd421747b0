# SPDX-License-Identifier: MIT
"""`python -m harp_bridge._worker FD` serves one program over a socket that it left open."""

from __future__ import annotations

import os
import signal
import sys
from typing import NoReturn

from .serving import serve


def main() -> NoReturn:
    """`python -m harp_bridge._worker FD`"""
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        print("usage: python -m harp_bridge._worker FD", file=sys.stderr)
        raise SystemExit(2)
    # Ctrl-C in a terminal reaches every process of the group; the program decides when this one leaves.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    code = 1
    try:
        serve(int(sys.argv[1]))
        code = 0
    finally:
        sys.stderr.flush()
        if code == 0:
            os._exit(0)  # without waiting for threads, as in serve
    raise SystemExit(code)


if __name__ == "__main__":
    main()
