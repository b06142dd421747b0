# SPDX-License-Identifier: MIT
"""`python far.py TARGET`: that server, 40 ms and 100 Mbit/s away; in a process that takes no client's time."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "python"))

from support.slow_proxy import SlowProxy

if __name__ == "__main__":
    # One further round trip for each connection: what TLS 1.3 costs.
    with SlowProxy(sys.argv[1], rtt=0.04, up=100e6, down=100e6, round_trips=1) as proxy:
        print(proxy.address, flush=True)
        sys.stdin.read()
