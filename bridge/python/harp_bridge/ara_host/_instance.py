# SPDX-License-Identifier: MIT
"""Plug-in instances: renderers, views, ordinary effects. They may be closed before or after their document."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from enum import IntFlag
from types import TracebackType
from typing import TYPE_CHECKING, Any

from numpy.typing import ArrayLike

from ._audio import Audio, as_frames
from ._errors import HostError
from ._graph import Region, Track
from ._load import native

if TYPE_CHECKING:
    from ._document import Document

__all__ = ["Instance", "Role", "View"]


class Role(IntFlag):
    """What one instance does for its document."""

    PLAYBACK_RENDERER = 1
    EDITOR_RENDERER = 2
    EDITOR_VIEW = 4
    ALL = 7


class View:
    """The editor of an instance.

    The window is the caller's: an X11 window id on Linux, where `pump` turns the run loop of the view.
    """

    def __init__(self, handle: native.AraView) -> None:
        self.native = handle

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.native.size

    @property
    def requested_size(self) -> tuple[int, int] | None:
        """What the view last asked its frame for."""
        return self.native.requested_size

    @property
    def resizable(self) -> bool:
        return self.native.resizable

    def resize(self, width: int, height: int) -> None:
        self.native.resize(width, height)

    def attach(self, window: int) -> None:
        self.native.attach(window)

    def detach(self) -> None:
        self.native.detach()

    def close(self) -> None:
        """Ends the view; closing its instance does so, too."""
        self.native.close()

    def pump(self, seconds: float) -> None:
        """Handles the events and timers of the view for so long."""
        self.native.pump(seconds)


class Instance:
    """One VST3 instance, bound to a document with roles, or unbound (`document` is None) as an ordinary effect."""

    def __init__(self, handle: native.AraInstance, document: Document | None, roles: Role) -> None:
        self.native = handle
        self.document = document
        self.roles = roles
        self.regions: list[Region] = []
        self.sample_rate = 0.0
        self.channels = 0
        self._block = 0
        self._offline = False
        self._background: ThreadPoolExecutor | None = None

    def __enter__(self) -> Instance:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the instance; a running render finishes first. Closing twice is fine."""
        if self._background is not None:
            self._background.shutdown()
            self._background = None
        self.native.close()

    @property
    def is_active(self) -> bool:
        return self.native.is_active

    @property
    def latency(self) -> int:
        """In samples; 0 for every bound instance."""
        return self.native.latency

    @property
    def tail(self) -> int:
        """In samples."""
        return self.native.tail

    def activate(
        self, sample_rate: float = 48000, block: int = 512, channels: int = 2, *, offline: bool = False
    ) -> None:
        """Gets ready for audio: blocks of up to `block` frames, 32 bits, the same channels in and out."""
        self.native.activate(sample_rate, block, channels, offline)
        self.sample_rate, self.channels, self._block, self._offline = float(sample_rate), channels, block, offline

    def deactivate(self) -> None:
        """A running render finishes first."""
        self.native.deactivate()

    def add(self, *regions: Region) -> None:
        """Regions that this playback renderer plays from now on; an active renderer is stopped and started for it."""
        self._while_inactive(self.native.add_region, regions)
        self.regions += regions

    def remove(self, *regions: Region) -> None:
        """The opposite of add()."""
        self._while_inactive(self.native.remove_region, regions)
        self.regions = [region for region in self.regions if region not in regions]

    def _while_inactive(self, call: Any, regions: Iterable[Region]) -> None:
        was_active = self.is_active
        self.deactivate()
        for region in regions:
            call(region.native)
        if was_active:
            self.native.activate(self.sample_rate, self._block, self.channels, self._offline)

    def preview(self, regions: Iterable[Region] = (), tracks: Iterable[Track] = ()) -> None:
        """Regions or tracks (not both) that this editor renderer previews; allowed while active."""
        for region in regions:
            self.native.add_editor_region(region.native)
        for track in tracks:
            self.native.add_editor_track(track.native)

    def end_preview(self, regions: Iterable[Region] = (), tracks: Iterable[Track] = ()) -> None:
        """The opposite of preview()."""
        for region in regions:
            self.native.remove_editor_region(region.native)
        for track in tracks:
            self.native.remove_editor_track(track.native)

    def select(
        self, regions: Iterable[Region] = (), tracks: Iterable[Track] = (), span: tuple[float, float] | None = None
    ) -> None:
        """The host's selection, for an editor view: most relevant first, `span` is (start, duration) in song time."""
        self.native.select([region.native for region in regions], [track.native for track in tracks], span)

    def hide(self, tracks: Iterable[Track] = ()) -> None:
        """These tracks are hidden in the host, all others visible."""
        self.native.hide_tracks([track.native for track in tracks])

    def render(
        self,
        start: int = 0,
        frames: int | None = None,
        *,
        audio_input: ArrayLike | None = None,
        blocks: Sequence[int] = (),
        playing: bool = True,
        in_place: bool = False,
        tempo: float = 120.0,
        pace: float = 0.0,
    ) -> Audio:
        """Audio from the instance, computed on a render thread: (frames, channels) float32.

        `start` is project time in samples of the instance's rate, any value. `frames` may be left out when
        `audio_input` (of the same shape as the output) is given. `blocks` are sizes taken in turn, default always the
        largest. `pace` 1 takes as long as real time, 0 runs freely. May be called from any thread; raises HostError
        when the plug-in fails.
        """
        samples = None if audio_input is None else as_frames(audio_input)
        count = frames if frames is not None else (0 if samples is None else len(samples))
        return self.native.render(start, count, self.channels, list(blocks), playing, in_place, tempo, pace, samples)

    def render_in_background(self, start: int = 0, frames: int | None = None, **options: Any) -> Future[Audio]:
        """The same as render(), while the caller goes on, for example with edits."""
        if self._background is None:
            self._background = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ara-render")
        return self._background.submit(self.render, start, frames, **options)

    @property
    def state_data(self) -> bytes:
        """The VST3 state of the component; can be set."""
        return self.native.state()

    @state_data.setter
    def state_data(self, data: bytes) -> None:
        self.native.set_state(data)

    def command(self, command: dict[str, Any]) -> dict[str, Any]:
        """Runs one command of HARP's private interface and returns its reply. Any thread."""
        return self._decode(self.native.command(json.dumps(command)))

    def state(self, since: int = -1) -> dict[str, Any]:
        """The state of the plug-in; only {"revision": n} when it is not newer than `since`. Any thread."""
        return self._decode(self.native.command_state(since))

    @property
    def has_commands(self) -> bool:
        """Whether the plug-in has HARP's private interface."""
        return self.native.command_state(2**62) is not None

    def _decode(self, answer: str | None) -> dict[str, Any]:
        if answer is None:
            raise HostError("This plug-in has no command interface; only HARP has one")
        reply = json.loads(answer)
        if not isinstance(reply, dict):
            raise HostError(f"The plug-in answered a command with something else than a JSON object: {answer[:80]}")
        return reply

    @property
    def embeds_view(self) -> bool:
        """Whether a host may show the editor inside of its own window (PreSonus' extension, asked by Studio One)."""
        return self.native.embeds_view

    def create_view(self) -> View:
        """The editor, not attached yet."""
        return View(self.native.create_view())
