# SPDX-License-Identifier: MIT
"""What an endpoint adds to its function, against other ways to serve it and against moving the bytes alone.

`python -m tests.benchmarks.endpoint` runs this part alone.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from pathlib import Path

import harp_bridge
import httpx
import numpy as np
import soundfile

from tests.benchmarks.report import Goal, Report, seconds
from tests.python.support.server_log import ServerLog
from tests.python.support.servers import ENDPOINTS, server_python, start_endpoint
from tests.python.support.sounds import noise, wav_bytes

__all__ = ["LIMIT", "job_times", "measure", "stop_times"]

APPS = Path(__file__).resolve().parent / "endpoint_apps"
RATE = 44100
#: Through our client and our endpoint, 60 s of stereo may take this many times a raw upload and download.
LIMIT = 2.4

Step = Callable[[], Awaitable[object]]


async def medians(runs: int, steps: dict[str, Step]) -> dict[str, float]:
    """The median time of each step in seconds; the first round warms up and does not count."""
    times: dict[str, list[float]] = {name: [] for name in steps}
    for _ in range(runs + 1):
        for name, step in steps.items():
            start = time.perf_counter()
            await step()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(values[1:]) for name, values in times.items()}


def bare(source: Path, target: Path) -> None:
    """The work of the function itself, read and write included."""
    samples, rate = soundfile.read(source, dtype="float32", always_2d=True)
    soundfile.write(target, samples * 0.5, rate, subtype="FLOAT")


async def raw(client: httpx.AsyncClient, body: bytes) -> bytes:
    (await client.post("/upload", content=body)).raise_for_status()
    reply = (await client.get("/file")).raise_for_status().content
    assert len(reply) == len(body)
    return reply


async def job_times(addresses: dict[str, str], length: int, runs: int, folder: Path) -> dict[str, float]:
    """Median seconds per job of `length` s of stereo: bare function, raw transfer, each app through our client."""
    samples = noise(length * RATE)
    source, body = folder / "in.wav", wav_bytes(samples)
    source.write_bytes(body)

    async def bare_step() -> None:
        bare(source, folder / "out.wav")

    async with (
        harp_bridge.Client() as client,
        httpx.AsyncClient(base_url=addresses["raw"], trust_env=False, timeout=60) as plain,
    ):
        steps: dict[str, Step] = {"bare": bare_step, "raw": lambda: raw(plain, body)}
        for name in ("ours", "by_hand", "published"):
            steps[name] = lambda name=name: client.process(addresses[name], samples, RATE)  # type: ignore[misc]
        result = await client.process(addresses["ours"], samples, RATE)
        np.testing.assert_array_equal(result.samples, samples * np.float32(0.5))
        return await medians(runs, steps)


async def stop_times(address: str, log: ServerLog, runs: int) -> list[float]:
    """Seconds from the client's cancel until the model has stopped, by the model's own log, one per run."""
    stopped = []
    async with harp_bridge.Client() as client:
        for run in range(runs):
            name = f"run-{run}"
            values = {"Steps": 2000, "Name": name}
            job = asyncio.create_task(client.process(address, noise(100), RATE, values=values))
            await asyncio.to_thread(log.wait_for, name, "step 1")
            asked = time.monotonic()
            job.cancel()
            stopped.append(await asyncio.to_thread(log.wait_for, name, "cancelled") - asked)
    return stopped


def measure(report: Report, runs: int) -> None:
    """Write the tables: what an endpoint costs, and how soon its model stops."""
    _measure_jobs(report, max(runs, 7))
    _measure_stops(report, max(runs, 7))


def _measure_jobs(report: Report, runs: int) -> None:
    report.heading("An endpoint against its bare function, other apps, and moving the bytes alone")
    rows = []
    with ExitStack() as opened:
        apps = sorted(APPS.glob("*.py"))
        addresses = {app.stem: opened.enter_context(start_endpoint(app)).address for app in apps}
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        for length in (1, 10, 60):
            found = asyncio.run(job_times(addresses, length, runs, folder))
            times = [seconds(found[name]) for name in ("bare", "raw", "ours", "by_hand", "published")]
            ratios = [f"{found['ours'] / found[name]:.2f}" for name in ("raw", "by_hand", "published")]
            rows.append([f"{length} s", *times, *ratios])
    ways = ["bare function", "raw transfer", "pyharp", "by hand", "published saving"]
    report.table(["stereo", *ways, "pyharp / raw", "/ by hand", "/ published"], rows)
    share = found["ours"] / found["raw"]
    report.goals.append(Goal("60 s through client and endpoint, against a raw transfer", share, LIMIT, False, "x"))


def _measure_stops(report: Report, runs: int) -> None:
    report.heading("How soon a model stops after the client's cancel, by the model's own log")
    rows = []
    for version in ("4.44.1", "5.28.0", ""):
        with tempfile.TemporaryDirectory() as folder:
            log = ServerLog(Path(folder) / "log")
            python = [server_python(version)] if version else []
            with start_endpoint(ENDPOINTS / "slow.py", *python, env={"HARP_TEST_LOG": str(log.path)}) as server:
                times = asyncio.run(stop_times(server.address, log, runs))
        middle, name = statistics.median(times), version or "newest"
        rows.append([name, seconds(middle), seconds(max(times))])
        report.goals.append(Goal(f"stops after a cancel, Gradio {name}", middle * 1000, 100, False, " ms"))
    report.table(["Gradio", "median", "longest"], rows)
    report.write("", "The model looks every 50 ms whether it was cancelled.")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    page = Report()
    page.machine()
    measure(page, parser.parse_args().runs)
    page.conclude()
