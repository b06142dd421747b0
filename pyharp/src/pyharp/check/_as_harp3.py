# SPDX-License-Identifier: MIT
"""The routes that HARP 3.0.1 uses, read as it reads them."""

from __future__ import annotations

import json
from typing import Any

import httpx

from ..testing._wire import Wire
from ._rules.findings import Finding, fault, warning

__all__ = ["harp3_describes", "harp3_processes"]

_REMEDY = "Build the endpoint with pyharp.build_endpoint, which answers as HARP 3.0.1 expects."
_CANCEL_SECONDS = 10.0


def harp3_describes(wire: Wire) -> list[Finding]:
    """`/controls` and `/cancel` over `/call`."""
    found = []
    answer = _called(wire, "controls", [])
    if not isinstance(answer, list) or not answer or not isinstance(answer[0], dict):
        found.append(fault("harp3_controls", f"/call/controls does not describe the app: {answer!r:.100}", _REMEDY))
    if "cancel" not in wire.functions:
        remedy = 'Give the app a function with api_name="cancel"; build_endpoint does so.'
        found.append(warning("no_cancel", "The app has no API function cancel, which HARP 3.0.1 calls.", remedy))
    elif _called(wire, "cancel", []) is None:
        found.append(fault("harp3_cancel", "/call/cancel fails.", _REMEDY))
    return found


def harp3_processes(wire: Wire, arguments: list[Any], outputs: list[dict[str, Any]]) -> list[Finding]:
    """`/process` over `/call`: every element of the result must be a file or a list of labels.

    Args:
        arguments: as they go over the wire.
        outputs: of `/controls`.
    """
    values = _called(wire, "process", arguments)
    if not isinstance(values, list):
        return [fault("harp3_process", "/call/process fails, by which HARP 3.0.1 runs the app.", _REMEDY)]
    found = []
    for position, value in enumerate(values):
        label = outputs[position].get("label") if position < len(outputs) else position + 1
        meta = value.get("meta") if isinstance(value, dict) else None
        if not isinstance(meta, dict) or "_type" not in meta:
            what = f"For the output {label!r} HARP 3.0.1 gets {value!r:.60} and fails the whole job."
            found.append(fault("result_null", what, "Return a file for every output, and a LabelList for labels."))
    return found


def _called(wire: Wire, name: str, arguments: list[Any]) -> Any:
    """The data of the last `complete`, None for everything else."""
    timeout = _CANCEL_SECONDS if name == "cancel" else wire.timeout
    try:
        reply = wire.http.post(wire.url(f"/call/{name}"), json={"data": arguments}, timeout=timeout)
        event = reply.json()["event_id"] if reply.status_code == 200 else None
        if event is None:
            return None
        complete = False
        with wire.http.stream("GET", wire.url(f"/call/{name}/{event}"), timeout=timeout) as stream:
            for line in stream.iter_lines():
                if line.startswith("event:"):
                    complete = "complete" in line
                    if "error" in line:
                        return None
                elif line.startswith("data:") and complete:
                    return json.loads(line[5:])
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return None
    return None
