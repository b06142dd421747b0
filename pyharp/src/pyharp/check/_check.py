# SPDX-License-Identifier: MIT
"""Plays every client against an app and writes down what is found."""

from __future__ import annotations

import ipaddress
import os
import time
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import httpx

from ..testing._client import FakeClient
from ..testing._request import arguments
from ..testing._served import App, StartFailed
from ..testing._wire import JobCancelled, JobFailed, NotReachable, TimedOut, Wire
from ._as_harp3 import harp3_describes, harp3_processes
from ._cancelling import check_cancel
from ._failures import failure
from ._report import Report
from ._results import result_findings
from ._rules.description import description_findings
from ._rules.findings import fault, note, warning
from ._rules.generations import seen_by_each
from ._rules.order import order_findings
from ._rules.timing import description_time_findings
from ._trials import Trial, trials

__all__ = ["check"]

_DESCRIPTIONS = ("wav2wav-ctrls", "controls", "harp_controls")
#: When the first job takes longer than this, the further ones with other values are left out.
_QUICK = 5.0
#: Seconds, beside ten times what the first job took, that a job with unusual values may take.
_PATIENT = 60.0


def check(
    app: App,
    *,
    timeout: float = 120.0,
    start_timeout: float = 240.0,
    patience: float = 5.0,
    send: bool = False,
    headers: dict[str, str] | None = None,
) -> Report:
    """Check an app as every HARP will use it.

    Args:
        app: a `gr.Blocks`, a function decorated with `pyharp.endpoint`, the path of its Python file (started in a
            process of its own), or an address.
        timeout: seconds that one job may take.
        start_timeout: seconds until a file must have started.
        patience: seconds within which cancelled work must have stopped.
        send: send test sounds although the app is on another computer. Without it such an app is only described.
        headers: sent with every request, for example an Authorization.
    """
    report = Report(os.fspath(app) if isinstance(app, (str, os.PathLike)) else "An app of this program")
    started = time.monotonic()
    try:
        client = FakeClient(app, timeout, headers, start_timeout)
    except StartFailed as error:
        remedy = "The end of the file must start the app: pyharp.serve(demo)."
        remedy = remedy if "launched no app" in str(error) else "Start it by hand and correct what it prints."
        report.add([fault("not_started", f"The app does not start. {error}", remedy, error.log[-4000:])])
        return report
    except NotReachable as error:
        report.add([fault("not_reachable", f"There is no app: {error}.", "Check the address and that it runs.")])
        return report
    with client:
        report.started = True
        report.gradio = client.wire.version
        report.seconds["started in"] = time.monotonic() - started
        try:
            _check_running(client, report, patience, send)
        except (httpx.HTTPError, TimedOut) as error:
            report.add([fault("lost", f"The app stopped answering: {error}.", "Look at what it prints.", _end(client))])
    return report


def _check_running(client: FakeClient, report: Report, patience: float, send: bool) -> None:
    described = _describe(client.wire, report)
    names = set(client.wire.functions)
    main = described.get("harp_controls") or described.get("controls")
    usable = main is not None and _lists(main) and _processes(client, main, report)
    if usable and not send and not _loopback(client.address):
        report.complete = False
        host = urlsplit(client.address).hostname
        report.add([note("not_sent", f"No job was tried: that sends test sounds to {host}. Allow it with --yes.")])
    elif usable:
        assert main is not None
        _run(client, report, main, described.get("controls"), patience)
    report.seen = seen_by_each(names, client.wire.version, described, report.findings)


def _describe(wire: Wire, report: Report) -> dict[str, Any]:
    """API name -> answer, for every way in which the app describes itself."""
    described: dict[str, Any] = {}
    for name in (name for name in _DESCRIPTIONS if name in wire.functions):
        started = time.monotonic()
        try:
            answer = wire.run(name, [])
        except (JobFailed, JobCancelled) as error:
            what = f"The app cannot describe itself by /{name}: {error or 'it does not say why'}."
            report.add([fault("describe_failed", what, "Build it with pyharp.build_endpoint.")])
            continue
        described[name] = answer[0] if answer else None
        report.seconds["described in"] = time.monotonic() - started
        if name != "wav2wav-ctrls" and not (name == "controls" and _only_old(described[name])):
            new = report.add(description_findings(described[name], ours=name == "harp_controls"))
            if not any(finding.level == "fault" for finding in new):
                report.done.append(f"description: /{name}")
    if not described and not report.findings:
        what = "The app registers no API function controls, by which HARP recognises an endpoint."
        report.add([fault("no_description", what, "Call pyharp.build_endpoint inside of `with gr.Blocks()`.")])
    report.add(description_time_findings(report.seconds.get("described in", 0.0)))
    for answer in described.values():
        card = answer.get("card") if isinstance(answer, dict) else None
        report.card = card if isinstance(card, dict) else report.card
    return described


