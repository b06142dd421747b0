# SPDX-License-Identifier: MIT
"""The part of Document that makes instances and renders."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, cast

from ._audio import Audio
from ._graph import Region
from ._instance import Instance, Role
from ._load import native

if TYPE_CHECKING:
    from ._document import Document
    from ._host import Host

__all__ = ["Playing"]


class Playing:
    """Renderers and views of a document; part of Document."""

    host: Host
    native: native.AraDocument
    _plugin: Instance | None

    @property
    def regions(self) -> list[Region]:
        """Document has it."""
        raise NotImplementedError

    def instance(self, roles: Role, known: Role = Role.ALL, *, host_context: bool = True) -> Instance:
        """A bound instance with these roles; `known` are the roles that the host knows about."""
        return Instance(
            self.host.native.new_instance(self.native, known, roles, host_context), cast("Document", self), roles
        )

    def renderer(
        self,
        regions: Iterable[Region] | None = None,
        sample_rate: float = 48000,
        block: int = 512,
        channels: int = 2,
        *,
        offline: bool = False,
        roles: Role = Role.PLAYBACK_RENDERER,
    ) -> Instance:
        """An active playback renderer for these regions (default: all)."""
        instance = self.instance(roles)
        instance.add(*(self.regions if regions is None else regions))
        instance.activate(sample_rate, block, channels, offline=offline)
        return instance

    def editor_view(self) -> Instance:
        """An instance whose view follows select()."""
        return self.instance(Role.EDITOR_VIEW)

    def editor_renderer(
        self, sample_rate: float = 48000, block: int = 512, channels: int = 2, *, offline: bool = False
    ) -> Instance:
        """An active instance that previews edits; say of what with preview()."""
        instance = self.instance(Role.EDITOR_RENDERER)
        instance.activate(sample_rate, block, channels, offline=offline)
        return instance

    @property
    def plugin(self) -> Instance:
        """One instance with the editor view role, made when it is first asked for: the way to commands and state."""
        if self._plugin is None:
            self._plugin = self.editor_view()
        return self._plugin

    def render(
        self,
        sample_rate: float = 48000,
        seconds: float | None = None,
        block: int = 512,
        channels: int = 2,
        *,
        start: float = 0.0,
        offline: bool = True,
        regions: Iterable[Region] | None = None,
    ) -> Audio:
        """The arrangement through one renderer: (frames, channels) float32 from `start`.

        Without `seconds` to the last region's end.
        """
        played = list(self.regions if regions is None else regions)
        end = max((region.end + region.head_and_tail[1] for region in played), default=start)
        length = max(0.0, end - start) if seconds is None else seconds
        with self.renderer(played, sample_rate, block, channels, offline=offline) as renderer:
            return renderer.render(round(start * sample_rate), round(length * sample_rate))
