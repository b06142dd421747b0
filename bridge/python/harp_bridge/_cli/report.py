# SPDX-License-Identifier: MIT
"""What is said when all jobs of a command are over."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from .._errors import HarpError
from .._text import without_own
from .batch import Done
from .show import exit_code

__all__ = ["conclude"]

_SOME_FAILED = 10
_FILE_PROBLEM = 9


def conclude(done: Sequence[Done], options: argparse.Namespace) -> int:
    """Prints the summary, and with --json the document; gives the exit code."""
    failed = [job for job in done if job.error is not None]
    if options.json:
        document: dict[str, object] = {"jobs": [_entry(job) for job in done]}
        if failed and len(failed) == len(done):
            document["error"] = _entry(failed[0])["error"]
        print(without_own(json.dumps(document, ensure_ascii=False, indent=2)))
    if len(done) > 1 and (failed or not options.quiet):
        print(f"{len(done) - len(failed)} of {len(done)} processed.", file=sys.stderr)
        for job in failed:
            print(f"  failed: {_name(job)}: {_reason(job)}", file=sys.stderr)
    codes = {_code(job) for job in failed}
    if not failed:
        return 0
    return codes.pop() if len(codes) == 1 and len(failed) == len(done) else _SOME_FAILED


def _entry(job: Done) -> dict[str, object]:
    source = job.source
    entry: dict[str, object] = {"input": None if source is None else str(source.path)}
    if source is not None and source.span is not None:
        entry["region"] = [source.span.start, source.span.end]
    if job.error is not None:
        return {**entry, "error": job.error.to_json()}
    return {**entry, **job.report}


def _name(job: Done) -> str:
    return "" if job.source is None else job.source.shown


def _reason(job: Done) -> str:
    if isinstance(job.error, HarpError):
        said = f" It says: {job.error.message}" if job.error.message else ""
        return job.error.sentence + said
    return str(job.error)


def _code(job: Done) -> int:
    return exit_code(job.error) if isinstance(job.error, HarpError) else _FILE_PROBLEM
