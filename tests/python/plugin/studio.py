# SPDX-License-Identifier: MIT
"""What a person does in a DAW with HARP, in a few words: a song, a region, load, process, listen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from harp_bridge.ara_host import Audio, Document, Host, Modification, Read, Region

Samples = npt.NDArray[np.float32]
OPEN = ("reading", "connecting", "waking", "uploading", "queued", "running", "downloading", "checking")


def noise(seconds: float, rate: float = 44100, channels: int = 2, seed: int = 0) -> Samples:
    """Quiet white noise, (frames, channels): every sample is different, so a wrong place is noticed.

    As a converter of 24 bit gives it, so that it arrives as it is however far a busy server looks.
    """
    shape = (round(seconds * rate), channels)
    steps = np.rint(0.1 * 2**23 * np.random.default_rng(seed).standard_normal(shape))
    return (steps / 2**23).astype(np.float32)


class Studio:
    """One document with one track, driven through the plug-in's commands."""

    def __init__(self, host: Host, name: str = "Song") -> None:
        self.song: Document = host.new_document(name)
        with self.song.edit():
            self.track = self.song.add_track("Track")

    def add(self, samples: Samples, rate: float = 44100, **source: Any) -> Modification:
        """A source with one modification."""
        with self.song.edit():
            number = len(self.song.sources)
            added = self.song.add_source(
                f"source {number}", samples, rate, **{"persistent_id": f"source-{number}", **source}
            )
            return added.add_modification(persistent_id=f"modification-{number}")

    def place(
        self, modification: Modification, at: float, start: float, duration: float, name: str = "region"
    ) -> Region:
        with self.song.edit():
            return self.track.add_region(modification, at=at, start=start, duration=duration, name=name)

    def reads(self) -> list[Read]:
        """What the plug-in has read from the first source since the last call."""
        return self.song.sources[0].reads

    def state(self) -> dict[str, Any]:
        return self.song.plugin.state()

    def send(self, **command: Any) -> dict[str, Any]:
        return self.song.plugin.command(command)

    def ok(self, **command: Any) -> dict[str, Any]:
        reply = self.send(**command)
        assert reply["ok"], reply
        return reply

    def wait(self, condition: Callable[[], object], **options: Any) -> None:
        """As a host does that polls; the limit is there against hanging alone."""
        self.song.wait_until(condition, 120.0, **options)

    def load(self, address: str) -> dict[str, Any]:
        """Ask for an endpoint and wait; returns the endpoint part of the state, loaded or failed."""
        self.ok(do="load", address=address)
        self.wait(lambda: self.state()["endpoint"]["phase"] in ("ready", "failed"))
        endpoint: dict[str, Any] = self.state()["endpoint"]
        return endpoint

    def ids(self, *names: str) -> list[str]:
        """Ids of the regions of these names; without names of all."""
        return [r["id"] for r in self.state()["regions"] if not names or r["name"] in names]

    def job(self, number: int) -> dict[str, Any]:
        return next(j for j in self.state()["jobs"] if j["id"] == number)

    def process(self, *names: str) -> list[dict[str, Any]]:
        """Process regions and wait; the ended jobs, whatever became of them."""
        jobs = self.ok(do="process", regions=self.ids(*names))["jobs"]
        self.wait(lambda: all(self.job(j)["stage"] not in OPEN for j in jobs))
        return [self.job(j) for j in jobs]

    def processed(self, *names: str) -> list[dict[str, Any]]:
        """Process regions and insist that it works."""
        jobs = self.process(*names)
        assert [j["stage"] for j in jobs] == ["done"] * len(jobs), jobs
        return jobs

    def listen(self, seconds: float, rate: float = 44100, **options: Any) -> Audio:
        return self.song.render(sample_rate=rate, seconds=seconds, **options)
