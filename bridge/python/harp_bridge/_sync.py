# SPDX-License-Identifier: MIT
"""The blocking face: a client whose event loop runs on a thread of its own."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import queue
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, TypeVar, overload

import numpy.typing as npt

from ._client import Client
from ._endpoints.description import Description
from ._errors import HarpError, fail
from ._progress import OnProgress, Progress
from ._result import Result
from ._settings import Settings
from ._sound.audio import Audio
from ._transport.files import FileLike

__all__ = ["SyncClient", "describe", "process"]

T = TypeVar("T")


class SyncClient:
    """As Client, without asyncio: any thread may call it, and connections are kept from one call to the next.

        with SyncClient() as client:
            for result in client.map("http://127.0.0.1:7860", regions):
                ...

    Every function raises HarpError. Ctrl-C, and an exception in `on_progress`, stop the job on the server as well;
    `on_progress` is called on the thread that waits.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self._closing = asyncio.Event()
        self._jobs: set[asyncio.Task[Any]] = set()
        self._ready: concurrent.futures.Future[tuple[asyncio.AbstractEventLoop, Client]] = concurrent.futures.Future()
        self._thread = threading.Thread(target=self._serve, name="harp_bridge", daemon=True)
        self._thread.start()
        self._loop, self._client = self._ready.result()

    def __enter__(self) -> SyncClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes every connection; jobs that other threads still wait for are cancelled. May be called twice."""
        with contextlib.suppress(RuntimeError):  # the loop has ended already
            self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    def describe(self, address: str) -> Description:
        """What the endpoint at this address is. Sends no audio."""
        return self._wait(lambda _: self._client.describe(address), None)

    def process(
        self,
        address: str,
        samples: npt.ArrayLike | None = None,
        rate: float | None = None,
        *,
        values: Mapping[str, object] | None = None,
        audio: Mapping[str, Audio] | None = None,
        files: Mapping[str, FileLike | Sequence[FileLike]] | None = None,
        duration: float | None = None,
        on_progress: OnProgress | None = None,
    ) -> Result:
        """Runs one job; see Client.process. `samples` is shaped (frames,) or (frames, channels)."""
        return self._wait(
            lambda heard: self._client.process(
                address,
                samples,
                rate,
                values=values,
                audio=audio,
                files=files,
                duration=duration,
                on_progress=heard if on_progress else None,
            ),
            on_progress,
        )

    @overload
    def map(
        self,
        address: str,
        regions: Iterable[Audio],
        *,
        values: Mapping[str, object] | None = None,
        at_once: int = 8,
        return_errors: Literal[False] = False,
    ) -> Iterator[Result]: ...

    @overload
    def map(
        self,
        address: str,
        regions: Iterable[Audio],
        *,
        values: Mapping[str, object] | None = None,
        at_once: int = 8,
        return_errors: Literal[True],
    ) -> Iterator[Result | HarpError]: ...

    def map(
        self,
        address: str,
        regions: Iterable[Audio],
        *,
        values: Mapping[str, object] | None = None,
        at_once: int = 8,
        return_errors: bool = False,
    ) -> Iterator[Result] | Iterator[Result | HarpError]:
        """Processes many regions, `at_once` at a time, and gives the results in the order of the regions.

        Regions are taken only as they are needed, so that they may come from a generator. The first error ends it and
        cancels what is under way; with `return_errors` it takes the place of the result instead.
        """
        if at_once < 1:
            raise ValueError("at_once is at least 1")
        return self._mapped(address, regions, values, at_once, return_errors)

    def _mapped(
        self, address: str, regions: Iterable[Audio], values: Mapping[str, object] | None, at_once: int, errors: bool
    ) -> Iterator[Any]:
        waiting: deque[concurrent.futures.Future[Result]] = deque()
        try:
            for region in regions:
                waiting.append(self._start(self._client.process(address, region.samples, region.rate, values=values)))
                if len(waiting) >= at_once:
                    yield _next(waiting, errors)
            while waiting:
                yield _next(waiting, errors)
        finally:
            for job in waiting:
                job.cancel()

    def _start(self, work: Coroutine[Any, Any, T]) -> concurrent.futures.Future[T]:
        if self._closing.is_set() or not self._thread.is_alive():
            work.close()
            raise RuntimeError("this client was closed")
        return asyncio.run_coroutine_threadsafe(self._counted(work), self._loop)

    async def _counted(self, work: Coroutine[Any, Any, T]) -> T:
        task = asyncio.current_task()
        assert task is not None
        self._jobs.add(task)
        try:
            return await work
        finally:
            self._jobs.discard(task)

    def _wait(self, work: Callable[[OnProgress], Coroutine[Any, Any, T]], on_progress: OnProgress | None) -> T:
        news: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
        job = self._start(work(news.put))
        job.add_done_callback(lambda _: news.put(None))
        try:
            while (snapshot := news.get()) is not None:
                if on_progress is not None:
                    on_progress(snapshot)
        except BaseException:
            job.cancel()
            raise
        return _result(job)

    def _serve(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as error:
            if not self._ready.done():
                self._ready.set_exception(error)
                return
            raise

    async def _live(self) -> None:
        async with Client(self.settings) as client:
            self._ready.set_result((asyncio.get_running_loop(), client))
            await self._closing.wait()
            jobs = tuple(self._jobs)
            for job in jobs:
                job.cancel()
            await asyncio.gather(*jobs, return_exceptions=True)


def _next(waiting: deque[concurrent.futures.Future[Result]], errors: bool) -> Result | HarpError:
    try:
        return _result(waiting.popleft())
    except HarpError as error:
        if errors:
            return error
        raise


def _result(job: concurrent.futures.Future[T]) -> T:
    try:
        return job.result()
    except concurrent.futures.CancelledError:
        raise fail("cancelled", detail="the client was closed") from None


def describe(address: str, *, settings: Settings | None = None) -> Description:
    """What the endpoint at this address is. Raises HarpError."""
    with SyncClient(settings) as client:
        return client.describe(address)


def process(
    address: str,
    samples: npt.ArrayLike | None = None,
    rate: float | None = None,
    *,
    values: Mapping[str, object] | None = None,
    audio: Mapping[str, Audio] | None = None,
    files: Mapping[str, FileLike | Sequence[FileLike]] | None = None,
    duration: float | None = None,
    on_progress: OnProgress | None = None,
    settings: Settings | None = None,
) -> Result:
    """Runs one job; see Client.process. `samples` is shaped (frames,) or (frames, channels). Raises HarpError.

    For many jobs in a row SyncClient is faster, which keeps its connections and what it knows of the endpoint.
    """
    with SyncClient(settings) as client:
        return client.process(
            address,
            samples,
            rate,
            values=values,
            audio=audio,
            files=files,
            duration=duration,
            on_progress=on_progress,
        )
