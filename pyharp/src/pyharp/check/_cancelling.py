# SPDX-License-Identifier: MIT
"""Cancels a job in the middle and looks whether the work stops, if it can be seen, and the next job is free to run."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, replace

from ..testing._client import FakeClient
from ..testing._hosting import JOB
from ..testing._wire import JobCancelled, JobFailed, TimedOut
from ._report import Report
from ._rules.findings import fault, note, warning
from ._trials import Trial, test_sound

__all__ = ["check_cancel"]

#: How often is looked, before a job, which threads the app has anyway, and how many seconds lie between.
_LOOKS_BEFORE, _BETWEEN = 5, 0.05
#: Seconds of sound that are tried in turn, until a job takes long enough to be cancelled.
_LENGTHS = (10.0, 60.0)
_LOOK_EVERY = 0.02
_REMEDY = (
    "Call pyharp.progress(fraction, message) or pyharp.check_cancelled() a few times per second inside of the "
    "function, or build it with isolate=True, which runs it in a child process that can be ended."
)


def check_cancel(client: FakeClient, report: Report, usual: Trial, patience: float) -> None:
    """Add what is found about cancelling.

    Args:
        client: of the app.
        usual: the job with all defaults.
        patience: seconds within which cancelled work must have stopped.
    """
    limit = float(report.card.get("max_duration") or _LENGTHS[-1])
    lengths = sorted({min(length, limit) for length in _LENGTHS}) if usual.sound is not None else [0.0]
    for seconds in lengths:
        cancelled = _cancel_in_the_middle(client, _longer(usual, seconds), patience)
        if cancelled is not None:
            break
    else:
        report.add([note("cancel_untried", "Every job was over before it could be cancelled: it is quick enough.")])
        return
    if cancelled.idle_after is not None:
        report.seconds["stops after cancel"] = cancelled.idle_after
    free = _next_job(client, report, usual)
    if cancelled.still_works:
        report.add([fault("cancel_ignored", f"{patience:g} s after a cancel the function still runs.", _REMEDY)])
    elif free is None:
        report.add([fault("cancel_blocks", "After a cancelled job the next one does not finish.", _REMEDY)])
    elif free > patience + 3 * report.seconds.get("one job", 0.0):
        what = f"After a cancelled job the next one takes {free:.1f} s."
        report.add([fault("cancel_blocks", what, _REMEDY)])
    elif cancelled.idle_after is None:
        report.done.append("cancel: the next job runs; from outside nobody sees whether the work stopped")
    else:
        report.done.append("cancel: the work stops, and the next job runs")


@dataclass(frozen=True)
class _Cancelled:
    """Seconds from the cancel until the work had ended, and whether it goes on; None and False if nobody can see it."""

    idle_after: float | None
    still_works: bool


def _longer(trial: Trial, seconds: float) -> Trial:
    if trial.sound is None:
        return trial
    samples, rate = trial.sound
    sound = (test_sound(seconds, rate, samples.shape[1]), rate)
    tracks = {label: sound if track is trial.sound else track for label, track in trial.tracks.items()}
    return replace(trial, sound=sound, tracks=tracks)


def _cancel_in_the_middle(client: FakeClient, trial: Trial, patience: float) -> _Cancelled | None:
    """None when the job was over before the cancel reached it."""
    before = _before(client)
    running = client.submit(values=trial.values, tracks=trial.tracks)
    if not running.wait_until_running():
        return None
    # Some apps answer a cancel only when the work has ended, which is just what is to be seen.
    asking = threading.Thread(target=running.cancel, daemon=True)
    asking.start()
    idle_after, still_works = _watch(client, before, time.monotonic(), patience)
    try:
        running.result()
        return None
    except (JobCancelled, JobFailed, TimedOut):
        # Some endpoints call a cancelled job an error; it has ended as well.
        return _Cancelled(idle_after, still_works)
    finally:
        asking.join(client.wire.timeout)


def _before(client: FakeClient) -> set[tuple[str, str]]:
    """What goes on before the job: threads that the app has for itself, and what earlier jobs may have left."""
    seen: set[tuple[str, str]] = set()
    for _ in range(_LOOKS_BEFORE):
        seen |= client.served.activity() or set()
        time.sleep(_BETWEEN)
    return seen


def _watch(
    client: FakeClient, before: set[tuple[str, str]], since: float, patience: float
) -> tuple[float | None, bool]:
    """Seconds until what ran at the cancel had ended, and whether some of it has not when the patience is over.

    Only the job can be cancelled: what was there before it may run on, and so may threads that are like those.
    None and False: the app cannot be looked into, as one that is known by its address alone.
    """
    always = {what for _, what in before} - {JOB}
    working: set[tuple[str, str]] | None = None
    while True:
        seen = client.served.activity()
        passed = time.monotonic() - since
        if seen is None:
            return None, False
        # Threads that come and go belong to the app; the work is what never went away since the cancel.
        fresh = {entry for entry in seen - before if entry[1] not in always}
        working = fresh if working is None else working & fresh
        if not working:
            return passed, False
        if passed > patience:
            return None, True
        time.sleep(_LOOK_EVERY)


def _next_job(client: FakeClient, report: Report, usual: Trial) -> float | None:
    started = time.monotonic()
    try:
        client.process(values=usual.values, tracks=usual.tracks)
    except (JobFailed, JobCancelled) as error:
        report.add(
            [warning("fails_after_cancel", f"The job after a cancelled one fails: {error or 'no reason'}.", _REMEDY)]
        )
    except TimedOut:
        return None
    return time.monotonic() - started
