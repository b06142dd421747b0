# SPDX-License-Identifier: MIT
"""A client for tests: describes an app, sends arrays through it, cancels. It stands in for HARP without a DAW."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from ._request import Track, arguments
from ._result import Result, read_result
from ._served import App, serve
from ._wire import Job, Wire

__all__ = ["FakeClient", "Running"]

Values = Mapping[str, Any] | None
Tracks = Mapping[str, Track] | None


class FakeClient:
    """Uses an app as HARP does.

    with FakeClient(demo) as client:
        result = client.process(samples, 44100, values={"Pitch": 12})
        assert result.audio[0].samples.shape == samples.shape

    Args:
        app: a `gr.Blocks` or a decorated function of this process, the path of a Python file that launches one
            (started in a process of its own), or the address of a running one.
        timeout: seconds that a request or a job may take.
        headers: sent with every request, for example an Authorization.
        start_timeout: seconds until an app that is a file must have started.

    Attributes:
        address: where the app is served.
        wire: Gradio's protocol, for tests that look closer.

    Raises:
        StartFailed: the app did not start.
        NotReachable: nothing answers at the address, or it is no Gradio app.
    """

    def __init__(
        self, app: App, timeout: float = 60.0, headers: dict[str, str] | None = None, start_timeout: float = 240.0
    ) -> None:
        self.served = serve(app, start_timeout)
        self.address = self.served.address
        try:
            self.wire = Wire(self.address, timeout, headers)
        except BaseException:
            self.served.stop()
            raise

    def __enter__(self) -> FakeClient:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the app, if this client started it."""
        self.wire.close()
        self.served.stop()

    @property
    def generation(self) -> str:
        """How this client speaks to the app: "1" with the additions of this pyharp, else "0.3"; "" for neither."""
        names = self.wire.functions
        if "harp_controls" in names:
            return "1"
        return "0.3" if "controls" in names and "process" in names else ""

    @cached_property
    def description(self) -> dict[str, Any]:
        """What the app says of itself: `card`, `inputs`, `outputs`, asked for once.

        Raises:
            AssertionError: it is no HARP endpoint.
            JobFailed: it describes itself with an error.
        """
        generation = self.generation
        assert generation, (
            "The app has no API function named controls, by which HARP recognises an endpoint. "
            "Call pyharp.build_endpoint inside of its gr.Blocks."
        )
        answer = self.wire.run("harp_controls" if generation == "1" else "controls", [])
        assert answer, "The app describes itself with nothing at all."
        assert isinstance(answer[0], dict), f"The app describes itself with {answer[0]!r} instead of an object."
        return answer[0]

    def process(
        self, audio: Track = None, rate: int = 44100, *, values: Values = None, tracks: Tracks = None
    ) -> Result:
        """Run one job and wait for its result.

        Args:
            audio: for the first audio input: samples, floating point, (frames, channels) or (frames,), sent as
                float32 WAV; or the path of a file.
            rate: of `audio`, in hertz.
            values: label -> value of a control; the others get the default that the app describes.
            tracks: label -> further track: `(samples, rate)`, `(content, name)`, a path, or None to leave it out.

        Raises:
            ValueError: a label is unknown or a required track is missing.
            JobFailed, JobCancelled, TimedOut
        """
        return self.submit(audio, rate, values=values, tracks=tracks).result()

    def submit(
        self, audio: Track = None, rate: int = 44100, *, values: Values = None, tracks: Tracks = None
    ) -> Running:
        """Start a job and return at once; the arguments are those of `process`."""
        sent = audio if audio is None or not hasattr(audio, "shape") else (audio, rate)
        prepared = arguments(self.wire, self.description["inputs"], sent, values or {}, tracks or {})
        return self.send(prepared)

    def send(self, prepared: list[Any]) -> Running:
        """Start a job with its arguments as they go over the wire."""
        name = str(self.description.get("process") or "process")
        return Running(self, self.wire.join(name, prepared))


class Running:
    """A job that was started."""

    def __init__(self, client: FakeClient, job: Job) -> None:
        self.job = job
        self._client = client

    def wait_until_running(self) -> bool:
        """Wait until the function has begun; False when it was over before."""
        return self.job.wait_until_running()

    def follow(self) -> Iterator[tuple[float | None, str]]:
        """Progress as it arrives: fraction (None when unknown) and message."""
        for message in self.job.follow():
            units = message.get("progress_data") or []
            if message.get("msg") == "progress" and units:
                yield units[-1].get("progress"), str(units[-1].get("desc") or "")

    def cancel(self) -> None:
        """Tell the app to stop this job, as HARP does; `result` raises JobCancelled then."""
        self.job.cancel()

    def result(self) -> Result:
        """Wait for the end; raises JobFailed, JobCancelled, TimedOut."""
        values = self.job.result()
        return read_result(self._client.wire, self._client.description["outputs"], values, self.job.messages)

    def close(self) -> None:
        """Stop listening."""
        self.job.close()
