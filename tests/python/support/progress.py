# SPDX-License-Identifier: MIT
"""For endpoints whose progress is compared exactly."""

from __future__ import annotations

import time

from gradio.context import LocalContext

__all__ = ["wait_until_sent"]


def wait_until_sent(seconds: float = 30.0) -> None:
    """Wait until Gradio has sent the last progress report of this job; it looks every 0.1 s and skips older ones."""
    deadline = time.monotonic() + seconds
    while _pending() and time.monotonic() < deadline:
        time.sleep(0.01)


def _pending() -> bool:
    queue = getattr(LocalContext.blocks.get(None), "_queue", None)
    events = [event for job in getattr(queue, "active_jobs", []) for event in job or []]
    return any(event.progress_pending for event in events if event._id == LocalContext.event_id.get(None))
