# SPDX-License-Identifier: GPL-3.0-or-later
"""What a person does in the editor, done through the plug-in's commands: load, set, process, watch."""

from __future__ import annotations

import sys
import time
from typing import Any

from harp_bridge.ara_host import Document

STAGES = {
    "reading": "reading the region",
    "connecting": "connecting",
    "uploading": "uploading",
    "queued": "waiting in the queue",
    "running": "model is running",
    "downloading": "downloading",
    "checking": "checking the result",
    "done": "done",
}


class Refused(Exception):
    """The plug-in said no; the text is what a musician reads."""


def explained(error: dict[str, Any]) -> str:
    """Sentence, the model's own words, the next step, and the details for developers."""
    parts = [error["sentence"], error["message"], error["next"], f"({error['code']}: {error['detail']})"]
    return " ".join(p for p in parts if p)


def send(song: Document, **command: Any) -> dict[str, Any]:
    """Send one command; raises Refused."""
    reply = song.plugin.command(command)
    if not reply["ok"]:
        raise Refused(explained(reply["error"]))
    return reply


def load(song: Document, address: str) -> dict[str, Any]:
    """Load an endpoint and return the endpoint part of the state."""
    send(song, do="load", address=address)
    song.wait_until(lambda: song.plugin.state()["endpoint"]["phase"] in ("ready", "failed"), timeout=60)
    endpoint: dict[str, Any] = song.plugin.state()["endpoint"]
    if endpoint["phase"] == "failed":
        raise Refused(explained(endpoint["error"]))
    return endpoint


def process(song: Document, names: list[str]) -> None:
    """Process the regions of these names, showing progress, until all are done; raises Refused."""
    regions = {r["id"]: r["name"] for r in song.plugin.state()["regions"] if r["name"] in names}
    send(song, do="process", regions=list(regions))
    shown: dict[int, str] = {}
    started = time.monotonic()
    while True:
        jobs = song.plugin.state()["jobs"]
        for job in jobs:
            fraction = f" {job['fraction']:4.0%}" if job["fraction"] is not None else ""
            message = f", {job['message']}" if job["message"] and job["stage"] == "running" else ""
            text = STAGES.get(job["stage"], job["stage"]) + fraction + message
            if shown.get(job["id"]) != text:
                shown[job["id"]] = text
                print(f"   {time.monotonic() - started:5.2f} s  {regions[job['regions'][0]]}: {text}")
                sys.stdout.flush()
            if job["error"]:
                raise Refused(explained(job["error"]))
        if all(job["stage"] == "done" for job in jobs):
            return
        song.poll()
        time.sleep(0.01)
