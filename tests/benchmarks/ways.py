# SPDX-License-Identifier: MIT
"""The ways there and back that are compared. Each takes float32 samples and gives float32 samples."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import harp_bridge
import httpx
import numpy as np
import soundfile

from .timing import APPS, RATE, Samples

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio_client

__all__ = ["Fresh", "Ours", "Process", "Raw", "Reused"]


class Ours:
    """harp_bridge, with the connections of a client that is kept."""

    def __init__(self, address: str, function: str = "process") -> None:
        self._address = f"{address}#{function}"
        self.client = harp_bridge.SyncClient()
        self.rounded = 0
        """Results of audio that was rounded to 24 bit on the way, because the server looked far away."""

    def run(self, samples: Samples) -> Samples:
        return self._heard(self.client.process(self._address, _anew(samples), RATE))

    def run_all(self, regions: list[Samples]) -> list[Samples]:
        """All at once."""
        given = [harp_bridge.Audio(_anew(region), RATE) for region in regions]
        return [self._heard(result) for result in self.client.map(self._address, given, at_once=len(regions))]

    def _heard(self, result: harp_bridge.Result) -> Samples:
        self.rounded += any("rounded" in note for note in result.notes)
        return result.samples

    def close(self) -> None:
        self.client.close()


class Reused:
    """gradio_client, one Client for all jobs."""

    def __init__(self, address: str, function: str = "process") -> None:
        self._address, self._function = address, f"/{function}"
        self._folder = tempfile.TemporaryDirectory()
        self._client = self.connect()
        self._number = 0

    def connect(self) -> gradio_client.Client:
        folder = self._folder.name
        return gradio_client.Client(
            self._address, token=False, verbose=False, download_files=folder, analytics_enabled=False
        )

    def write(self, samples: Samples) -> Path:
        """What it takes is a file."""
        self._number += 1
        path = Path(self._folder.name) / f"{self._number}.wav"
        soundfile.write(path, _anew(samples), RATE, subtype="FLOAT")
        return path

    def tidy(self) -> None:
        """Neither what was written nor what came is ever removed by gradio_client."""
        for entry in Path(self._folder.name).glob("*"):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()

    def submit(self, samples: Samples) -> object:
        return self._client.submit(gradio_client.handle_file(self.write(samples)), api_name=self._function)

    def run(self, samples: Samples) -> Samples:
        return _read(self.submit(samples).result())  # type: ignore[attr-defined]

    def run_all(self, regions: list[Samples]) -> list[Samples]:
        jobs = [self.submit(region) for region in regions]
        return [_read(job.result()) for job in jobs]  # type: ignore[attr-defined]

    def close(self) -> None:
        self._client.close()
        self._folder.cleanup()


class Fresh(Reused):
    """gradio_client, a Client for each job."""

    def run(self, samples: Samples) -> Samples:
        client = self.connect()
        try:
            return _read(client.predict(gradio_client.handle_file(self.write(samples)), api_name=self._function))
        finally:
            client.close()


class Process:
    """A process for each job, with a gradio_client of its own."""

    def __init__(self, address: str, function: str = "process") -> None:
        self._address, self._function = address, f"/{function}"

    def start(self, samples: Samples, folder: str) -> subprocess.Popen[bytes]:
        source, target = Path(folder) / "in.wav", Path(folder) / "out.wav"
        soundfile.write(source, _anew(samples), RATE, subtype="FLOAT")
        words = [sys.executable, str(APPS / "one_job.py"), self._address, str(source), str(target), self._function]
        return subprocess.Popen(words)

    def run(self, samples: Samples) -> Samples:
        with tempfile.TemporaryDirectory() as folder:
            assert self.start(samples, folder).wait() == 0
            return _read(Path(folder) / "out.wav")

    def run_all(self, regions: list[Samples]) -> list[Samples]:
        folders = [tempfile.TemporaryDirectory() for _ in regions]
        try:
            jobs = [self.start(region, folder.name) for region, folder in zip(regions, folders, strict=True)]
            assert [job.wait() for job in jobs] == [0] * len(jobs)
            return [_read(Path(folder.name) / "out.wav") for folder in folders]
        finally:
            for folder in folders:
                folder.cleanup()

    def close(self) -> None:
        """Nothing is kept."""


class Raw:
    """The same bytes up and down, and nothing else."""

    def __init__(self, address: str) -> None:
        self._url = f"{address}/file/bytes"
        self._client = httpx.Client(trust_env=False)

    def run(self, samples: Samples) -> Samples:
        content = memoryview(np.ascontiguousarray(_anew(samples))).cast("B")
        length = {"content-length": str(len(content))}
        self._client.put(self._url, content=_pieces(content), headers=length).raise_for_status()
        back = np.empty(samples.shape, np.float32)
        view, done = memoryview(back).cast("B"), 0
        with self._client.stream("GET", self._url) as response:
            for chunk in response.iter_raw(1 << 18):
                view[done : done + len(chunk)] = chunk
                done += len(chunk)
        assert done == len(view)
        return back

    def close(self) -> None:
        self._client.close()


def _anew(samples: Samples) -> Samples:
    """The same with another first sample: what the server still has is not sent again, and here it shall be."""
    samples[0, 0] = (samples[0, 0] + 1e-4) % 0.1
    return samples


def _pieces(content: memoryview) -> object:
    return (bytes(content[start : start + (1 << 18)]) for start in range(0, len(content), 1 << 18))


def _read(path: object) -> Samples:
    samples, _ = soundfile.read(str(path), dtype="float32", always_2d=True)
    return np.asarray(samples, np.float32)
