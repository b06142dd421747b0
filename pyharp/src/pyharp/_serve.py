# SPDX-License-Identifier: MIT
"""Starts an app from the command line: `python app.py --port 7861`."""

from __future__ import annotations

import argparse
import socket
from collections.abc import Sequence
from typing import Any

import gradio as gr

__all__ = ["serve"]

_TRIES = 20


def serve(demo: gr.Blocks, argv: Sequence[str] | None = None) -> None:
    """Serve an app until it is interrupted, and print its address in one line.

    The command line knows `--host NAME` and `--port NUMBER`; 0 stands for any free port. Without them Gradio's own
    settings hold (GRADIO_SERVER_NAME, GRADIO_SERVER_PORT, the first free port from 7860 on), also on Hugging Face.

    Args:
        demo: the app.
        argv: arguments instead of those of the program.

    Raises:
        OSError: the port is in use.
    """
    parser = argparse.ArgumentParser(description="Serve this model to HARP and to browsers.")
    parser.add_argument("--host", help="name or address to listen on (default: this computer only)")
    parser.add_argument("--port", type=int, help="port to listen on, 0 for any free one")
    options = parser.parse_args(argv)
    address = _launch(demo, options.host, options.port)
    print(f"Serving at {address.rstrip('/')}", flush=True)
    demo.block_thread()


def _launch(demo: gr.Blocks, host: str | None, port: int | None) -> str:
    """Launch without blocking and return the address.

    Gradio cannot bind port 0 itself. Between finding a free port and binding it another program may take it, so a
    port found here is tried again with another one.
    """
    fixed: dict[str, Any] = {"server_name": host, "prevent_thread_lock": True, "quiet": True}
    for _ in range(_TRIES if port == 0 else 1):
        try:
            demo.launch(server_port=_free_port(host) if port == 0 else port, **fixed)
            return str(demo.local_url)
        except OSError as error:
            failure = error
    raise failure


def _free_port(host: str | None) -> int:
    with socket.socket() as probe:
        probe.bind((host or "127.0.0.1", 0))
        return int(probe.getsockname()[1])
