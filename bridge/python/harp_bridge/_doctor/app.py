# SPDX-License-Identifier: MIT
"""What answers at an address, and what HARP would do with it. No audio is sent, and the model is not run."""

from __future__ import annotations

import contextlib
import time

from .._client import Client
from .._endpoints.description import Description
from .._endpoints.endpoint import Endpoint
from .._errors import HarpError
from .._json import Malformed, loads, object_
from .._places.address import Address
from .._progress import Stages
from .._settings import Settings
from .._sound.bodies import formats
from .._transport.link import Link
from .report import Report

__all__ = ["check_app"]

_STYLES = {
    "queue": "the queue",
    "old_queue": "the queue of early Gradio 4",
    "socket": "the queue of Gradio 3",
    "run": "plain requests, without a queue",
}
_FORMATS = {"pcm16": "16 bit WAV", "flac24": "FLAC with 24 bit", "float": "float32 WAV"}
_LOOKS = 5


async def check_app(report: Report, address: Address, client: Client, settings: Settings) -> None:
    """Lines for the app, the endpoint, the way of the audio, the distance and the queue. Raises Stopped."""
    begin = time.monotonic()
    try:
        stages = Stages(None)
        link, endpoint = await stages.watched(client._open(address.text, stages, fresh=True), settings)
    except HarpError as error:
        raise report.failed("app", error) from None
    spent = time.monotonic() - begin
    if link.base != address.base:
        report.add("info", "redirect", f"the app really lives at {link.base}")
    style = _STYLES.get(endpoint.function.style, endpoint.function.style)
    report.add("ok", "app", f"Gradio {endpoint.app.version}, spoken to through {style}; described in {spent:.2f} s")
    _endpoint(report, endpoint.description)
    _audio(report, endpoint, address)
    await _distance(report, link, endpoint, settings)
    await _queue(report, link, endpoint)


def _endpoint(report: Report, description: Description) -> None:
    card = description.card
    name = card.name or "a model without a name"
    author = f" by {card.author}" if card.author else ""
    kinds = {"gradio": "a plain Gradio app"}
    speaks = kinds.get(description.generation, f"HARP {description.generation or description.protocol}")
    report.add("ok", "model", f"{name}{author} ({speaks})")
    for title, entries in (("inputs", description.inputs), ("outputs", description.outputs)):
        rows = [f"{entry.kind}: {entry.label}" for entry in entries]
        report.add("ok" if rows else "warn", title, ", ".join(rows) or "none")
    if len(description.endpoints) > 1:
        others = ", ".join(f"#{candidate.name}" for candidate in description.endpoints)
        report.add("info", "choice", f"{description.endpoint} is used; the app offers {others}")


def _audio(report: Report, endpoint: Endpoint, address: Address) -> None:
    description = endpoint.description
    if not description.audio_inputs:
        report.add("info", "privacy", "the model takes no audio: only your settings are sent")
    elif address.local:
        report.add("ok", "privacy", "the audio stays on this computer")
    else:
        report.add(
            "info", "privacy", f"the audio leaves this computer for {address.host}; HARP asks before the first time"
        )
    if description.card.keeps_audio:
        report.add("warn", "privacy", "the model says that it keeps the audio it is sent")
    if endpoint.sixteen_bit:
        report.add(
            "warn", "quality", "this server turns audio into 16 bit", "A server with Gradio 5 or newer does not."
        )


async def _distance(report: Report, link: Link, endpoint: Endpoint, settings: Settings) -> None:
    for _ in range(_LOOKS):
        with contextlib.suppress(HarpError, Malformed):
            await link.get("/config")
    seconds = link.distance.round_trip
    if seconds is None:
        return
    far = link.distance.far(settings)
    kind = "far" if far else "near"
    best, other, condition = formats(settings.upload_format, far=far, sixteen_bit=endpoint.sixteen_bit)
    form = f"{_FORMATS[best]} {condition}, else as {_FORMATS[other]}" if condition else _FORMATS[best]
    sent = f"; audio would go as {form}" if endpoint.description.audio_inputs else ""
    report.add("ok", "distance", f"{kind}: a round trip takes {seconds * 1000:.1f} ms at best{sent}")


async def _queue(report: Report, link: Link, endpoint: Endpoint) -> None:
    if endpoint.function.style == "run":
        return
    try:
        reply = await link.get(f"{endpoint.app.prefix}/queue/status")
        size = object_(await loads(reply.body), "the reply").get("queue_size") if reply.status == 200 else None
    except (HarpError, Malformed):
        size = None
    if not isinstance(size, int) or isinstance(size, bool):
        report.add("info", "queue", "the server does not say how long it is")
    elif size > 0:
        report.add("warn", "queue", f"{size} jobs are waiting", "Yours will wait for them.")
    else:
        report.add("ok", "queue", "nobody is waiting")