def _processes(client: FakeClient, main: dict[str, Any], report: Report) -> bool:
    """Whether there is a process function that takes what is described."""
    name = str(main.get("process") or "process")
    if name not in client.wire.functions:
        what = f"The app describes itself, but it has no API function {name}."
        report.add([fault("no_process", what, "Call pyharp.build_endpoint inside of `with gr.Blocks()`.")])
        return False
    taken, given = (client.wire.components(name, role) for role in ("inputs", "outputs"))
    faults = report.add(order_findings(name, main["inputs"], main["outputs"], taken, given))
    if not faults:
        report.done.append("order: inputs and outputs are those of the function")
    return not any(finding.code in ("input_count", "input_order") for finding in faults)


def _run(client: FakeClient, report: Report, main: dict[str, Any], old: Any, patience: float) -> None:
    try:
        planned = trials(main["inputs"], report.card)
    except LookupError as error:
        report.complete = False
        report.add([note("not_tried", f"No job was tried: {error}, which this check cannot make up.")])
        return
    usual = planned[0]
    if not _try(client, report, usual, main["outputs"]):
        return
    further = planned[1:] if report.seconds["one job"] < _QUICK else planned[1:3]
    passed = [_try(client, report, trial, main["outputs"]) for trial in further]
    report.done.append(f"jobs: {1 + sum(passed)} of {1 + len(further)} as promised")
    if client.wire.prefix and _lists(old) and {"controls", "process"} <= set(client.wire.functions):
        report.add(harp3_describes(client.wire))
        sent = arguments(client.wire, old["inputs"], None, {}, _known(usual, old["inputs"]))
        report.add(harp3_processes(client.wire, sent, old["outputs"]))
    check_cancel(client, report, usual, patience)


def _try(client: FakeClient, report: Report, trial: Trial, outputs: Sequence[dict[str, Any]]) -> bool:
    """Run one job; whether it ended without a fault."""
    before = len(client.served.log())
    usual_limit = client.wire.timeout
    if "one job" in report.seconds and not trial.essential:
        client.wire.timeout = min(usual_limit, _PATIENT + 10 * report.seconds["one job"])
    try:
        result = client.process(values=trial.values, tracks=trial.tracks)
    except JobFailed as error:
        found = failure(trial, str(error), client.served.log()[before:], error.meant)
        report.add([found])
        return found.level == "note"
    except (JobCancelled, TimedOut) as error:
        what = f"The model does not finish {trial.what}: {error or 'it was cancelled from inside'}."
        make = fault if trial.essential else warning
        report.add([make("not_finished", what, "Raise the time limit with --timeout, or make the model faster.")])
        return False
    finally:
        client.wire.timeout = usual_limit
    if "one job" not in report.seconds:
        report.seconds["first event after"] = result.seconds_until_running or result.seconds
        report.seconds["one job"] = result.seconds
    new = report.add(result_findings(result, outputs, trial, report.card))
    return not any(finding.level == "fault" for finding in new)


def _known(trial: Trial, inputs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    labels = {entry.get("label") for entry in inputs}
    return {label: track for label, track in trial.tracks.items() if label in labels}


def _lists(answer: Any) -> bool:
    return isinstance(answer, dict) and all(
        isinstance(answer.get(role), list) and all(isinstance(entry, dict) for entry in answer[role])
        for role in ("inputs", "outputs")
    )


def _only_old(answer: Any) -> bool:
    return isinstance(answer, dict) and "ctrls" in answer and "inputs" not in answer


def _loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _end(client: FakeClient) -> str:
    return client.served.log()[-2000:]
