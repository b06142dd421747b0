# SPDX-License-Identifier: MIT
"""The doctor: everything that can be in the way of a job, looked at in the order in which a job would meet it."""

from __future__ import annotations

from .._client import Client
from .._settings import Settings
from .._text import shown
from .app import check_app
from .network import check_way
from .place import check_place
from .report import Report, Stopped

__all__ = ["examine"]


async def examine(typed: str, settings: Settings | None = None) -> Report:
    """Looks at an address without sending audio, running the model or waking a Space. Never raises HarpError."""
    settings = settings or Settings()
    report = Report(f"About {shown(typed, 200)}")
    async with Client(settings) as client:
        try:
            address = await check_place(report, typed, client._finder, settings)
            await check_way(report, address, settings)
            await check_app(report, address, client, settings)
        except Stopped:
            pass
    if report.worst == "fail":
        report.add("fail", "result", "A job would not run.", code=report.code)
    elif not any(line.name == "app" for line in report.lines):
        report.add("warn", "result", "A job has to wait until the Space runs.")
    else:
        report.add("ok", "result", "A job can run.")
    return report
