# SPDX-License-Identifier: MIT
"""What an endpoint adds to its function, against other ways to serve it and against moving the bytes alone.

Every figure is a median of runs in turn, so that a disturbance hits all of them. Machines are noisy: read the ratios.
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

from tests.python.support.server_log import ServerLog
from tests.python.support.servers import ENDPOINTS, server_python, start_endpoint
from tests.python.support.sounds import noise, wav_bytes

__all__ = ["LIMIT", "main", "measure", "stop_times"]

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


async def measure(addresses: dict[str, str], seconds: int, runs: int, folder: Path) -> dict[str, float]:
    """Median seconds per job of `seconds` of stereo: bare function, raw transfer, and each app through our client."""
    samples = noise(seconds * RATE)
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


def print_jobs(runs: int) -> None:
    with ExitStack() as opened:
        apps = sorted(APPS.glob("*.py"))
        addresses = {app.stem: opened.enter_context(start_endpoint(app)).address for app in apps}
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        print(
            "\n| stereo | bare function | raw transfer | ours | by hand | published saving | ours / raw | ours / by hand |"
        )
        print("|---|---|---|---|---|---|---|---|")
        for seconds in (1, 10, 60):
            found = asyncio.run(measure(addresses, seconds, runs, folder))
            times = " | ".join(f"{found[name]:.3f} s" for name in ("bare", "raw", "ours", "by_hand", "published"))
            ratios = " | ".join(f"{found['ours'] / found[name]:.2f}" for name in ("raw", "by_hand", "published"))
            print(f"| {seconds} s | {times} | {ratios} |", flush=True)
            if seconds == 60:
                verdict = "within" if found["ours"] <= LIMIT * found["raw"] else "beyond"
                print(f"\n60 s of stereo: {found['ours'] / found['raw']:.2f} times a raw transfer, {verdict} {LIMIT}.")


def print_stops(runs: int) -> None:
    print("\n| Gradio | model stops after the cancel: median | longest |")
    print("|---|---|---|")
    for version in ("4.44.1", "5.28.0", ""):
        with tempfile.TemporaryDirectory() as folder:
            log = ServerLog(Path(folder) / "log")
            python = [server_python(version)] if version else []
            with start_endpoint(ENDPOINTS / "slow.py", *python, env={"HARP_TEST_LOG": str(log.path)}) as server:
                times = asyncio.run(stop_times(server.address, log, runs))
        shown = f"{statistics.median(times) * 1000:.0f} ms | {max(times) * 1000:.0f} ms"
        print(f"| {version or 'newest'} | {shown} |", flush=True)


def main(runs: int = 9) -> None:
    """Print the tables."""
    print_jobs(max(runs, 7))
    print_stops(max(runs, 7))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=9)
    main(parser.parse_args().runs)
