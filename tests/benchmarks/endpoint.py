# SPDX-License-Identifier: MIT
"""What an endpoint adds to its function, against other ways to serve it and against moving the bytes alone."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import harp_bridge
import httpx
import numpy as np
import soundfile

from tests.python.support.server_log import ServerLog
from tests.python.support.servers import ENDPOINTS, server_python, start_endpoint
from tests.python.support.sounds import noise, wav_bytes

from .report import Goal, Report, seconds
from .timing import progress

__all__ = ["measure"]

APPS = Path(__file__).resolve().parent / "endpoint_apps"
RATE = 44100
#: Through our client and our endpoint, 60 s of stereo may take this many times a raw upload and download.
LIMIT = 2.4
#: Milliseconds from the client's cancel until the model has stopped.
STOP = 100.0

#: The same gain: with pyharp, as an ordinary Gradio app, and saved as the published pyharp saves.
APPS_COMPARED = ("ours", "by_hand", "published")

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

        async def job(name: str) -> harp_bridge.Result:
            # What the server still has would not be sent again, and here it shall be.
            samples[0, 0] = (samples[0, 0] + 1e-4) % 0.1
            return await client.process(addresses[name], samples, RATE)

        steps: dict[str, Step] = {"bare": bare_step, "raw": lambda: raw(plain, body)}
        steps |= {name: partial(job, name) for name in APPS_COMPARED}
        result = await job("ours")
        np.testing.assert_allclose(result.samples, samples * np.float32(0.5), atol=2**-23)
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
            await asyncio.wait([job])
            stopped.append(await asyncio.to_thread(log.wait_for, name, "cancelled") - asked)
    return stopped


def measure(report: Report, runs: int) -> None:
    """Write the tables: what an endpoint costs, and how soon its model stops."""
    _measure_jobs(report, runs)
    _measure_stops(report, runs)


def _measure_jobs(report: Report, runs: int) -> None:
    report.heading("An endpoint through our client: what it adds to its bare function")
    rows = []
    with ExitStack() as opened:
        apps = sorted(APPS.glob("*.py"))
        addresses = {app.stem: opened.enter_context(start_endpoint(app)).address for app in apps}
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        for length in (1, 10, 60):
            progress(f"endpoint, {length} s")
            found = asyncio.run(job_times(addresses, length, runs, folder))
            added = [f"+ {seconds(found[name] - found['bare'])}" for name in APPS_COMPARED]
            share = f"{found['ours'] / found['raw']:.2f}"
            rows.append([f"{length} s", seconds(found["bare"]), *added, seconds(found["raw"]), share])
    report.table(
        ["stereo", "bare function", "pyharp", "by hand in Gradio", "published saving", "raw transfer", "pyharp / raw"],
        rows,
    )
    report.write(
        "",
        "Bare function: read float32, half the gain, write float32. By hand: the same in a plain Gradio app, into the "
        "system's temporary folder. Published saving: 16 bit, into a folder that Gradio copies from. Raw transfer: the "
        "same bytes as the body of one request, and back.",
    )
    share = found["ours"] / found["raw"]
    why = (
        f"of {seconds(found['ours'])} the function itself takes {seconds(found['bare'])}, and the bytes alone take "
        f"{seconds(found['raw'])}. The rest is Gradio's upload, queue and serving of files, and what is checked and "
        f"decoded in the client; the same function in a plain Gradio app takes {seconds(found['by_hand'])} in all."
    )
    report.goals.append(Goal("60 s through client and endpoint, over a raw transfer", share, LIMIT, False, "x", why))


def _measure_stops(report: Report, runs: int) -> None:
    report.heading("How soon a model made with pyharp stops after the client's cancel, by the model's own log")
    rows = []
    for version in ("4.44.1", "5.28.0", "5.50.0", ""):
        name = version or "newest"
        progress(f"endpoint, stops, Gradio {name}")
        with tempfile.TemporaryDirectory() as folder:
            log = ServerLog(Path(folder) / "log")
            python = [server_python(version)] if version else []
            with start_endpoint(ENDPOINTS / "slow.py", *python, env={"HARP_TEST_LOG": str(log.path)}) as server:
                times = asyncio.run(stop_times(server.address, log, runs))
        rows.append([name, seconds(statistics.median(times)), seconds(max(times))])
        why = (
            f"the median is {seconds(statistics.median(times))}. Up to 50 ms pass until the model looks the next time; "
            "the rest is the way of the cancel through Gradio."
        )
        report.goals.append(
            Goal(f"model stops after a cancel, Gradio {name}, worst", max(times) * 1000, STOP, False, " ms", why)
        )
    report.table(["Gradio", "median", "worst"], rows)
    report.write("", "This model looks every 50 ms whether it was cancelled.")
