# SPDX-License-Identifier: MIT
"""Launches an app on a free port and says which. Imports nothing of Gradio: its oldest ones use it too."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

_TRIES = 20


def launched(demo: Any, **options: Any) -> int:
    """The port of an app that runs now.

    Gradio cannot bind port 0 itself. Between finding a free port and binding it another program may take it: then it is
    tried again with another one.
    """
    for further in reversed(range(_TRIES)):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        try:
            demo.launch(
                server_name="127.0.0.1",
                server_port=port,
                quiet=True,
                inbrowser=False,
                prevent_thread_lock=True,
                **options,
            )
            break
        except OSError:
            if not further:
                raise
    return port


def tell(path: Path, text: str) -> None:
    """Writes a file that is complete or not there at all."""
    draft = path.with_suffix(".draft")
    draft.write_text(text)
    draft.replace(path)
